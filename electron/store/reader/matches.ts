import { setImmediate } from 'node:timers/promises'
import { StoreFailure, toFailure } from '../failure.ts'

/** The ids that fit a filter, newest first, found piece by piece as far as somebody wants to know. */
export interface Matches {
  /** Found so far. */
  readonly ids: readonly number[]
  readonly done: boolean
  /** It broke down: nothing more comes, and what was found is not all. */
  readonly failed: boolean
  /** Goes on until `enough()` or all are found; rejects with `cancelled` when the signal says so. */
  readonly until: (enough: () => boolean, signal?: AbortSignal) => Promise<void>
}

interface Waiter {
  readonly enough: () => boolean
  readonly signal: AbortSignal | undefined
  resolve(): void
  reject(error: unknown): void
}

/**
 * `pieces` yields ids in descending order, a few milliseconds of work at a time; between two pieces the thread does
 * other things. Work stops while nobody waits.
 */
export function createMatches(pieces: Iterator<readonly number[]>): Matches {
  const ids: number[] = []
  let done = false
  let waiters: Waiter[] = []
  let running = false
  let failure: { error: unknown } | null = null

  function settle(): void {
    const left: Waiter[] = []
    for (const waiter of waiters) {
      if (waiter.signal?.aborted === true)
        waiter.reject(new StoreFailure('cancelled', 'The search was cancelled.'))
      else if (done || waiter.enough()) waiter.resolve()
      else left.push(waiter)
    }
    waiters = left
  }

  async function pump(): Promise<void> {
    if (running) return
    running = true
    try {
      while (waiters.length > 0) {
        const next = pieces.next()
        if (next.done === true) done = true
        else for (const id of next.value) ids.push(id)
        await setImmediate()
        settle()
      }
    } catch (error) {
      failure = { error }
      const failed = waiters
      waiters = []
      for (const waiter of failed) waiter.reject(error)
    } finally {
      running = false
    }
  }

  return {
    ids,
    get done() {
      return done
    },
    get failed() {
      return failure !== null
    },
    until(enough, signal) {
      if (done || enough()) return Promise.resolve()
      return new Promise((resolve, reject) => {
        if (failure !== null) {
          reject(toFailure(failure.error))
          return
        }
        waiters.push({ enough, signal, resolve, reject })
        void pump()
      })
    },
  }
}
