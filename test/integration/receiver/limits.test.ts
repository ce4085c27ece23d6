import { afterEach, describe, expect, it } from 'vitest'
import { unmatchedEndpointId } from '#shared/domain/ids.ts'
import { defaultLimits, type Limits } from '#shared/domain/settings.ts'
import { until } from '../../support/until.ts'
import { RawClient } from './raw-client.ts'
import { startReceiver, type TestReceiver } from './start-receiver.ts'

let receiver: TestReceiver

async function start(limits: Partial<Limits>): Promise<void> {
  receiver = await startReceiver({ limits })
}
afterEach(() => receiver.stop())

const host = 'Host: x\r\n'
const get = `GET /tok HTTP/1.1\r\n${host}\r\n`

describe('size of a body', () => {
  it('takes exactly the limit', async () => {
    await start({ bodyBytes: 2_000 })
    const answer = await receiver.exchange(
      `POST /tok HTTP/1.1\r\n${host}Content-Length: 2000\r\n\r\n${'x'.repeat(2_000)}`,
    )
    expect(answer.status).toBe(200)
  })

  it('answers 413 to a declared length beyond the limit, and keeps the beginning of the body', async () => {
    await start({ bodyBytes: 2_000 })
    const answer = await receiver.exchange(
      `POST /tok HTTP/1.1\r\n${host}Content-Length: 2001\r\n\r\n${'x'.repeat(2_001)}`,
    )
    expect([answer.status, answer.header('connection')]).toEqual([413, 'close'])
    expect(answer.body).toContain('The body of 2001 bytes is larger than the limit of 2000 bytes.')
    const kept = await receiver.capture.take(1)
    expect(kept).toMatchObject({
      complete: false,
      declaredLength: 2_001,
      answer: { status: 413, origin: 'refused' },
    })
    expect(kept.problem).toContain('Raise the limit')
    expect(kept.bytes).toHaveLength(2_000)
  })

  it('answers 413 soon to a sender that waits with its too large body', async () => {
    await start({ bodyBytes: 2_000 })
    const answer = await receiver.exchange(`POST /tok HTTP/1.1\r\n${host}Content-Length: 2001\r\n\r\n`)
    expect(answer.status).toBe(413)
  })

  it('answers 413 to chunks once they are more than the limit; a sender that does not read while it sends sees it, too', async () => {
    await start({ bodyBytes: 100_000 })
    const client = await receiver.connect()
    client.socket.pause()
    client.send(`POST /tok HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n`)
    const chunk = Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`)
    for (let n = 0; n < 200; n++) client.send(chunk)
    await until(() => client.socket.writableLength === 0)
    client.socket.resume()
    expect((await client.answer()).status).toBe(413)
    const kept = await receiver.capture.take(1)
    expect(kept).toMatchObject({ complete: false, file: { size: 100_000 } })
  })

  it('keeps little of what is sent to unknown addresses, and answers 404 all the same', async () => {
    await start({})
    const client = await receiver.connect()
    client.send(`POST /none HTTP/1.1\r\n${host}Content-Length: 3000000\r\n\r\n`).send(Buffer.alloc(3_000_000))
    expect((await client.answer()).status).toBe(404)
    expect(await receiver.capture.take(1)).toMatchObject({
      endpointId: unmatchedEndpointId,
      complete: false,
      file: { size: 1_048_576 },
    })
  })
})

describe('time', () => {
  it('answers 408 to headers that take too long, and keeps what came', async () => {
    await start({ headerTimeoutMs: 150 })
    const client = await receiver.connect()
    client.send('GET /tok HTTP/1.1\r\nHost')
    const drip = setInterval(() => client.send('t'), 40)
    const answer = await client.answer()
    clearInterval(drip)
    expect(answer.status).toBe(408)
    const kept = await receiver.capture.take(1)
    expect(kept).toMatchObject({ malformed: true, target: '/tok' })
    expect(kept.problem).toContain('150 ms')
    expect(kept.bytes.toString()).toMatch(/^GET \/tok HTTP\/1\.1\r\nHostt+$/)
  })

  it('closes a connection on which nothing is ever said, without a word and without a record', async () => {
    await start({ headerTimeoutMs: 150 })
    const client = await receiver.connect()
    await client.end()
    expect(client.received).toHaveLength(0)
    expect(receiver.capture.kept).toHaveLength(0)
  })

  it('answers 408 when a body pauses for too long, and keeps what came', async () => {
    await start({ bodyIdleTimeoutMs: 150 })
    const client = await receiver.connect()
    client.send(`POST /tok HTTP/1.1\r\n${host}Content-Length: 9\r\n\r\nhello`)
    expect((await client.answer()).status).toBe(408)
    await client.end()
    const kept = await receiver.capture.take(1)
    expect(kept).toMatchObject({ complete: false, malformed: false })
    expect(kept.problem).toBe('No byte of the body came for 150 ms. 5 of 9 bytes had come.')
    expect(kept.bytes.toString()).toBe('hello')
  })

  it('has patience with a body that goes on coming, and with a slow disk', async () => {
    await start({ bodyIdleTimeoutMs: 700 })
    const client = await receiver.connect()
    client.send(`POST /tok HTTP/1.1\r\n${host}Content-Length: 10\r\n\r\n`)
    for (let n = 0; n < 10; n++) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      client.send('x')
    }
    expect((await client.answer()).status).toBe(200)

    receiver.capture.holdWrites()
    const body = Buffer.alloc(20_000_000)
    client.send(`POST /tok HTTP/1.1\r\n${host}Content-Length: ${body.length}\r\n\r\n`).send(body)
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    receiver.capture.releaseWrites()
    expect((await client.answer()).status).toBe(200)
  })

  it('closes idle connections after the keep-alive time, and not sooner', async () => {
    await start({ keepAliveMs: 1_900, headerTimeoutMs: 100 })
    const client = await receiver.connect()
    expect((await client.send(get).answer()).header('keep-alive')).toBeUndefined()
    await new Promise((resolve) => setTimeout(resolve, 400))
    const since = performance.now()
    expect((await client.send(get).answer()).status).toBe(200)
    await client.end()
    expect(performance.now() - since).toBeGreaterThan(1_800)
  })

  it('lets a sender that never shuts its side go after a while', async () => {
    await start({ keepAliveMs: 100 })
    const client = await receiver.connect()
    await client.send(get).answer()
    await until(() => client.ended)
    await until(() => {
      client.send('x')
      return client.closed || client.socket.destroyed
    })
  })

  it('gives up on a sender that does not read its answer', async () => {
    await start({ bodyIdleTimeoutMs: 200 })
    receiver.configure({
      answer: {
        kind: 'respond',
        status: 200,
        headers: [],
        body: { type: 'text', text: 'x'.repeat(4_900_000), template: false },
        delayMs: 0,
      },
    })
    const client = await receiver.connect()
    client.socket.pause()
    for (let n = 0; n < 4; n++) client.send(get)
    await until(() => receiver.capture.outcomes.some((outcome) => outcome.answeredMs === null))
  })
})

describe('number', () => {
  it('answers connections above the limit with 503 and closes them; later ones are welcome again', async () => {
    await start({ connections: 2 })
    const first = await receiver.connect()
    const second = await receiver.connect()
    expect((await first.send(get).answer()).status).toBe(200)
    expect((await second.send(get).answer()).status).toBe(200)
    const third = await receiver.connect()
    const answer = await third.send(get).answer()
    expect([answer.status, answer.header('retry-after')]).toEqual([503, '1'])
    expect((JSON.parse(answer.body) as { error: { code: string } }).error.code).toBe('receiver.overloaded')
    await third.end()
    first.destroy()
    await until(async () => {
      const client = await RawClient.connect(receiver.port)
      const { status } = await client.send(get).answer()
      client.destroy()
      return status === 200
    })
    expect(receiver.log.some((entry) => entry.message.includes('More than 2 connections'))).toBe(true)
  })

  it('answers 503 with Retry-After while too many requests wait for the store, and loses none silently', async () => {
    await start({ queuedRequests: 3 })
    receiver.capture.hold()
    const waiting = await Promise.all(Array.from({ length: 3 }, () => receiver.connect()))
    for (const client of waiting) client.send(get)
    await until(() => receiver.capture.waiting === 3)
    const answer = await receiver.exchange(get)
    expect([answer.status, answer.header('retry-after')]).toEqual([503, '1'])
    expect((JSON.parse(answer.body) as { error: { code: string } }).error.code).toBe('receiver.overloaded')
    receiver.capture.release()
    for (const client of waiting) expect((await client.answer()).status).toBe(200)
    expect((await receiver.exchange(get)).status).toBe(200)
    expect(receiver.capture.kept).toHaveLength(4)
  })
})

it('applies changed limits at once, also to connections that are open', async () => {
  await start({})
  const client = await receiver.connect()
  expect((await client.send(get).answer()).status).toBe(200)
  const { state } = receiver.receiver
  if (state.state !== 'listening') throw new Error('not listening')
  const address = { host: '127.0.0.1', port: 0, tls: null, limits: { ...defaultLimits, headerBytes: 1_024 } }
  expect(await receiver.receiver.start(address)).toEqual(state)
  expect(
    (await client.send(`GET /tok HTTP/1.1\r\n${host}A: ${'a'.repeat(2_000)}\r\n\r\n`).answer()).status,
  ).toBe(431)
})
