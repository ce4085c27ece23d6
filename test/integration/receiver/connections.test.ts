import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { defaultAnswer, type Answer } from '#shared/domain/answer.ts'
import { until } from '../../support/until.ts'
import { startReceiver, type TestReceiver } from './start-receiver.ts'

let receiver: TestReceiver

beforeAll(async () => {
  receiver = await startReceiver()
})
afterEach(() => {
  receiver.capture.kept.length = 0
})
afterAll(() => receiver.stop())

const slowAnswer: Extract<Answer, { kind: 'respond' }> = {
  kind: 'respond',
  status: 201,
  headers: [],
  body: { type: 'empty' },
  delayMs: 150,
}

describe('how a connection is used', () => {
  it('answers pipelined requests in their order, whichever is stored first', async () => {
    const client = await receiver.connect()
    const count = 40
    client.send(
      Array.from({ length: count }, (_, n) => {
        const body = `body ${n}`
        return `POST /tok/${n} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`
      }).join(''),
    )
    for (let n = 0; n < count; n++) expect((await client.answer()).status).toBe(200)
    const kept = receiver.capture.kept
    expect(kept.map((one) => one.target)).toEqual(Array.from({ length: count }, (_, n) => `/tok/${n}`))
    expect(kept.map((one) => one.bytes.toString())).toEqual(
      Array.from({ length: count }, (_, n) => `body ${n}`),
    )
  })

  it('holds a later answer back until the earlier one is due', async () => {
    receiver.configure({ answer: slowAnswer })
    const client = await receiver.connect()
    client.send('GET /tok/1 HTTP/1.1\r\nHost: x\r\n\r\n')
    await receiver.capture.take(1)
    receiver.configure({ answer: { ...slowAnswer, delayMs: 0, status: 202 } })
    client.send('GET /tok/2 HTTP/1.1\r\nHost: x\r\n\r\n')
    await receiver.capture.take(2)
    expect(client.received).toHaveLength(0)
    expect([(await client.answer()).status, (await client.answer()).status]).toEqual([201, 202])
    receiver.configure({ answer: defaultAnswer })
  })

  it('answers a sender that has shut its side after the request', async () => {
    receiver.capture.hold()
    const client = await receiver.connect()
    client.send('POST /tok HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok').shut()
    await until(() => receiver.capture.waiting === 1)
    receiver.capture.release()
    expect((await client.answer()).status).toBe(200)
    await client.end()
  })

  it('keeps an HTTP/1.1 connection open, and closes it when either side asks for that', async () => {
    const client = await receiver.connect()
    for (let n = 0; n < 3; n++) {
      const answer = await client.send('GET /tok HTTP/1.1\r\nHost: x\r\n\r\n').answer()
      expect(answer.header('connection')).toBe('keep-alive')
      expect(answer.header('keep-alive')).toBe('timeout=29')
    }
    const last = await client
      .send('GET /tok HTTP/1.1\r\nHost: x\r\nConnection: foo, Close\r\n\r\nGET /tok/no')
      .answer()
    expect(last.header('connection')).toBe('close')
    await client.end()
    expect(client.rest).toBe('')
    expect(receiver.capture.kept).toHaveLength(4)
  })

  it('speaks HTTP/1.0: closes unless asked to keep the connection, and needs no Host', async () => {
    const once = await receiver.connect()
    expect((await once.send('GET /tok HTTP/1.0\r\n\r\n').answer()).header('connection')).toBe('close')
    await once.end()
    const kept = await receiver.connect()
    const ask = 'GET /tok HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n'
    expect((await kept.send(ask).answer()).header('connection')).toBe('keep-alive')
    expect((await kept.send(ask).answer()).status).toBe(200)
    expect((await receiver.capture.take(3)).httpVersion).toBe('1.0')
  })

  it('gives HEAD the headers of the answer without its body', async () => {
    const client = await receiver.connect()
    const answer = await client.send('HEAD /tok HTTP/1.1\r\nHost: x\r\n\r\n').answer(true)
    expect(answer.header('content-length')).toBe('11')
    expect((await client.send('GET /tok HTTP/1.1\r\nHost: x\r\n\r\n').answer()).body).toBe('{"ok":true}')
  })

  it('skips empty lines between requests', async () => {
    const client = await receiver.connect()
    client.send('\r\n\r\nGET /tok HTTP/1.1\r\nHost: x\r\n\r\n\r\n')
    expect((await client.answer()).status).toBe(200)
    expect((await client.send('GET /tok HTTP/1.1\r\nHost: x\r\n\r\n').answer()).status).toBe(200)
  })
})

describe('Expect: 100-continue', () => {
  it('asks for the body, then answers', async () => {
    const client = await receiver.connect()
    client.send('POST /tok HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n')
    expect((await client.answer()).status).toBe(100)
    expect((await client.send('body').answer()).status).toBe(200)
    expect((await receiver.capture.take(1)).bytes.toString()).toBe('body')
  })

  it('does not ask for a body that is already there', async () => {
    const client = await receiver.connect()
    client.send('POST /tok HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody')
    expect((await client.answer()).status).toBe(200)
  })

  it('asks for the body of a pipelined request after the answer before it', async () => {
    receiver.capture.hold()
    const client = await receiver.connect()
    client.send(
      'GET /tok HTTP/1.1\r\nHost: x\r\n\r\nPOST /tok HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n',
    )
    await until(() => receiver.capture.waiting === 1)
    expect(client.received).toHaveLength(0)
    receiver.capture.release()
    expect([(await client.answer()).status, (await client.answer()).status]).toEqual([200, 100])
    expect((await client.send('body').answer()).status).toBe(200)
  })

  it.each([
    ['an unknown address', '/nowhere', '100-continue', 404, 4],
    ['a body that is too large', '/tok', '100-continue', 413, 99_999_999_999],
  ])('refuses at once for %s', async (_name, target, expectation, status, length) => {
    const client = await receiver.connect()
    client.send(
      `POST ${target} HTTP/1.1\r\nHost: x\r\nExpect: ${expectation}\r\nContent-Length: ${length}\r\n\r\n`,
    )
    expect((await client.answer()).status).toBe(status)
    await client.end()
    expect(await receiver.capture.take(1)).toMatchObject({ complete: false, declaredLength: length })
  })

  it('answers any other expectation with 417 and keeps the request', async () => {
    const client = await receiver.connect()
    client.send('POST /tok HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\nContent-Length: 4\r\n\r\nbody')
    expect((await client.answer()).status).toBe(417)
    const kept = await receiver.capture.take(1)
    expect(kept).toMatchObject({ complete: true, answer: { status: 417, origin: 'refused' } })
    expect(kept.bytes.toString()).toBe('body')
  })
})
