import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EndpointId } from '#shared/domain/ids.ts'
import { RequestList } from '../../../../renderer/src/state/request-list.ts'
import { FakeStore, summary } from './fake-store.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Long enough for every timer and call of the list. */
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(6_000)

async function opened(count: number, query: { endpointId?: EndpointId; filter?: string } = {}) {
  const store = new FakeStore()
  store.add(count)
  const list = new RequestList(store.call)
  list.open({ endpointId: query.endpointId ?? null, filter: query.filter ?? '' })
  await settle()
  return { store, list }
}

/** All positions around a place, with what is there. */
function rows(list: RequestList, from: number, to: number): (number | undefined)[] {
  return Array.from({ length: to - from }, (_, index) => list.at(from + index)?.id)
}

describe('the list of requests', () => {
  it('shows the newest first and knows how many there are', async () => {
    const { list } = await opened(1_000)
    expect(list.getView()).toMatchObject({ state: 'ready', total: 1_000, waiting: 0 })
    expect(rows(list, 0, 3)).toEqual([1_000, 999, 998])
  })

  it('fetches any place of a million rows with one or two calls', async () => {
    const { store, list } = await opened(0)
    store.rows = [summary(1_000_000)]
    list.resync()
    await settle()
    store.calls = []
    // A store that says it holds a million: only what is asked for is made.
    const { call } = store
    const big = new RequestList((async (name: never, input: { offset?: number; limit?: number }) => {
      await call(name, input as never)
      const { offset = 0, limit = 100 } = input
      return {
        items: Array.from({ length: limit }, (_, index) => summary(1_000_000 - offset - index)),
        total: 1_000_000,
        newest: 1_000_000,
      }
    }) as never)
    big.open({ endpointId: null, filter: '' })
    await settle()
    store.calls = []
    big.show(700_000, 700_030)
    await settle()
    expect(big.at(700_010)?.id).toBe(299_990)
    expect(store.calls.length).toBeLessThanOrEqual(2)
  })

  it('puts pushed rows on top without asking', async () => {
    const { store, list } = await opened(50)
    store.calls = []
    list.captured(store.add(3), 0)
    await settle()
    expect(rows(list, 0, 4)).toEqual([53, 52, 51, 50])
    expect(list.getView().total).toBe(53)
    expect(store.calls).toEqual([])
  })

  it('shows no row twice when an event and an answer cross', async () => {
    const store = new FakeStore()
    store.add(10)
    const list = new RequestList(store.call)
    list.open({ endpointId: null, filter: '' })
    // Stored after the question was put, pushed before the answer came.
    list.captured(store.add(2), 0)
    await settle()
    expect(rows(list, 0, 13)).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, undefined])
  })

  it('counts what arrives while it is held, and shows it when let go', async () => {
    const { store, list } = await opened(50)
    list.hold(true)
    list.captured(store.add(4), 0)
    list.captured(store.add(1), 0)
    await settle()
    expect(list.getView()).toMatchObject({ waiting: 5, total: 50 })
    expect(rows(list, 0, 1)).toEqual([50])
    list.hold(false)
    await settle()
    expect(list.getView()).toMatchObject({ waiting: 0, total: 55 })
    expect(rows(list, 0, 1)).toEqual([55])
  })

  it('takes what waits on demand and stays held', async () => {
    const { store, list } = await opened(50)
    list.hold(true)
    list.captured(store.add(2), 0)
    await list.takeWaiting()
    await settle()
    expect(rows(list, 0, 2)).toEqual([52, 51])
    list.captured(store.add(1), 0)
    await settle()
    expect(list.getView().waiting).toBe(1)
  })

  it('catches up with more than a thousand at once', async () => {
    const { store, list } = await opened(50)
    list.hold(true)
    list.captured(store.add(2_500).slice(-200), 2_300)
    await settle()
    expect(list.getView().waiting).toBe(2_500)
    list.hold(false)
    await settle()
    expect(list.getView()).toMatchObject({ total: 2_550, waiting: 0 })
    expect(rows(list, 0, 2)).toEqual([2_550, 2_549])
  })

  it('asks only for what is new while a filter is set', async () => {
    const { store, list } = await opened(50, { filter: '9' })
    expect(list.getView().total).toBe(5)
    store.calls = []
    list.captured(store.add(10), 0)
    await settle()
    expect(rows(list, 0, 2)).toEqual([59, 49])
    expect(list.getView().total).toBe(6)
    expect(store.calls.every((call) => call.after === 50 || call.count === undefined)).toBe(true)
  })

  it('counts only those that fit while a filter is set and it is held', async () => {
    const { store, list } = await opened(50, { filter: '9' })
    list.hold(true)
    list.captured(store.add(10), 0)
    await settle()
    expect(list.getView()).toMatchObject({ waiting: 1, total: 5 })
  })

  it('leaves out other endpoints and, among all, the unmatched', async () => {
    const other = 'ep_other0001' as EndpointId
    const { store, list } = await opened(5)
    list.captured(store.add(1, { endpointId: 'unmatched' as EndpointId }), 0)
    await settle()
    expect(list.getView().total).toBe(5)
    list.open({ endpointId: other, filter: '' })
    await settle()
    list.captured([...store.add(1), ...store.add(2, { endpointId: other })], 0)
    await settle()
    expect(rows(list, 0, 3)).toEqual([9, 8, undefined])
  })

  it('closes the gap at once when rows are deleted, then reads again', async () => {
    const { store, list } = await opened(300)
    store.remove([299, 298])
    list.deleted([summary(299).id, summary(298).id])
    expect(rows(list, 0, 2)).toEqual([300, 297])
    await settle()
    expect(list.getView().total).toBe(298)
    expect(rows(list, 0, 3)).toEqual([300, 297, 296])
  })

  it('shows at once what was restored, also when a lazy reading is planned', async () => {
    const { store, list } = await opened(300)
    const kept = store.rows
    // Retention let go of one far down: that may wait.
    store.remove([5])
    list.deleted([summary(5).id])
    store.rows = [...kept, summary(301)]
    list.resync()
    await vi.advanceTimersByTimeAsync(300)
    expect(rows(list, 0, 2)).toEqual([301, 300])
  })

  it('shows what waited when it is let go while it reads again', async () => {
    const { store, list } = await opened(300)
    list.hold(true)
    list.captured(store.add(2), 0)
    store.remove([250])
    list.deleted([summary(250).id])
    // The new reading has begun, its answer is not here yet.
    await vi.advanceTimersByTimeAsync(152)
    list.hold(false)
    await settle()
    expect(list.getView()).toMatchObject({ total: 301, waiting: 0 })
    expect(rows(list, 0, 3)).toEqual([302, 301, 300])
  })

  it('keeps its place when it reads again while held', async () => {
    const { store, list } = await opened(1_000)
    list.show(500, 530)
    await settle()
    list.hold(true)
    const before = rows(list, 500, 530)
    list.captured(store.add(20), 0)
    list.resync()
    await settle()
    expect(rows(list, 500, 530)).toEqual(before)
  })

  it('says what went wrong, and recovers', async () => {
    const store = new FakeStore()
    store.add(3)
    store.failure = new Error('The database is busy.')
    const list = new RequestList(store.call)
    list.open({ endpointId: null, filter: '' })
    await settle()
    expect(list.getView()).toMatchObject({ state: 'failed', error: 'The database is busy.' })
    list.resync()
    await settle()
    expect(list.getView()).toMatchObject({ state: 'ready', total: 3, error: null })
  })

  it('keeps what it shows when it reads again in vain', async () => {
    const { store, list } = await opened(3)
    store.failure = new Error('Hookbench is away.')
    list.resync()
    await settle()
    expect(list.getView()).toMatchObject({ state: 'ready', total: 3, error: 'Hookbench is away.' })
    expect(rows(list, 0, 3)).toEqual([3, 2, 1])
  })

  it('shows exactly what is stored after any course of events', async () => {
    const step = fc.oneof(
      fc.record({
        do: fc.constant('add' as const),
        count: fc.integer({ min: 1, max: 300 }),
        omitted: fc.boolean(),
      }),
      fc.record({ do: fc.constant('delete' as const), seed: fc.nat() }),
      fc.record({ do: fc.constant('hold' as const), held: fc.boolean() }),
      fc.record({ do: fc.constant('show' as const), at: fc.nat(1_500) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400 }) }),
      fc.record({ do: fc.constant('filter' as const), filter: fc.constantFrom('', '7') }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const { store, list } = await opened(400)
        let filter = ''
        for (const each of steps) {
          if (each.do === 'add') {
            const added = store.add(each.count)
            if (each.omitted) list.captured(added.slice(-10), Math.max(0, added.length - 10))
            else list.captured(added, 0)
          } else if (each.do === 'delete') {
            const gone = store.rows.filter((row) => (row.id * 31 + each.seed) % 11 === 0).map((row) => row.id)
            store.remove(gone)
            list.deleted(each.seed % 3 === 0 ? null : gone)
          } else if (each.do === 'hold') list.hold(each.held)
          else if (each.do === 'show') list.show(each.at, each.at + 30)
          else if (each.do === 'filter') {
            filter = each.filter
            list.open({ endpointId: null, filter })
          } else await vi.advanceTimersByTimeAsync(each.ms)
        }
        list.hold(false)
        list.show(0, 40)
        await settle()
        const expected = store.fitting({ filter }).toReversed()
        expect(list.getView()).toMatchObject({ state: 'ready', total: expected.length, waiting: 0 })
        const top = expected.slice(0, 40).map((row) => row.id)
        expect(rows(list, 0, top.length)).toEqual(top)
        const far = Math.max(0, expected.length - 35)
        list.show(far, expected.length - 1)
        await settle()
        expect(rows(list, far, expected.length)).toEqual(expected.slice(far).map((row) => row.id))
        list.close()
      }),
      { numRuns: 400 },
    )
  })
})
