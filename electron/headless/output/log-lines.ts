import type { LogEntry } from '#shared/domain/app.ts'

/** Warnings and errors of the core as lines on stderr. */
export function stderrLogSink(entry: LogEntry): void {
  if (entry.level !== 'warn' && entry.level !== 'error') return
  process.stderr.write(`hookbench: ${entry.source}: ${entry.message.replaceAll('\n', ' ')}\n`)
}
