import { toFailure } from '../failure.ts'
import type { StoreContext } from './context.ts'

/** What a chore returns when it has nothing to do until something changes. */
export const nothingToDo = Infinity

/** Work that can wait, cut into steps of a few milliseconds. */
export interface Chore {
  readonly name: string
  /** Does one step and returns after how many milliseconds the next one is due: 0 when there is more to do now. */
  readonly step: () => number
}

export interface Chores {
  /** Something changed: look again whether there is something to do. */
  readonly wake: () => void
  /** A batch of captures was just stored: chores keep out of the way of the next one. */
  readonly busy: () => void
  readonly stop: () => void
}

/** So long after a batch of captures the next one may still be expected, in milliseconds. */
const busyMs = 25
/** While captures come in, chores take at most one fifth of the writer's time. */
const busyShare = 4
const retryMs = 5_000

/** Runs chores one step at a time between batches of captures. */
export function createChores(chores: readonly Chore[], context: StoreContext): Chores {
  let timer: NodeJS.Timeout | undefined
  let dueAt = Infinity
  let lastBatchAt = -Infinity
  let stopped = false

  function schedule(delay: number): void {
    const at = performance.now() + delay
    if (stopped || at >= dueAt) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(run, Math.min(delay, 2_147_483_647))
  }

  function run(): void {
    dueAt = Infinity
    const started = performance.now()
    let next = nothingToDo
    for (const chore of chores) {
      const delay = step(chore)
      next = Math.min(next, delay)
      if (delay === 0) break
    }
    if (next === nothingToDo) return
    const now = performance.now()
    const rest = now - lastBatchAt < busyMs ? (now - started) * busyShare : 0
    schedule(Math.max(next, rest))
  }

  function step(chore: Chore): number {
    try {
      return chore.step()
    } catch (error) {
      const failure = toFailure(error)
      context.log('warn', `The store's ${chore.name} could not go on: ${failure.message}`)
      if (failure.code === 'store.damaged') context.send({ kind: 'damaged', message: failure.message })
      return retryMs
    }
  }

  return {
    wake: () => schedule(performance.now() - lastBatchAt < busyMs ? 2 : 0),
    busy: () => {
      lastBatchAt = performance.now()
    },
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
