/** Ctrl-C reaches a whole process group, and a launcher passes it on again: within this time (milliseconds) it counts once. */
const echoMs = 400

/**
 * Calls `stop` at the first SIGINT, SIGTERM or SIGHUP, or when the launcher that started this process is gone.
 * A second signal ends the process at once.
 */
export function onStopSignal(stop: (reason: string) => void): void {
  let firstAt: number | undefined
  const onSignal = (reason: string): void => {
    if (firstAt === undefined) {
      firstAt = performance.now()
      stop(reason)
    } else if (performance.now() - firstAt > echoMs) {
      process.stderr.write('hookbench: stopped at once; requests under way were not answered.\n')
      process.exit(1)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => onSignal(signal))
  if (process.channel !== undefined) {
    process.once('disconnect', () => onSignal('disconnect'))
    process.channel.unref()
  }
}
