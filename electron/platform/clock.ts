import type { Clock } from './ports.ts'

/**
 * The system's wall clock with sub-millisecond steps: epoch milliseconds at start plus the monotonic timer,
 * set right again whenever the two drift apart (suspend, clock adjustment), so it never runs far from the wall clock.
 */
export function createClock(): Clock {
  let offset = Date.now() - performance.now()
  return {
    now() {
      const now = performance.now() + offset
      const wall = Date.now()
      if (Math.abs(now - wall) <= 20) return now
      offset = wall - performance.now()
      return wall
    },
  }
}
