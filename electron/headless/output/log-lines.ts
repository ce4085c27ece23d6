import type { LogEntry } from '#shared/domain/app.ts'
import type { LogSink } from '../../platform/logger.ts'

/** Warnings and errors of the core as lines on stderr, for people or as NDJSON. */
export function stderrLogSink(json: boolean): LogSink {
  return ({ at, level, source, message }: LogEntry) => {
    if (level !== 'warn' && level !== 'error') return
    process.stderr.write(
      json
        ? `${JSON.stringify({ event: 'log', at, level, source, message })}\n`
        : `hookbench: ${source}: ${message.replaceAll('\n', ' ')}\n`,
    )
  }
}

/** Holds entries back until `open`: when a start fails, the one error that ends it says what there is to say. */
export function heldBack(sink: LogSink): { sink: LogSink; open(): void } {
  let held: LogEntry[] | null = []
  return {
    sink(entry) {
      if (held === null) sink(entry)
      else held.push(entry)
    },
    open() {
      const entries = held ?? []
      held = null
      for (const entry of entries) sink(entry)
    },
  }
}
