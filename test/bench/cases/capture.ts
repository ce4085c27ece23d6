import { connect } from '../../../electron/transport/client.ts'
import { median, type Case } from '../bench.ts'
import { bareServer, runLoad, serve, temporaryFolder } from '../processes.ts'

const order = { connections: 64, rate: null, bodyBytes: 1024, tellSent: false, keepHashes: false } as const

/** Requests a second, durable before the answer, against a bare node:http server in the same run. */
export const captureCase: Case = {
  name: 'capture',
  summary: '1 kB JSON, 64 keep-alive connections, committed before the answer, list subscribed',
  async run({ quick }) {
    const seconds = quick ? 3 : 6
    const bare = await bareServer()
    const served = await serve(temporaryFolder('capture'))
    const client = await connect({ url: served.ready.ui, token: served.ready.token })
    let pushed = 0
    client.onEvents((frames) => {
      for (const frame of frames)
        if (frame.name === 'requests.captured') pushed += frame.payload.items.length + frame.payload.omitted
    })
    const [endpoint] = await client.call('endpoints.list', {})
    const path = new URL(endpoint?.url ?? '').pathname
    const ratios: number[] = []
    const rates: number[] = []
    let accepted = 0
    for (let round = 0; round < (quick ? 2 : 4); round++) {
      const base = await runLoad({ ...order, port: bare.port, path: '/', seconds, run: `b${round}` })
      const own = await runLoad({ ...order, port: served.port, path, seconds, run: `h${round}` })
      if (own.refused + own.broken > 0) throw new Error(`${own.refused} refused, ${own.broken} broken`)
      accepted += own.ok
      if (round === 0) continue
      ratios.push(own.ok / own.seconds / (base.ok / base.seconds))
      rates.push(own.ok / own.seconds)
    }
    const calm = await runLoad({
      ...order,
      connections: 16,
      rate: 200,
      port: served.port,
      path,
      seconds: quick ? 5 : 15,
      run: 'calm',
    })
    accepted += calm.ok
    const deadline = performance.now() + 5_000
    while (pushed < accepted && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, 20))
    await client.close()
    await served.stop()
    await bare.stop()
    return [
      {
        name: 'requests per second against bare node:http',
        value: median(ratios),
        unit: '×',
        goal: '>= 0.45',
      },
      { name: 'requests per second', value: median(rates), unit: '/s', goal: null },
      { name: 'p99 answer time at 200 requests/s', value: calm.latency.p99, unit: 'ms', goal: '< 15' },
      {
        name: 'accepted requests not announced to the subscriber',
        value: accepted - pushed,
        unit: '',
        goal: '= 0',
      },
    ]
  },
}
