import { connect } from '../../../electron/transport/client.ts'
import type { Case } from '../bench.ts'
import { percentile } from '../load.ts'
import { runLoad, serve, temporaryFolder } from '../processes.ts'

const words = [
  'user77123',
  'lorem',
  'acme',
  'user99',
  'bench.tick',
  'nowhere-to-be-found',
  'dolor sit',
  'user4242@acme.test',
]

/** Start and search with 100,000 stored requests. */
export const searchCase: Case = {
  name: 'search',
  summary: 'start to ready and filter by plain words with 100,000 stored requests',
  async run({ quick }) {
    const count = quick ? 20_000 : 100_000
    const folder = temporaryFolder('search')
    const first = await serve(folder)
    const client = await connect({ url: first.ready.ui, token: first.ready.token })
    const [endpoint] = await client.call('endpoints.list', {})
    if (endpoint === undefined) throw new Error('no endpoint')
    await client.call('endpoints.update', {
      id: endpoint.id,
      patch: { retention: { maxCount: null, maxAgeMs: null, maxBytes: null } },
    })
    const path = new URL(endpoint.url ?? '').pathname
    for (let stored = 0, round = 0; stored < count; round++) {
      const report = await runLoad({
        port: first.port,
        path,
        connections: 64,
        rate: null,
        seconds: 5,
        bodyBytes: 1024,
        run: `r${round}`,
        tellSent: false,
        keepHashes: false,
      })
      stored += report.ok
    }
    await client.close()
    await first.stop()

    const starts: number[] = []
    for (let i = 0; i < 3; i++) {
      const again = await serve(folder)
      starts.push(again.startMs)
      await again.stop()
    }
    const served = await serve(folder)
    const reader = await connect({ url: served.ready.ui, token: served.ready.token })
    const list = async (filter: string): Promise<number> => {
      const from = performance.now()
      await reader.call('requests.list', { filter, limit: 100 })
      return performance.now() - from
    }
    const tail: number[] = []
    for (const word of words) tail.push(await list(word))
    // The index is made in the background; give it the time that a user's first minute would.
    await new Promise((resolve) => setTimeout(resolve, quick ? 5_000 : 30_000))
    const times: number[] = []
    for (let i = 0; i < 10; i++)
      for (const word of words) times.push(await list(`${word}${i === 0 ? '' : ` -x${i}`}`))
    times.sort((a, b) => a - b)
    await reader.close()
    await served.stop()
    return [
      { name: 'start to ready, slowest of 3', value: Math.max(...starts), unit: 'ms', goal: '< 1500' },
      { name: 'filter by plain word, p50', value: percentile(times, 0.5), unit: 'ms', goal: null },
      { name: 'filter by plain word, p95', value: percentile(times, 0.95), unit: 'ms', goal: '< 80' },
      {
        name: 'slowest while the index is still being made',
        value: Math.max(...tail),
        unit: 'ms',
        goal: null,
      },
    ]
  },
}
