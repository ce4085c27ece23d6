import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { LogEntry } from '#shared/domain/app.ts'
import type { Clock, Logger } from './ports.ts'

const kept = 2_000
const fileLimit = 5_000_000

export type LogSink = (entry: LogEntry) => void

/** Keeps the newest 2,000 entries in memory and hands each to the sinks. A sink that throws is left out from then on. */
export function createLogger(clock: Clock, sinks: LogSink[] = []): Logger {
  const ring: LogEntry[] = []
  const listeners = new Set<LogSink>(sinks)
  let seq = 0
  return {
    log(level, source, message) {
      const entry: LogEntry = { seq: ++seq, at: clock.now(), level, source, message }
      ring.push(entry)
      if (ring.length > kept * 1.5) ring.splice(0, ring.length - kept)
      for (const listener of [...listeners]) {
        try {
          listener(entry)
        } catch (error) {
          listeners.delete(listener)
          process.stderr.write(`hookbench: a log listener failed and was removed: ${String(error)}\n`)
        }
      }
    },
    recent: (limit) => ring.slice(-Math.min(limit, kept)),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A sink that appends what is `info` or worse to a file; at 5 MB the file is set aside as `<file>.1`, replacing the one before. */
export function fileLogSink(file: string): LogSink {
  mkdirSync(dirname(file), { recursive: true })
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return (entry) => {
    if (entry.level === 'debug') return
    if (size > fileLimit) {
      renameSync(file, `${file}.1`)
      size = 0
    }
    const line = `${new Date(entry.at).toISOString()} ${entry.level} ${entry.source}: ${entry.message.replaceAll('\n', '\\n')}\n`
    appendFileSync(file, line)
    size += Buffer.byteLength(line)
  }
}
