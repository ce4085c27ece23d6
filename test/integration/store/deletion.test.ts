import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unmatchedEndpointId, type EndpointId, type RequestId } from '#shared/domain/ids.ts'
import {
  addEndpoint,
  capture,
  close,
  firstEndpointId,
  list,
  makeClock,
  makeFolder,
  open,
  until,
} from './store-fixture.ts'

describe('deleting requests', () => {
  it('takes them out of everything and brings them back exactly as they were', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        store.capture.add(capture({ endpointId, body: `{"n":${n},"word":"unicorn"}` })),
      ),
    )
    await store.requests.annotate({ id: ids[3]!, pinned: true, note: 'keep me' })
    await store.caughtUp()
    const before = await list(store, { filter: 'unicorn' })
    const detail = await store.requests.get(ids[3]!)
    const told: (RequestId[] | null)[] = []
    store.onDeleted((gone) => told.push(gone))

    const { undoToken, count } = await store.requests.delete({ ids: ids.slice(0, 5) })
    expect(count).toBe(5)
    expect(told).toEqual([ids.slice(0, 5)])
    expect((await list(store, { filter: 'unicorn' })).total).toBe(15)
    expect((await list(store)).total).toBe(15)
    expect((await store.requests.histogram({ buckets: 1 })).counts).toEqual([15])
    expect((await list(store, { filter: 'is:pinned' })).total).toBe(0)
    await expect(store.requests.get(ids[3]!)).rejects.toMatchObject({ code: 'not-found' })
    expect((await store.requests.delete({ ids: ids.slice(0, 5) })).count).toBe(0)

    expect(await store.requests.restore(undoToken)).toEqual({ count: 5 })
    expect(await list(store, { filter: 'unicorn' })).toEqual(before)
    expect(await store.requests.get(ids[3]!)).toEqual(detail)
    await expect(store.requests.restore(undoToken)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('deletes what a selection fits, of one endpoint or of all but the unmatched ones', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    await Promise.all(
      Array.from({ length: 1_400 }, (_, n) =>
        store.capture.add(capture({ endpointId, body: n % 2 === 0 ? 'even' : 'odd' })),
      ),
    )
    await store.capture.add(capture({ endpointId: unmatchedEndpointId, body: 'odd' }))
    const told: (RequestId[] | null)[] = []
    store.onDeleted((gone) => told.push(gone))
    const odd = await store.requests.delete({ selection: { filter: 'odd' } })
    expect(odd.count).toBe(700)
    const all = await store.requests.delete({ selection: {} })
    expect(all.count).toBe(700)
    expect((await list(store)).total).toBe(0)
    expect((await list(store, { endpointId: unmatchedEndpointId })).total).toBe(1)
    expect((await store.requests.restore(odd.undoToken)).count).toBe(700)
    expect((await list(store, { filter: 'odd' })).total).toBe(700)
    expect((await store.requests.restore(all.undoToken)).count).toBe(700)
    expect((await list(store)).total).toBe(1_400)
    const many = await store.requests.delete({ selection: { endpointId } })
    expect(many.count).toBe(1_400)
    expect(told.map((gone) => gone?.length ?? null)).toEqual([700, 700, null])
    expect(await store.check()).toEqual({ ok: true, problems: [] })
  })

  it('is for good after ten minutes', async () => {
    const clock = makeClock()
    const store = await open({ clock })
    const endpointId = await firstEndpointId(store)
    const ids = await Promise.all(
      Array.from({ length: 50 }, () => store.capture.add(capture({ endpointId, receivedAt: clock.now() }))),
    )
    const first = await store.requests.delete({ ids })
    clock.move(599_999)
    expect((await store.requests.restore(first.undoToken)).count).toBe(50)
    const second = await store.requests.delete({ ids })
    clock.move(600_000)
    await expect(store.requests.restore(second.undoToken)).rejects.toMatchObject({ code: 'not-found' })
    expect(await store.check()).toEqual({ ok: true, problems: [] })
  })

  it('is for good at the next start', async () => {
    const folder = makeFolder()
    const store = await open({ folder })
    const endpointId = await firstEndpointId(store)
    const kept = await store.capture.add(capture({ endpointId }))
    const gone = await store.capture.add(capture({ endpointId, body: 'x'.repeat(60_000) }))
    const { undoToken } = await store.requests.delete({ ids: [gone] })
    await close(store)
    const again = await open({ folder })
    await expect(again.requests.restore(undoToken)).rejects.toMatchObject({ code: 'not-found' })
    expect((await list(again)).items.map((item) => item.id)).toEqual([kept])
  })

  it('gives the space back once it is for good', async () => {
    const folder = makeFolder()
    const store = await open({ folder })
    const endpointId = await firstEndpointId(store)
    await Promise.all(
      Array.from({ length: 1_000 }, () =>
        store.capture.add(capture({ endpointId, body: 'y'.repeat(9_000) })),
      ),
    )
    await store.requests.delete({ selection: {} })
    expect((await store.stats()).bytes).toBeGreaterThan(9_000_000)
    await close(store)
    const again = await open({ folder })
    await until(
      () => again.stats(),
      (stats) => stats.bytes < 3_000_000,
    )
    expect(await again.check()).toEqual({ ok: true, problems: [] })
  })

  it('refuses a token that is none, and one of an endpoint', async () => {
    const store = await open()
    await expect(store.requests.restore('undo_nothing')).rejects.toMatchObject({ code: 'not-found' })
    const { undoToken } = await store.endpoints.delete(await firstEndpointId(store))
    await expect(store.requests.restore(undoToken)).rejects.toMatchObject({ code: 'not-found' })
    await store.endpoints.restore(undoToken)
  })
})

