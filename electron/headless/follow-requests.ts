import type { Call } from '#shared/contract/contract.ts'
import type { EventFrame } from '#shared/contract/events.ts'
import { unmatchedEndpointId, type EndpointId, type RequestId } from '#shared/domain/ids.ts'
import type { RequestSummary } from '#shared/domain/request.ts'

const pageSize = 1_000
/** Summaries kept for a slow reader; beyond it they are read from the store again when it is their turn. */
const maxQueued = 2_000

export interface RequestSource {
  readonly call: Call
  onEvents(listener: (frames: EventFrame[]) => void): () => void
}

export interface Follower {
  /** Rejects when delivering or reading fails; never resolves before `stop`. */
  readonly done: Promise<void>
  /** Delivers what is already here, then ends. */
  stop(): Promise<void>
}

/**
 * Delivers every request captured from now on, in the order of their ids, each once, however fast they come:
 * events are the quick way, and whatever they miss (a gap in `seq`, omitted items, a slow reader) is read from the store.
 * Resolves when it is certain that nothing captured later will be missed. Without `endpointId`: of all endpoints and Unmatched.
 */
export async function followRequests(
  source: RequestSource,
  endpointId: EndpointId | undefined,
  deliver: (items: RequestSummary[]) => Promise<void>,
): Promise<Follower> {
  const done = Promise.withResolvers<undefined>()
  let lastId = (await source.call('requests.list', { limit: 1 })).newest
  let lastSeq = 0
  let missed = true
  let queued: RequestSummary[] = []
  let pump = Promise.resolve()
  let pumping = false
  let stopped = false
  // Whoever only stops need not listen to it.
  done.promise.catch(() => undefined)

  const unsubscribe = source.onEvents((frames) => {
    for (const frame of frames) {
      if (lastSeq !== 0 && frame.seq !== lastSeq + 1) missed = true
      lastSeq = frame.seq
      if (frame.name !== 'requests.captured') continue
      if (frame.payload.omitted > 0 || queued.length > maxQueued) missed = true
      else queued.push(...frame.payload.items)
    }
    if (missed) queued = []
    wake()
  })

  function wake(): void {
    if (stopped || pumping) return
    pumping = true
    pump = run()
    pump.catch(done.reject)
  }

  async function run(): Promise<void> {
    try {
      while (missed || queued.length > 0) await deliverNext()
    } finally {
      // In the same step as the last look at the queue: nothing can be queued unseen between the two.
      pumping = false
    }
  }

  async function deliverNext(): Promise<void> {
    let items = queued
    queued = []
    if (missed) {
      missed = false
      items = await readAfter(lastId)
    }
    const fresh = items.filter(({ id }) => id > lastId)
    lastId = fresh.at(-1)?.id ?? lastId
    const wanted = fresh.filter((item) => endpointId === undefined || item.endpointId === endpointId)
    if (wanted.length > 0) await deliver(wanted)
  }

  /** Oldest first. */
  async function readAfter(id: number): Promise<RequestSummary[]> {
    const bins = endpointId === undefined ? [undefined, unmatchedEndpointId] : [endpointId]
    const found: RequestSummary[] = []
    for (const bin of bins) {
      let before: RequestId | undefined
      for (;;) {
        const page = await source.call('requests.list', {
          limit: pageSize,
          ...(bin === undefined ? {} : { endpointId: bin }),
          ...(id === 0 ? {} : { after: id }),
          ...(before === undefined ? {} : { before }),
        })
        found.push(...page.items)
        before = page.items.at(-1)?.id
        if (page.items.length < pageSize || before === undefined) break
      }
    }
    return found.sort((a, b) => a.id - b.id)
  }

  wake()
  await pump
  return {
    done: done.promise,
    async stop() {
      unsubscribe()
      await pump
      stopped = true
      done.resolve(undefined)
    },
  }
}
