import { connect } from '../../../electron/transport/client.ts'
import type { Case } from '../bench.ts'
import { runLoad, serve, temporaryFolder } from '../processes.ts'
import { compare } from '../stored.ts'

/** kill -9 at random moments under load; every acknowledged request must be there after the next start. */
export const killCase: Case = {
  name: 'kill',
  summary: 'kill -9 at a random moment under load, again and again, on one folder',
  async run({ quick }) {
    const rounds = quick ? 5 : 50
    let lost = 0
    let doubled = 0
    let acknowledged = 0
    for (let round = 0; round < rounds; round++) {
      const folder = temporaryFolder(`kill-${round}`)
      const served = await serve(folder)
      const client = await connect({ url: served.ready.ui, token: served.ready.token })
      const [endpoint] = await client.call('endpoints.list', {})
      const path = new URL(endpoint?.url ?? '').pathname
      const load = runLoad({
        port: served.port,
        path,
        connections: 32,
        rate: null,
        seconds: 1.5,
        bodyBytes: 1024,
        run: `k${round}`,
        tellSent: false,
        keepHashes: true,
      })
      await new Promise((resolve) => setTimeout(resolve, 250 + Math.random() * 1_000))
      await served.kill()
      const report = await load
      await client.close()
      // The next start must need no manual step.
      const again = await serve(folder)
      const reader = await connect({ url: again.ready.ui, token: again.ready.token })
      const { items } = await reader.call('requests.list', { limit: 1 })
      if (report.ok > 0 && items.length === 0) throw new Error('nothing is there after the kill')
      await reader.close()
      await again.stop()
      const result = compare(report.acknowledged, folder)
      lost += result.lost
      doubled += result.doubled
      acknowledged += report.ok
    }
    return [
      { name: `acknowledged in ${rounds} rounds`, value: acknowledged, unit: 'requests', goal: '>= 1000' },
      { name: 'acknowledged but not there whole after the kill', value: lost, unit: '', goal: '= 0' },
      { name: 'stored twice', value: doubled, unit: '', goal: '= 0' },
    ]
  },
}
