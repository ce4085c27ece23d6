import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EndpointId } from '#shared/domain/ids.ts'
import { createClock } from '../../../electron/platform/clock.ts'
import { createIds } from '../../../electron/platform/ids.ts'
import { createLogger } from '../../../electron/platform/logger.ts'
import { openStore, type Store } from '../../../electron/store/index.ts'
import { until } from '../../support/until.ts'
import { startReceiver, testEndpoint, type TestReceiver } from './start-receiver.ts'

let folder: string
let store: Store
let receiver: TestReceiver
let endpointId: EndpointId

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hookbench-receiver-'))
  const clock = createClock()
  store = await openStore({ folder, clock, logger: createLogger(clock), ids: createIds() })
  endpointId = (await store.endpoints.create(testEndpoint())).id
  receiver = await startReceiver({ store: store.capture, endpointId })
})
afterAll(async () => {
  await receiver.stop()
  await store.close()
  await rm(folder, { recursive: true })
})

const list = async (filter: string) =>
  (await store.requests.list({ endpointId, filter, limit: 500, offset: 0, count: false })).items

it('stores what is needed to tell a request again, byte for byte', async () => {
  const client = await receiver.connect()
  client.send(
    'POST /tok/a?b HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nx-a: 2\r\nTransfer-Encoding: chunked\r\n\r\n3\r\na\0b\r\n0\r\nT: v\r\n\r\n',
  )
  expect((await client.answer()).status).toBe(200)
  const [row] = await list('')
  const detail = await store.requests.get(row!.id)
  expect(detail).toMatchObject({
    method: 'POST',
    target: '/tok/a?b',
    httpVersion: '1.1',
    headers: [
      ['Host', 'x'],
      ['X-A', '1'],
      ['x-a', '2'],
      ['Transfer-Encoding', 'chunked'],
    ],
    trailers: [['T', 'v']],
    bodySize: 3,
    bodySha256: createHash('sha256').update('a\0b').digest('hex'),
    complete: true,
    malformed: false,
    problem: null,
  })
  await until(async () => (await store.requests.get(row!.id)).timings.answeredMs !== null)
})

it('keeps 500 requests that come at once, among them large ones, each whole and once', async () => {
  const sent = new Map<string, string>()
  await Promise.all(
    Array.from({ length: 500 }, async (_, index) => {
      const body = randomBytes(index % 50 === 0 ? 400_000 : 100 + index)
      sent.set(`/tok/flood/${index}`, createHash('sha256').update(body).digest('hex'))
      const response = await fetch(`${receiver.url}/tok/flood/${index}`, { method: 'POST', body })
      expect(response.status).toBe(200)
      await response.text()
    }),
  )
  const rows = await list('path:/tok/flood/*')
  expect(rows).toHaveLength(500)
  const kept = new Map<string, string>()
  for (const { id, target } of rows) kept.set(target, (await store.requests.get(id)).bodySha256)
  expect(kept).toEqual(sent)
})

it('keeps malformed bytes and broken uploads where they can be seen, and leaves no stray files', async () => {
  const bytes = 'POST /tok/bad HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n'
  expect((await receiver.exchange(bytes)).status).toBe(400)
  const client = await receiver.connect()
  client
    .send('POST /tok/broken HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n')
    .send(Buffer.alloc(300_000, 'y'))
    .shut()
  expect((await client.answer()).status).toBe(400)
  const rows = await list('')
  const bad = rows.find((row) => row.target === '/tok/bad')!
  const broken = rows.find((row) => row.target === '/tok/broken')!
  expect(bad).toMatchObject({ malformed: true, complete: false, answer: { status: 400, origin: 'refused' } })
  expect(
    Buffer.from(
      await store.requests.body({ id: bad.id, offset: 0, length: 1_000, decoded: false }),
    ).toString(),
  ).toBe(bytes)
  expect(broken).toMatchObject({ malformed: false, complete: false, bodySize: 300_000 })
  const last = await store.requests.body({ id: broken.id, offset: 299_990, length: 1_000, decoded: false })
  expect(Buffer.from(last).toString()).toBe('y'.repeat(10))
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.body'))
  expect(files).toHaveLength(11)
})
