import type { Logger } from '../platform/ports.ts'

type Level = 'warn' | 'error' | 'info'

/**
 * Writes to the log, but the same kind of message at most once a second; what came meanwhile is told afterwards
 * as the last message with a count, so that nothing is left out silently.
 */
export type SteadyLog = (level: Level, kind: string, message: string) => void

const pauseMs = 1_000

export function createSteadyLog(logger: Logger): SteadyLog {
  const quiet = new Map<string, { count: number; level: Level; message: string }>()

  function write(level: Level, kind: string, message: string): void {
    logger.log(level, 'receiver', message)
    const held = { count: 0, level, message }
    quiet.set(kind, held)
    setTimeout(() => {
      quiet.delete(kind)
      if (held.count === 1) write(held.level, kind, held.message)
      if (held.count > 1) write(held.level, kind, `${held.message} (the last of ${held.count} like it)`)
    }, pauseMs).unref()
  }

  return (level, kind, message) => {
    const held = quiet.get(kind)
    if (held === undefined) {
      write(level, kind, message)
      return
    }
    held.count++
    held.level = level
    held.message = message
  }
}
