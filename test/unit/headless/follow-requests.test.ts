import { describe, expect, it, vi } from 'vitest'
import type { Call } from '#shared/contract/contract.ts'
import { AppError } from '#shared/contract/errors.ts'
import type { EventFrame } from '#shared/contract/events.ts'
import { endpointIdSchema, unmatchedEndpointId, type EndpointId } from '#shared/domain/ids.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import { followRequests } from '../../../electron/headless/follow-requests.ts'

const mine = endpointIdSchema.parse('ep_mine')
const other = endpointIdSchema.parse('ep_other')

/** A store of ids and a stream of events about them, as unreliable as wanted. */
function createSource() {
  const stored: RequestSummary[] = []
  let listener: ((frames: EventFrame[]) => void) | undefined
  let seq = 0
  const reads = vi.fn()
  const call = ((
    name: string,
    input: { endpointId?: EndpointId; after?: number; before?: number; limit: number },
  ) => {
    if (name !== 'requests.list') return Promise.reject(new Error(name))
    reads()
    const items = stored
      .filter((item) =>
        input.endpointId === undefined
          ? item.endpointId !== unmatchedEndpointId
          : item.endpointId === input.endpointId,
      )
      .filter(({ id }) => id > (input.after ?? 0) && id < (input.before ?? Infinity))
      .reverse()
      .slice(0, input.limit)
    return Promise.resolve({ items, total: null, newest: stored.at(-1)?.id ?? 0 })
  }) as unknown as Call
  const add = (count: number, endpointId: EndpointId = mine): RequestSummary[] => {
    const items = Array.from(
      { length: count },
      (_, index) => ({ id: stored.length + index + 1, endpointId }) as RequestSummary,
    )
    stored.push(...items)
    return items
  }
  const tell = (items: RequestSummary[], omitted = 0): void => {
    seq += 1
    listener?.([{ name: 'requests.captured', payload: { items, omitted }, seq }])
  }
  return {
    source: {
      call,
      onEvents(given: (frames: EventFrame[]) => void) {
        listener = given
        return () => (listener = undefined)
      },
    },
    add,
    tell,
    capture: (count = 1, endpointId?: EndpointId) => tell(add(count, endpointId)),
    loseEvents: (count: number) => (seq += count),
    reads,
  }
}

async function follow(source: ReturnType<typeof createSource>, endpointId?: EndpointId) {
  const seen: number[] = []
  const follower = await followRequests(source.source, endpointId, (items) => {
    seen.push(...items.map(({ id }) => id))
    return Promise.resolve()
  })
  return { seen, follower }
}

const upTo = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

describe('following requests', () => {
  it('delivers what is captured from now on, without asking the store again', async () => {
    const source = createSource()
    source.add(5)
    const { seen, follower } = await follow(source)
    const reads = source.reads.mock.calls.length
    source.capture(3)
    source.capture()
    await follower.stop()
    expect(seen).toEqual([6, 7, 8, 9])
    expect(source.reads.mock.calls.length).toBe(reads)
  })

  it('reads what a gap, or an event that was cut short, left out', async () => {
    const source = createSource()
    const { seen, follower } = await follow(source)
    source.capture(2)
    source.add(10)
    source.loseEvents(3)
    source.capture()
    await vi.waitFor(() => expect(seen).toEqual(upTo(1, 13)))
    source.add(4)
    source.tell(source.add(2), 4)
    await vi.waitFor(() => expect(seen).toEqual(upTo(1, 19)))
    await follower.stop()
  })

  it('reads thousands page by page, those of Unmatched among them, in order', async () => {
    const source = createSource()
    const { seen, follower } = await follow(source)
    for (let round = 0; round < 4; round += 1) {
      source.add(700)
      source.add(5, unmatchedEndpointId)
    }
    source.tell([], 2_820)
    await vi.waitFor(() => expect(seen).toEqual(upTo(1, 2_820)))
    await follower.stop()
  })

  it('keeps to one endpoint', async () => {
    const source = createSource()
    const { seen, follower } = await follow(source, mine)
    source.capture(1, other)
    source.capture(1, mine)
    source.capture(1, unmatchedEndpointId)
    source.loseEvents(1)
    source.capture(2, mine)
    await follower.stop()
    expect(seen).toEqual([2, 4, 5])
  })

  it('does not pile up summaries for a slow reader, and still delivers all of them', async () => {
    const source = createSource()
    const seen: number[] = []
    const gate = Promise.withResolvers<undefined>()
    const follower = await followRequests(source.source, undefined, async (items) => {
      await gate.promise
      seen.push(...items.map(({ id }) => id))
    })
    for (let index = 0; index < 5_000; index += 1) source.capture()
    gate.resolve(undefined)
    await vi.waitFor(() => expect(seen).toHaveLength(5_000))
    expect(seen).toEqual(upTo(1, 5_000))
    await follower.stop()
  })

  it('fails when the store can not be read', async () => {
    const source = createSource()
    const follower = await followRequests(source.source, undefined, () =>
      Promise.reject(new AppError('internal', 'no more paper')),
    )
    source.capture()
    await expect(follower.done).rejects.toThrow('no more paper')
  })
})
