import type { Clock, Logger } from '../platform/ports.ts'

/** Writes to the log, but the same kind of message at most once a second; says how many were left out. */
export type SteadyLog = (level: 'warn' | 'error' | 'info', kind: string, message: string) => void

const pauseMs = 1_000

export function createSteadyLog(logger: Logger, clock: Clock): SteadyLog {
  const kinds = new Map<string, { at: number; omitted: number }>()
  return (level, kind, message) => {
    const now = clock.now()
    const last = kinds.get(kind)
    if (last !== undefined && now - last.at < pauseMs && now >= last.at) {
      last.omitted++
      return
    }
    const omitted = last?.omitted ?? 0
    kinds.set(kind, { at: now, omitted: 0 })
    logger.log(level, 'receiver', omitted === 0 ? message : `${message} (and ${omitted} more like it)`)
  }
}
