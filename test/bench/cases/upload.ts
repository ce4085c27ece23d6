import { createHash } from 'node:crypto'
import { request } from 'node:http'
import { connect } from '../../../electron/transport/client.ts'
import type { Case } from '../bench.ts'
import { serve, temporaryFolder } from '../processes.ts'

const size = 200_000_000

/** Sends `size` bytes in pieces; returns status and the hash of what was sent. */
function upload(url: string): Promise<{ status: number; sha256: string }> {
  const hash = createHash('sha256')
  const piece = Buffer.alloc(1_000_000)
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers: { 'Content-Length': size } }, (response) => {
      response.resume()
      response.once('end', () => resolve({ status: response.statusCode ?? 0, sha256: hash.digest('hex') }))
    })
    sending.once('error', reject)
    let sent = 0
    const more = (): void => {
      while (sent < size) {
        piece.writeUInt32LE(sent, 0)
        hash.update(piece)
        sent += piece.length
        if (!sending.write(Buffer.from(piece))) {
          sending.once('drain', more)
          return
        }
      }
      sending.end()
    }
    more()
  })
}

/** A large body must pass through a small memory. */
export const uploadCase: Case = {
  name: 'upload',
  summary: 'one body of 200 MB',
  async run() {
    const served = await serve(temporaryFolder('upload'))
    const client = await connect({ url: served.ready.ui, token: served.ready.token })
    const [endpoint] = await client.call('endpoints.list', {})
    const url = endpoint?.url ?? ''
    await fetch(url, { method: 'POST', body: 'x'.repeat(200_000) })
    const before = (await served.probe(true)).rss
    let peak = before
    const timer = setInterval(() => void served.probe().then(({ rss }) => (peak = Math.max(peak, rss))), 50)
    const started = performance.now()
    const { status, sha256 } = await upload(url)
    const ms = performance.now() - started
    clearInterval(timer)
    peak = Math.max(peak, (await served.probe()).rss)
    const { items } = await client.call('requests.list', { limit: 1 })
    const stored = items[0] === undefined ? null : await client.call('requests.get', { id: items[0].id })
    await client.close()
    await served.stop()
    if (status !== 200 || stored?.bodySha256 !== sha256)
      throw new Error(`answered ${status}; stored ${stored?.bodySha256 ?? 'nothing'}, sent ${sha256}`)
    return [
      { name: 'peak growth of resident memory', value: (peak - before) / 1e6, unit: 'MB', goal: '< 80' },
      { name: 'rate', value: size / 1e6 / (ms / 1000), unit: 'MB/s', goal: null },
    ]
  },
}
