import { connect } from '../../../electron/transport/client.ts'
import type { Case } from '../bench.ts'
import { runLoad, serve, temporaryFolder } from '../processes.ts'
import { compare } from '../stored.ts'

/** Steady load for a minute: the serving thread stays free, memory flat, nothing lost, nothing doubled. */
export const sustainedCase: Case = {
  name: 'sustained',
  summary: '2,000 requests/s for 60 s with a subscriber',
  async run({ quick }) {
    const folder = temporaryFolder('sustained')
    const served = await serve(folder)
    const client = await connect({ url: served.ready.ui, token: served.ready.token })
    const [endpoint] = await client.call('endpoints.list', {})
    const path = new URL(endpoint?.url ?? '').pathname
    if (endpoint !== undefined) {
      await client.call('endpoints.update', {
        id: endpoint.id,
        patch: { retention: { maxCount: null, maxAgeMs: null, maxBytes: null } },
      })
    }
    const order = { port: served.port, path, connections: 64, rate: 2_000, bodyBytes: 1024, tellSent: false }
    const warm = await runLoad({ ...order, seconds: 5, run: 'warm', path: `${path}/warm`, keepHashes: false })
    const before = await served.probe(true)
    const report = await runLoad({ ...order, seconds: quick ? 10 : 60, run: 'steady', keepHashes: true })
    const after = await served.probe()
    await client.close()
    await served.stop()
    const { lost, doubled } = compare(report.acknowledged, folder)
    return [
      { name: 'requests per second reached', value: report.ok / report.seconds, unit: '/s', goal: '>= 1900' },
      {
        name: 'event-loop delay of the serving thread, p99',
        value: after.delay.p99,
        unit: 'ms',
        goal: '< 25',
      },
      { name: 'growth of resident memory', value: (after.rss - before.rss) / 1e6, unit: 'MB', goal: '< 100' },
      { name: 'acknowledged but not stored whole', value: lost, unit: '', goal: '= 0' },
      // The warm-up used the same sequence numbers under another path: its rows are taken off here.
      { name: 'stored twice', value: doubled - warm.ok, unit: '', goal: '= 0' },
      { name: 'refused or broken', value: report.refused + report.broken, unit: '', goal: '= 0' },
    ]
  },
}
