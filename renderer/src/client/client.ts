import type { Call } from '#shared/contract/contract.ts'
import type { AnyEvent, EventFrame, EventName, EventPayload } from '#shared/contract/events.ts'
import { CallError } from './call-error.ts'
import type { ConnectionState, Link } from './link.ts'

export interface Client {
  readonly call: Call
  /** Listens to one event; returns the way to stop. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void
  /** Called when events may have been missed (reconnected, or a gap): refetch what is shown. */
  onResync(listener: () => void): () => void
  connection(): ConnectionState
  onConnection(listener: (state: ConnectionState) => void): () => void
  close(): void
}

/** The contract's client over any link: typed calls, typed events, and word of what was missed. */
export function createClient(link: Link): Client {
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const resyncListeners = new Set<() => void>()
  const connectionListeners = new Set<(state: ConnectionState) => void>()
  let state: ConnectionState = 'connecting'
  /** Something was read while no events came: it may be out of date by the time they do. */
  let readUnheard = false
  let expectedSeq: number | null = null

  const setState = (next: ConnectionState): void => {
    if (next === state) return
    state = next
    for (const listener of connectionListeners) listener(next)
  }
  const resync = (): void => {
    for (const listener of resyncListeners) listener()
  }
  const deliver = (event: AnyEvent): void => {
    for (const listener of listeners.get(event.name) ?? []) listener(event.payload as never)
  }
  const take = (frame: EventFrame): void => {
    const missed = expectedSeq !== null && frame.seq !== expectedSeq
    expectedSeq = frame.seq + 1
    deliver(frame)
    if (missed) resync()
  }

  const stop = link.listen({
    frames: (frames) => frames.forEach(take),
    opened: () => {
      expectedSeq = null
      setState('open')
      if (readUnheard) resync()
      readUnheard = false
    },
    lost: (why) => {
      readUnheard = true
      setState(why)
    },
  })

  const call: Call = async (name, input, options = {}) => {
    if (state !== 'open') readUnheard = true
    const control = new AbortController()
    const cancel = (): void => control.abort()
    if (options.signal?.aborted === true) cancel()
    options.signal?.addEventListener('abort', cancel, { once: true })
    const deadline = { passed: false }
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            deadline.passed = true
            cancel()
          }, options.timeoutMs)
    try {
      // The host parses every output against the contract; here the type stands for it.
      return (await link.request(name, input, control.signal)) as never
    } catch (error) {
      if (deadline.passed)
        throw new CallError({
          code: 'timed-out',
          message: `${name} took longer than ${options.timeoutMs ?? 0} ms.`,
        })
      throw error
    } finally {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', cancel)
    }
  }

  return {
    call,
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener)
      return () => set.delete(listener)
    },
    onResync(listener) {
      resyncListeners.add(listener)
      return () => resyncListeners.delete(listener)
    },
    connection: () => state,
    onConnection(listener) {
      connectionListeners.add(listener)
      return () => connectionListeners.delete(listener)
    },
    close: stop,
  }
}
