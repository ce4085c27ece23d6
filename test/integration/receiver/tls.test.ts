import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { until } from '../../support/until.ts'
import { RawClient } from './raw-client.ts'
import { startReceiver, type TestReceiver } from './start-receiver.ts'
import { testCertificate } from './test-certificate.ts'

let receiver: TestReceiver

beforeAll(async () => {
  receiver = await startReceiver({ tls: testCertificate, limits: { headerTimeoutMs: 300, connections: 8 } })
})
afterEach(() => {
  receiver.capture.kept.length = 0
})
afterAll(() => receiver.stop())

it('receives over TLS, says so, and keeps the connection', async () => {
  expect(receiver.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  const client = await receiver.connect()
  for (let n = 0; n < 3; n++) {
    client.send('POST /tok HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello')
    expect((await client.answer()).status).toBe(200)
  }
  const kept = await receiver.capture.take(3)
  expect(kept).toMatchObject({ tls: true, remoteAddress: '127.0.0.1' })
  expect(kept.bytes.toString()).toBe('hello')
})

it('streams a large body over TLS to a file, and closes properly when asked', async () => {
  const body = Buffer.alloc(5_000_000, 'abcdefg')
  const client = await receiver.connect()
  client
    .send(`POST /tok HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${body.length}\r\n\r\n`)
    .send(body)
  expect((await client.answer()).status).toBe(200)
  await client.end()
  expect((await receiver.capture.take(1)).bytes.equals(body)).toBe(true)
})

it('tells a sender that speaks plain HTTP to use https, and keeps its request', async () => {
  const client = await RawClient.connect(receiver.port)
  client.send('POST /tok HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello').shut()
  const answer = await client.answer()
  expect(answer.status).toBe(400)
  expect(answer.body).toContain('https://')
  const kept = await receiver.capture.take(1)
  expect(kept).toMatchObject({
    tls: false,
    target: '/tok',
    complete: true,
    answer: { status: 400, origin: 'refused' },
  })
  expect(kept.problem).toContain('https://')
  expect(kept.bytes.toString()).toBe('hello')
})

it('lets go of senders that never begin, or break off, their handshake', async () => {
  const silent = await RawClient.connect(receiver.port)
  await silent.end()
  const half = await RawClient.connect(receiver.port)
  half.send('\x16\x03\x01\x02\x00\x01\x00')
  await half.end()
  const broken = await RawClient.connect(receiver.port)
  await broken.send('\x16\x03\x01\x00\x05hello').end()
  await until(() => receiver.log.some((entry) => entry.message.includes('TLS handshake')))
  const client = await receiver.connect()
  expect((await client.send('GET /tok HTTP/1.1\r\nHost: x\r\n\r\n').answer()).status).toBe(200)
})

it('counts a connection as closed once it is', async () => {
  for (let n = 0; n < 20; n++) {
    const client = await receiver.connect()
    expect(
      (await client.send('GET /tok HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n').answer()).status,
    ).toBe(200)
    client.destroy()
  }
})