type Step =
  | { do: 'capture'; endpoint: number; count: number }
  | { do: 'delete'; from: number; count: number }
  | { do: 'restore'; which: number }
  | { do: 'read'; endpoint: number }
  | { do: 'pin'; at: number; pinned: boolean }
  | { do: 'delete-endpoint'; endpoint: number }
  | { do: 'restore-endpoint'; endpoint: number }

describe('counts', () => {
  it('are right after any sequence of captures, deletions, undos and reading', async () => {
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({
        do: fc.constant('capture' as const),
        endpoint: fc.nat(2),
        count: fc.integer({ min: 1, max: 12 }),
      }),
      fc.record({
        do: fc.constant('delete' as const),
        from: fc.nat(60),
        count: fc.integer({ min: 1, max: 15 }),
      }),
      fc.record({ do: fc.constant('restore' as const), which: fc.nat(5) }),
      fc.record({ do: fc.constant('read' as const), endpoint: fc.nat(2) }),
      fc.record({ do: fc.constant('pin' as const), at: fc.nat(60), pinned: fc.boolean() }),
      fc.record({ do: fc.constant('delete-endpoint' as const), endpoint: fc.nat(1) }),
      fc.record({ do: fc.constant('restore-endpoint' as const), endpoint: fc.nat(1) }),
    )
    const store = await open()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
        await store.requests.delete({ selection: {} })
        await store.requests.delete({ selection: { endpointId: unmatchedEndpointId } })
        const unique = Math.random().toString(36).slice(2, 10).padEnd(8, '0')
        const made = await Promise.all(['a', 'b'].map((name) => addEndpoint(store, `ep_${name}${unique}`)))
        const endpoints = [...made.map((endpoint) => endpoint.id), unmatchedEndpointId]
        const rows: { id: RequestId; endpoint: EndpointId; at: number; deleted: boolean }[] = []
        const readUpTo = new Map<EndpointId, number>()
        const undos: { token: string; ids: RequestId[] }[] = []
        const gone = new Map<EndpointId, string>()
        await store.endpoints.markRead(unmatchedEndpointId)
        let at = Date.now()

        for (const one of steps) {
          switch (one.do) {
            case 'capture':
              for (let n = 0; n < one.count; n++) {
                const endpoint = endpoints[one.endpoint]!
                const id = await store.capture.add(capture({ endpointId: endpoint, receivedAt: ++at }))
                rows.push({ id, endpoint, at, deleted: false })
              }
              break
            case 'delete': {
              const some = rows.slice(one.from, one.from + one.count)
              if (some.length === 0) break
              const { undoToken, count } = await store.requests.delete({ ids: some.map((row) => row.id) })
              const hit = some.filter((row) => !row.deleted)
              expect(count).toBe(hit.length)
              for (const row of hit) row.deleted = true
              undos.push({ token: undoToken, ids: hit.map((row) => row.id) })
              break
            }
            case 'restore': {
              const [undo] = undos.splice(one.which, 1)
              if (undo === undefined) break
              expect(await store.requests.restore(undo.token)).toEqual({ count: undo.ids.length })
              for (const row of rows) if (undo.ids.includes(row.id)) row.deleted = false
              break
            }
            case 'read': {
              const endpoint = endpoints[one.endpoint]!
              if (gone.has(endpoint)) break
              await store.endpoints.markRead(endpoint)
              readUpTo.set(endpoint, rows.at(-1)?.id ?? 0)
              break
            }
            case 'pin': {
              const row = rows[one.at]
              if (row !== undefined && !row.deleted && !gone.has(row.endpoint)) {
                await store.requests.annotate({ id: row.id, pinned: one.pinned })
              }
              break
            }
            case 'delete-endpoint': {
              const endpoint = endpoints[one.endpoint]!
              if (!gone.has(endpoint)) gone.set(endpoint, (await store.endpoints.delete(endpoint)).undoToken)
              break
            }
            case 'restore-endpoint': {
              const token = gone.get(endpoints[one.endpoint]!)
              if (token === undefined) break
              await store.endpoints.restore(token)
              gone.delete(endpoints[one.endpoint]!)
              break
            }
          }
        }

        for (const endpoint of endpoints) {
          if (gone.has(endpoint)) continue
          const live = rows.filter((row) => row.endpoint === endpoint && !row.deleted)
          const counted = await store.endpoints.get(endpoint)
          expect(counted).toMatchObject({
            requestCount: live.length,
            unreadCount: live.filter((row) => row.id > (readUpTo.get(endpoint) ?? 0)).length,
            lastRequestAt: live.at(-1)?.at ?? null,
          })
        }
        const listed = rows.filter(
          (row) => !row.deleted && !gone.has(row.endpoint) && row.endpoint !== unmatchedEndpointId,
        )
        const got = await list(store, { limit: 1_000 })
        expect(got.items.map((item) => item.id)).toEqual(listed.map((row) => row.id).toReversed())
        expect(got.total).toBe(listed.length)
        for (const endpoint of made) if (!gone.has(endpoint.id)) await store.endpoints.delete(endpoint.id)
      }),
      { numRuns: 25 },
    )
    expect(await store.check()).toEqual({ ok: true, problems: [] })
  }, 60_000)
})
