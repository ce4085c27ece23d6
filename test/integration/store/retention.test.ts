import { describe, expect, it } from 'vitest'
import { unmatchedEndpointId, type RequestId } from '#shared/domain/ids.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { capture, firstEndpointId, list, makeClock, open, until } from './store-fixture.ts'

const none = { maxCount: null, maxAgeMs: null, maxBytes: null }

describe('retention', () => {
  it('keeps the newest by count, and pinned ones beside them', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    const told: RequestId[] = []
    store.onDeleted((ids) => told.push(...(ids ?? [])))
    const first = await store.capture.add(capture({ endpointId }))
    await store.requests.annotate({ id: first, pinned: true })
    await store.endpoints.update(endpointId, { retention: { ...none, maxCount: 30 } })
    const ids = await Promise.all(
      Array.from({ length: 700 }, () => store.capture.add(capture({ endpointId }))),
    )
    const left = await until(
      () => list(store),
      (page) => page.total === 31,
    )
    expect(left.items.map((item) => item.id)).toEqual([...ids.slice(-30).toReversed(), first])
    await until(
      () => told.length,
      (count) => count === 670,
    )
    expect(told).toEqual(ids.slice(0, -30))
    expect(await store.endpoints.get(endpointId)).toMatchObject({ requestCount: 31 })

    await store.requests.annotate({ id: first, pinned: false })
    await until(
      () => list(store),
      (page) => page.total === 30,
    )
    expect(await store.check()).toEqual({ ok: true, problems: [] })
  })

  it('keeps the newest by bytes of headers and bodies', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    await store.endpoints.update(endpointId, { retention: { ...none, maxBytes: 1_000_000 } })
    await Promise.all(
      Array.from({ length: 60 }, () => store.capture.add(capture({ endpointId, body: 'x'.repeat(50_000) }))),
    )
    const page = await until(
      () => list(store),
      ({ total }) => (total ?? 99) < 20,
    )
    expect(page.total).toBe(19)
  })

  it('lets go of what is too old, also while nothing arrives', async () => {
    const clock = makeClock()
    const store = await open({ clock })
    const endpointId = await firstEndpointId(store)
    await store.endpoints.update(endpointId, { retention: { ...none, maxAgeMs: 60_000 } })
    await store.capture.add(capture({ endpointId, receivedAt: clock.now() }))
    clock.move(50_000)
    const second = await store.capture.add(capture({ endpointId, receivedAt: clock.now() }))
    expect((await list(store)).total).toBe(2)
    clock.move(20_000)
    const page = await until(
      () => list(store),
      ({ total }) => total === 1,
    )
    expect(page.items[0]?.id).toBe(second)
  })

  it('takes effect when the limit is lowered, and leaves other endpoints alone', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    await Promise.all(Array.from({ length: 100 }, () => store.capture.add(capture({ endpointId }))))
    await Promise.all(
      Array.from({ length: 40 }, () => store.capture.add(capture({ endpointId: unmatchedEndpointId }))),
    )
    await store.endpoints.update(endpointId, { retention: { ...none, maxCount: 10 } })
    await until(
      () => list(store),
      (page) => page.total === 10,
    )
    expect((await list(store, { endpointId: unmatchedEndpointId })).total).toBe(40)
  })

  it('bounds the unmatched ones by the settings', async () => {
    const store = await open()
    await store.settings.put({ ...defaultSettings, unmatchedCount: 5 })
    await Promise.all(
      Array.from({ length: 90 }, () => store.capture.add(capture({ endpointId: unmatchedEndpointId }))),
    )
    await until(
      () => list(store, { endpointId: unmatchedEndpointId }),
      (page) => page.total === 5,
    )
    await store.settings.put({ ...defaultSettings, unmatchedCount: 0 })
    await until(
      () => list(store, { endpointId: unmatchedEndpointId }),
      (page) => page.total === 0,
    )
  })

  it('gives the space back to the disk, and keeps the log short under steady load', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    await store.endpoints.update(endpointId, { retention: { ...none, maxCount: 200 } })
    for (let round = 0; round < 20; round++) {
      await Promise.all(
        Array.from({ length: 100 }, () =>
          store.capture.add(capture({ endpointId, body: 'z'.repeat(20_000) })),
        ),
      )
    }
    // 40 MB came in, 4 MB are kept.
    await until(
      async () => [(await list(store)).total, (await store.stats()).bytes] as const,
      ([total, bytes]) => total === 200 && bytes < 25_000_000,
    )
    const { beforeBytes, afterBytes } = await store.compact()
    expect(afterBytes).toBeLessThanOrEqual(beforeBytes)
    expect(afterBytes).toBeLessThan(6_000_000)
    expect(await store.check()).toEqual({ ok: true, problems: [] })
  })
})
