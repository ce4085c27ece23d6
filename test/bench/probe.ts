/** Loaded into the measured process with --import: answers over IPC with event-loop delay and memory, and does nothing else. */
import { monitorEventLoopDelay } from 'node:perf_hooks'

const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
process.on('message', (message) => {
  const order = message as { kind?: string; reset?: boolean }
  if (order.kind !== 'probe') return
  process.send?.({
    kind: 'probe',
    delay: { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 },
    rss: process.memoryUsage.rss(),
  })
  if (order.reset === true) delay.reset()
})
// The channel must not keep the measured process alive.
process.channel?.unref()
