import { afterEach, beforeEach, expect, it } from 'vitest'
import { AppError } from '#shared/contract/errors.ts'
import { until } from '../../support/until.ts'
import { startReceiver, type TestReceiver } from './start-receiver.ts'

let receiver: TestReceiver

beforeEach(async () => {
  receiver = await startReceiver()
})
afterEach(() => receiver.stop())

const get = 'GET /tok HTTP/1.1\r\nHost: x\r\n\r\n'
const full = new AppError('store.full', 'The disk is full: free some space.')

it.each(['store.full', 'store.failed', 'receiver.overloaded', 'internal'] as const)(
  'answers 503 with the reason when the store says %s, tells the log, and goes on afterwards',
  async (code) => {
    receiver.capture.failure = new AppError(code, `Because of ${code}.`)
    const client = await receiver.connect()
    const answer = await client.send(get).answer()
    expect(answer.status).toBe(503)
    expect(JSON.parse(answer.body)).toEqual({ error: { code, message: `Because of ${code}.` } })
    expect(answer.header('retry-after')).toBe(code === 'receiver.overloaded' ? '1' : undefined)
    expect(receiver.log.find((entry) => entry.level === 'error')?.message).toContain(`Because of ${code}.`)
    receiver.capture.failure = null
    expect((await client.send(get).answer()).status).toBe(200)
    expect(receiver.capture.outcomes).toHaveLength(1)
  },
)

it('writes a storm of failures to the log as a few lines with a count', async () => {
  receiver.capture.failure = full
  const client = await receiver.connect()
  for (let n = 0; n < 50; n++) expect((await client.send(get).answer()).status).toBe(503)
  await until(() => receiver.log.some((entry) => /the last of \d+ like it/.test(entry.message)))
  expect(receiver.log.filter((entry) => entry.level === 'error').length).toBeLessThan(10)
})

it.each(['fileFailure', 'writeFailure'] as const)(
  'answers 503 while the upload still runs when its body can not go to disk (%s), and keeps its beginning',
  async (kind) => {
    receiver.capture[kind] = full
    const client = await receiver.connect()
    client.send('POST /tok HTTP/1.1\r\nHost: x\r\nContent-Length: 50000000\r\n\r\n')
    for (let n = 0; n < 20; n++) client.send(Buffer.alloc(100_000, 'x'))
    const answer = await client.answer()
    expect([answer.status, answer.header('connection')]).toEqual([503, 'close'])
    expect(answer.body).toContain('The disk is full')
    const kept = await receiver.capture.take(1)
    expect(kept).toMatchObject({ complete: false, file: null, answer: { status: 503, origin: 'refused' } })
    expect(kept.problem).toContain('The disk is full')
    expect(kept.bytes.toString()).toMatch(/^x{1,65536}$/)
    if (kind === 'writeFailure') await until(() => receiver.capture.discarded === 1)
  },
)

it('refuses a malformed request as such even when it can not be stored', async () => {
  receiver.capture.failure = full
  expect((await receiver.exchange('nonsense\r\n')).status).toBe(400)
})
