import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unmatchedEndpointId, type EndpointId, type RequestId } from '#shared/domain/ids.ts'
import type { Store } from '../../../electron/store/index.ts'
import { addEndpoint, capture, firstEndpointId, list, open } from './store-fixture.ts'

/** 300 requests over two endpoints and the unmatched ones; `hit` marks every third in its body. */
async function filled(): Promise<{
  store: Store
  endpoints: EndpointId[]
  rows: { id: RequestId; endpointId: EndpointId; hit: boolean }[]
}> {
  const store = await open()
  const first = await firstEndpointId(store)
  const second = (await addEndpoint(store, 'ep_second00')).id
  const endpoints = [first, second, unmatchedEndpointId]
  const rows = await Promise.all(
    Array.from({ length: 300 }, async (_, n) => {
      const endpointId = endpoints[(n * 7) % 3]!
      const hit = n % 5 === 0
      const id = await store.capture.add(
        capture({
          endpointId,
          receivedAt: 1_795_000_000_000 + n * 1_000,
          body: hit ? `{"n":"needle ${n}"}` : `{"n":${n}}`,
        }),
      )
      return { id, endpointId, hit }
    }),
  )
  return { store, endpoints, rows }
}

describe('lists', () => {
  it('page by key and by position exactly like a list in memory', async () => {
    const { store, endpoints, rows } = await filled()
    const ids = rows.map((row) => row.id)
    const anyId = fc.option(fc.oneof(fc.constantFrom(...ids), fc.integer({ min: 1, max: 400 })), {
      nil: undefined,
    })
    const input = fc.record({
      endpointId: fc.option(fc.constantFrom(...endpoints), { nil: undefined }),
      filter: fc.constantFrom(undefined, '', 'needle', '-needle', 'size:<10', 'needle size:>14'),
      limit: fc.integer({ min: 1, max: 120 }),
      offset: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 320 })),
      before: anyId,
      after: anyId,
      upTo: anyId,
      count: fc.boolean(),
    })
    const sizes = new Map((await list(store, { limit: 1_000 })).items.map((item) => [item.id, item.bodySize]))
    for (const item of (await list(store, { limit: 1_000, endpointId: unmatchedEndpointId })).items)
      sizes.set(item.id, item.bodySize)

    await fc.assert(
      fc.asyncProperty(input, async (asked) => {
        const fits = rows
          .filter((row) =>
            asked.endpointId === undefined
              ? row.endpointId !== unmatchedEndpointId
              : row.endpointId === asked.endpointId,
          )
          .filter((row) => {
            const size = sizes.get(row.id) ?? 0
            switch (asked.filter) {
              case 'needle':
                return row.hit
              case '-needle':
                return !row.hit
              case 'size:<10':
                return size < 10
              case 'needle size:>14':
                return row.hit && size > 14
              default:
                return true
            }
          })
          .filter((row) => row.id <= (asked.upTo ?? Infinity))
          .toReversed()
        const page = fits
          .filter((row) => row.id < (asked.before ?? Infinity) && row.id > (asked.after ?? 0))
          .slice(asked.offset, asked.offset + asked.limit)
        const got = await store.requests.list(asked as Parameters<typeof store.requests.list>[0])
        expect(got.items.map((item) => item.id)).toEqual(page.map((row) => row.id))
        expect(got.total).toBe(asked.count ? fits.length : null)
        expect(got.newest).toBe(ids.at(-1))
      }),
      { numRuns: 250 },
    )
  })

  it('a position below a snapshot stays where it is while new requests arrive', async () => {
    const { store, endpoints } = await filled()
    const before = await list(store, { limit: 10, offset: 50 })
    const filtered = await list(store, { limit: 10, offset: 20, filter: 'needle' })
    for (let n = 0; n < 40; n++)
      await store.capture.add(capture({ endpointId: endpoints[0]!, body: 'needle' }))
    const after = await list(store, { limit: 10, offset: 50, upTo: before.newest as RequestId })
    expect(after.items).toEqual(before.items)
    expect(after.total).toBe(before.total)
    const again = await list(store, {
      limit: 10,
      offset: 20,
      filter: 'needle',
      upTo: before.newest as RequestId,
    })
    expect(again.items).toEqual(filtered.items)
    expect(again.total).toBe(filtered.total)
    expect((await list(store, { filter: 'needle' })).total).toBe((filtered.total ?? 0) + 40)
    expect((await list(store, { filter: 'needle', after: before.newest as RequestId })).items).toHaveLength(
      40,
    )
  })

  it('says where a filter is wrong', async () => {
    const store = await open()
    await expect(list(store, { filter: 'method:POST "open' })).rejects.toMatchObject({
      code: 'filter.invalid',
      details: { from: 12, to: 17 },
    })
  })

  it('says that an endpoint or a request is not there', async () => {
    const store = await open()
    await expect(list(store, { endpointId: 'ep_nothere0' as EndpointId })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(store.requests.get(99 as RequestId)).rejects.toMatchObject({ code: 'not-found' })
    await expect(
      store.requests.body({ id: 99 as RequestId, offset: 0, length: 1, decoded: false }),
    ).rejects.toMatchObject({ code: 'not-found' })
    await expect(store.requests.annotate({ id: 99 as RequestId, pinned: true })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('stops a search that nobody waits for', async () => {
    const { store } = await filled()
    const controller = new AbortController()
    const search = store.requests.list(
      { limit: 100, offset: 0, count: true, filter: 'json.n:zzz OR path:/nowhere' },
      controller.signal,
    )
    controller.abort()
    await expect(search).rejects.toMatchObject({ code: 'cancelled' })
    expect((await list(store, { filter: 'json.n:zzz OR path:/nowhere' })).total).toBe(0)
  })
})

describe('the histogram', () => {
  it('counts what arrived in each span', async () => {
    const { store, endpoints, rows } = await filled()
    const base = 1_795_000_000_000
    const all = await store.requests.histogram({ endpointId: endpoints[0], buckets: 10 })
    expect(all.counts.reduce((sum, count) => sum + count, 0)).toBe(100)
    const brushed = await store.requests.histogram({
      filter: 'needle',
      from: base + 100_000,
      to: base + 200_000,
      buckets: 4,
    })
    const times = rows.flatMap((row, n) =>
      row.hit && row.endpointId !== unmatchedEndpointId ? [n * 1_000] : [],
    )
    const expected = [0, 1, 2, 3].map(
      (bucket) =>
        times.filter((time) => {
          const place = Math.min(3, Math.floor((time - 100_000) / 25_000))
          return time >= 100_000 && time <= 200_000 && place === bucket
        }).length,
    )
    expect(brushed).toEqual({ from: base + 100_000, to: base + 200_000, counts: expected })
  })

  it('is empty when nothing fits', async () => {
    const store = await open()
    const { counts } = await store.requests.histogram({ filter: 'nothing', buckets: 3 })
    expect(counts).toEqual([0, 0, 0])
  })
})
