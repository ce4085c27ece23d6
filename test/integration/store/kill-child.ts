/**
 * Captures in a loop and prints what is acknowledged, until it is killed. Started by the kill test:
 * `node kill-child.ts FOLDER SEED`. A line is `id hash size`, written only after the capture was acknowledged.
 */
import { createHash } from 'node:crypto'
import { writeSync } from 'node:fs'
import { createIds } from '../../../electron/platform/ids.ts'
import { openStore } from '../../../electron/store/index.ts'

const [, , folder = '', seed = '1'] = process.argv
let state = Number(seed)
const random = (): number => {
  state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
  return state / 0x7fffffff
}
const log = { log: () => undefined, recent: () => [], subscribe: () => () => undefined }
const store = await openStore({
  folder,
  clock: { now: () => Date.now() },
  ids: createIds(),
  logger: log,
  tickMs: 50,
})
const [endpoint] = await store.endpoints.list()
if (endpoint === undefined) throw new Error('there is no endpoint')
await store.endpoints.update(endpoint.id, { retention: { maxCount: null, maxAgeMs: null, maxBytes: null } })
writeSync(1, 'ready\n')

async function captureOne(n: number): Promise<void> {
  const large = n % 40 === 0
  const size = large ? 70_000 + Math.floor(random() * 200_000) : Math.floor(random() * 2_000)
  const body = new Uint8Array(size).fill(Math.floor(random() * 256))
  const id = await store.capture.add({
    endpointId: endpoint!.id,
    receivedAt: Date.now(),
    method: 'POST',
    target: `/kill?n=${n}`,
    httpVersion: '1.1',
    headers: [['Content-Type', 'application/octet-stream']],
    trailers: [],
    body,
    complete: true,
    malformed: false,
    problem: null,
    declaredLength: size,
    remoteAddress: '127.0.0.1',
    remotePort: 1,
    tls: false,
    headersMs: 0,
    endMs: 0,
    answer: { status: 200, origin: 'endpoint', headers: [], bodySize: 0, bodyText: '', handshake: null },
  })
  writeSync(1, `${id} ${createHash('sha256').update(body).digest('hex')} ${size}\n`)
  store.capture.answered({ id, answeredMs: 1 })
}

let n = 0
await Promise.all(
  Array.from({ length: 16 }, async () => {
    for (;;) await captureOne(n++)
  }),
)
