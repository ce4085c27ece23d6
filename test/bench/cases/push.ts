import { connect } from '../../../electron/transport/client.ts'
import type { Case } from '../bench.ts'
import { percentile } from '../load.ts'
import { runLoad, serve, temporaryFolder } from '../processes.ts'

/** From the sender's last byte to the row at a subscriber. */
export const pushCase: Case = {
  name: 'push',
  summary: "from the sender's last byte to the row at a subscriber, 500 requests/s",
  async run({ quick }) {
    const served = await serve(temporaryFolder('push'))
    const client = await connect({ url: served.ready.ui, token: served.ready.token })
    const [endpoint] = await client.call('endpoints.list', {})
    const path = new URL(endpoint?.url ?? '').pathname
    const sentAt = new Map<number, number>()
    const seenAt: number[] = []
    client.onEvents((frames) => {
      const now = performance.timeOrigin + performance.now()
      for (const frame of frames) {
        if (frame.name !== 'requests.captured') continue
        for (const item of frame.payload.items) {
          const seq = Number(new URLSearchParams(item.target.split('?')[1]).get('seq'))
          seenAt[seq] = now
        }
      }
    })
    const report = await runLoad(
      {
        port: served.port,
        path,
        connections: 32,
        rate: 500,
        seconds: quick ? 5 : 20,
        bodyBytes: 1024,
        run: 'push',
        tellSent: true,
        keepHashes: false,
      },
      (seq, at) => sentAt.set(seq, at),
    )
    const deadline = performance.now() + 5_000
    while (Object.keys(seenAt).length < report.ok && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20))
    const delays = [...sentAt]
      .flatMap(([seq, at]) => (seenAt[seq] === undefined ? [] : [seenAt[seq] - at]))
      .sort((a, b) => a - b)
    await client.close()
    await served.stop()
    return [
      { name: 'requests per second reached', value: report.ok / report.seconds, unit: '/s', goal: null },
      { name: 'last byte to pushed row, p50', value: percentile(delays, 0.5), unit: 'ms', goal: null },
      { name: 'last byte to pushed row, p99', value: percentile(delays, 0.99), unit: 'ms', goal: '< 50' },
      { name: 'rows that were not pushed', value: report.ok - delays.length, unit: '', goal: '= 0' },
    ]
  },
}
