import type { Door } from '#shared/contract/door.ts'
import type { EventFrame } from '#shared/contract/events.ts'

/** Events closer together than this (milliseconds) travel in one message. */
const batchMs = 16
/** A message holds at most this many frames; a burst goes out at once instead of piling up. */
const maxBatch = 256

export interface EventSink {
  send(frames: EventFrame[]): void
  /** True while the other side does not keep up; nothing is sent then. */
  isFull(): boolean
}

export interface EventFeed {
  /** Tells that the sink may have room again. */
  resume(): void
  /** Sends what waits and ends. */
  close(): void
}

/**
 * The events of one connection: numbered, batched, and bounded in memory.
 * The first event of a quiet spell leaves at the end of its tick, so that a lone request shows at once.
 * While the sink is full events are let go, all but the newest: once there is room it is sent, and its `seq` shows the gap.
 */
export function startEventFeed(door: Door, sink: EventSink): EventFeed {
  let seq = 0
  let lastSentAt = -Infinity
  let held: EventFrame | undefined
  let pending: EventFrame[] = []
  let immediate: NodeJS.Immediate | undefined
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    clearImmediate(immediate)
    clearTimeout(timer)
    immediate = timer = undefined
    if (sink.isFull()) {
      held = pending.at(-1) ?? held
      pending = []
      return
    }
    const frames = held === undefined ? pending : [held, ...pending]
    held = undefined
    pending = []
    if (frames.length === 0) return
    lastSentAt = performance.now()
    sink.send(frames)
  }

  function schedule(): void {
    if (immediate !== undefined || timer !== undefined) return
    const waitMs = lastSentAt + batchMs - performance.now()
    if (waitMs <= 0) immediate = setImmediate(flush)
    else timer = setTimeout(flush, waitMs)
  }

  const unsubscribe = door.subscribe((event) => {
    seq += 1
    pending.push({ ...event, seq })
    if (pending.length >= maxBatch) flush()
    else schedule()
  })

  return {
    resume() {
      if (held !== undefined && !sink.isFull()) schedule()
    },
    close() {
      unsubscribe()
      flush()
      held = undefined
    },
  }
}
