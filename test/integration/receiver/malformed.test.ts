import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { unmatchedEndpointId } from '#shared/domain/ids.ts'
import { until } from '../../support/until.ts'
import { startReceiver, type TestReceiver } from './start-receiver.ts'

let receiver: TestReceiver

beforeAll(async () => {
  receiver = await startReceiver({ limits: { headerBytes: 2_048 } })
})
afterEach(() => {
  receiver.capture.kept.length = 0
})
afterAll(() => receiver.stop())

const own = 'ep_test0000test0000'
const host = 'Host: x\r\n'

describe('bytes that are no request', () => {
  it.each<[name: string, bytes: string, status: number, problem: RegExp, endpoint: string]>([
    ['a request line without a version', 'GET /tok\r\n\r\n', 400, /HTTP\/0\.9/, own],
    [
      'a request line with a space in the target',
      `GET /tok/a b HTTP/1.1\r\n${host}\r\n`,
      400,
      /space.*%20/,
      own,
    ],
    ['two spaces after the method', `GET  /tok HTTP/1.1\r\n${host}\r\n`, 400, /request line/, own],
    ['a version that does not exist', `GET /tok HTTP/9.9\r\n${host}\r\n`, 400, /HTTP\/9\.9/, own],
    ['a version that is no number', `GET /tok HTTP/one\r\n${host}\r\n`, 400, /HTTP version/, own],
    [
      'a target that is neither path nor URL',
      `GET tok HTTP/1.1\r\n${host}\r\n`,
      400,
      /does not begin with "\/"/,
      unmatchedEndpointId,
    ],
    [
      'a method with forbidden characters',
      `G(T /tok HTTP/1.1\r\n${host}\r\n`,
      400,
      /method/,
      unmatchedEndpointId,
    ],
    [
      'a header without a colon',
      `GET /tok HTTP/1.1\r\n${host}nonsense\r\n\r\n`,
      400,
      /"nonsense" has no colon/,
      own,
    ],
    ['a header without a name', `GET /tok HTTP/1.1\r\n${host}: v\r\n\r\n`, 400, /no name/, own],
    [
      'a space before the colon',
      `GET /tok HTTP/1.1\r\n${host}A : v\r\n\r\n`,
      400,
      /space before the colon/,
      own,
    ],
    ['a space in a header name', `GET /tok HTTP/1.1\r\n${host}A B: v\r\n\r\n`, 400, /may not hold/, own],
    ['a folded header', `GET /tok HTTP/1.1\r\n${host}A: v\r\n w\r\n\r\n`, 400, /folded/, own],
    [
      'a bare carriage return in a header',
      `GET /tok HTTP/1.1\r\n${host}A: v\rB: w\r\n\r\n`,
      400,
      /bare carriage return/,
      own,
    ],
    [
      'a bare line feed in a header',
      `GET /tok HTTP/1.1\r\n${host}A: v\nB: w\r\n\r\n`,
      400,
      /bare line feed/,
      own,
    ],
    ['bare line feeds all through', 'GET /tok HTTP/1.1\nHost: x\n\n', 400, /bare line feed/, own],
    ['a NUL in a header', `GET /tok HTTP/1.1\r\n${host}A: v\0w\r\n\r\n`, 400, /\\x00/, own],
    ['no Host', 'GET /tok HTTP/1.1\r\n\r\n', 400, /no Host/, own],
    ['two Hosts', `GET /tok HTTP/1.1\r\n${host}${host}\r\n`, 400, /2 Host headers/, own],
    ['a Host that is none', 'GET /tok HTTP/1.1\r\nHost: a b/c\r\n\r\n', 400, /Host header "a b\/c"/, own],
    [
      'both Content-Length and Transfer-Encoding',
      `POST /tok HTTP/1.1\r\n${host}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /tok/smuggled HTTP/1.1\r\n${host}\r\n`,
      400,
      /both Content-Length and Transfer-Encoding/,
      own,
    ],
    [
      'two lengths',
      `POST /tok HTTP/1.1\r\n${host}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
      400,
      /2 Content-Length/,
      own,
    ],
    [
      'a list of lengths',
      `POST /tok HTTP/1.1\r\n${host}Content-Length: 1, 1\r\n\r\na`,
      400,
      /"1, 1" is not a number/,
      own,
    ],
    [
      'a negative length',
      `POST /tok HTTP/1.1\r\n${host}Content-Length: -1\r\n\r\n`,
      400,
      /"-1" is not a number/,
      own,
    ],
    [
      'a length with a sign',
      `POST /tok HTTP/1.1\r\n${host}Content-Length: +1\r\n\r\na`,
      400,
      /is not a number/,
      own,
    ],
    [
      'an absurd length',
      `POST /tok HTTP/1.1\r\n${host}Content-Length: ${'9'.repeat(30)}\r\n\r\n`,
      413,
      /larger/,
      own,
    ],
    [
      'chunks not at the end',
      `POST /tok HTTP/1.1\r\n${host}Transfer-Encoding: chunked, gzip\r\n\r\n`,
      400,
      /does not end with "chunked"/,
      own,
    ],
    [
      'an unknown transfer coding',
      `POST /tok HTTP/1.1\r\n${host}Transfer-Encoding: gzip, chunked\r\n\r\n`,
      501,
      /not supported/,
      own,
    ],
    [
      'a disguised transfer coding',
      `POST /tok HTTP/1.1\r\n${host}Transfer-Encoding: xchunked\r\n\r\n`,
      400,
      /Transfer-Encoding/,
      own,
    ],
    [
      'chunks in HTTP/1.0',
      'POST /tok HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      /HTTP\/1\.0/,
      own,
    ],
    [
      'headers that are too large',
      `GET /tok HTTP/1.1\r\n${host}A: ${'a'.repeat(3_000)}\r\n\r\n`,
      431,
      /larger than the limit of 2048 bytes/,
      own,
    ],
    ['a target that is too large', `GET /tok/${'a'.repeat(3_000)}`, 431, /larger than the limit/, own],
    [
      'an HTTP answer',
      'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
      400,
      /HTTP answer/,
      unmatchedEndpointId,
    ],
    [
      'the HTTP/2 preface',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0',
      400,
      /HTTP\/2.*prior knowledge/,
      unmatchedEndpointId,
    ],
    [
      'a TLS hello',
      '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03\r\n\r\n',
      400,
      /TLS handshake.*plain HTTP/,
      unmatchedEndpointId,
    ],
    [
      'a PROXY protocol line',
      `PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\nGET /tok HTTP/1.1\r\n${host}\r\n`,
      400,
      /PROXY protocol/,
      unmatchedEndpointId,
    ],
    [
      'a PROXY protocol header',
      '\r\n\r\n\0\r\nQUIT\n!\x11\0\x0c',
      400,
      /PROXY protocol/,
      unmatchedEndpointId,
    ],
    ['binary nonsense', '\x05\x01\0', 400, /no HTTP request/, unmatchedEndpointId],
    [
      'text without an end that holds a control character',
      'abc\x01',
      400,
      /no HTTP request.*abc\\x01/,
      unmatchedEndpointId,
    ],
  ])(
    'answers %s with the right status, and keeps what came',
    async (_name, bytes, status, problem, endpoint) => {
      const client = await receiver.connect()
      const answer = await client.send(bytes).answer()
      expect(answer.status).toBe(status)
      expect(answer.header('connection')).toBe('close')
      expect((JSON.parse(answer.body) as { error: { message: string } }).error.message).toMatch(problem)
      await client.end()
      expect(client.rest).toBe('')
      const kept = await receiver.capture.take(1)
      expect(kept).toMatchObject({
        endpointId: endpoint,
        malformed: true,
        complete: false,
        answer: { status, origin: 'refused' },
      })
      expect(kept.problem).toMatch(problem)
      expect(kept.bytes.toString('latin1')).toBe(bytes.replace(/^(\r\n)+/, ''))
      expect(receiver.capture.kept).toHaveLength(1)
    },
  )

  it('keeps all bytes of a malformed head that came one at a time, with method, target and headers as far as they can be read', async () => {
    const bytes = `POST /tok/x?y HTTP/1.1\r\n${host}X-One: 1\r\nX-Two 2\r\n`
    const client = await receiver.connect()
    await client.sendPieces(bytes, 1)
    expect((await client.answer()).status).toBe(400)
    const kept = await receiver.capture.take(1)
    expect(kept.bytes.toString()).toBe(bytes)
    expect(kept).toMatchObject({
      method: 'POST',
      target: '/tok/x?y',
      httpVersion: '1.1',
      headers: [
        ['Host', 'x'],
        ['X-One', '1'],
      ],
    })
  })

  it('refuses a header line at once, without waiting for the end of the headers', async () => {
    const client = await receiver.connect()
    expect((await client.send(`GET /tok HTTP/1.1\r\n${host}bad line\r\n`).answer()).status).toBe(400)
  })

  it('answers requests that came before the malformed one on the same connection', async () => {
    const client = await receiver.connect()
    client.send(
      `GET /tok HTTP/1.1\r\n${host}\r\nGET /tok HTTP/1.1\r\nbad\r\n\r\nGET /tok HTTP/1.1\r\n${host}\r\n`,
    )
    expect([(await client.answer()).status, (await client.answer()).status]).toEqual([200, 400])
    await client.end()
    expect(client.rest).toBe('')
    expect(receiver.capture.kept.map((kept) => kept.malformed)).toEqual([false, true])
  })

  it('keeps headers that broke off, and nothing of a connection that never said a word', async () => {
    const silent = await receiver.connect()
    silent.shut()
    await silent.end()
    const half = await receiver.connect()
    half.send('GET /tok HTTP/1.1\r\nHos').shut()
    expect((await half.answer()).status).toBe(400)
    const gone = await receiver.connect()
    gone.send('GET /tok/gone HTTP/1.1\r\nHos')
    gone.destroy()
    const kept = [await receiver.capture.take(1), await receiver.capture.take(2)]
    expect(kept.map((one) => one.bytes.toString())).toEqual([
      'GET /tok HTTP/1.1\r\nHos',
      'GET /tok/gone HTTP/1.1\r\nHos',
    ])
    expect(kept[0]?.problem).toMatch(/in the middle of the headers/)
  })
})

describe('bodies that are badly framed', () => {
  it.each([
    ['a size that is no number', '3\r\nabc\r\nzz\r\n', /"zz\\r\\n" is not a hexadecimal number/],
    ['a negative size', '3\r\nabc\r\n-1\r\n', /"-1\\r\\n"/],
    ['a size that is too large for anything', '3\r\nabc\r\nffffffffffffffff\r\n', /ffffffffffffffff/],
    ['more data than the size says', '3\r\nabcdef\r\n0\r\n\r\n', /longer than its size/],
    ['a bare line feed after the size', '3\r\nabc\r\n1\nx\r\n', /"1\\n"/],
    ['a malformed trailer', '3\r\nabc\r\n0\r\nno colon\r\n\r\n', /no colon/],
    [
      'trailers that are too large',
      `3\r\nabc\r\n0\r\nA: ${'a'.repeat(3_000)}\r\n\r\n`,
      /trailers are larger/,
    ],
  ])('keeps what came before %s', async (_name, body, problem) => {
    const client = await receiver.connect()
    const answer = await client
      .send(`POST /tok HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n${body}`)
      .answer()
    expect([400, 431]).toContain(answer.status)
    await client.end()
    const kept = await receiver.capture.take(1)
    expect(kept).toMatchObject({ complete: false, malformed: false, answer: { status: answer.status } })
    expect(kept.problem).toMatch(problem)
    expect(kept.bytes.toString().startsWith('abc')).toBe(true)
  })

  it.each([
    ['shuts its side', 400, /closed the connection before the body was complete.*5 of 10 bytes/],
    ['closes', null, /5 of 10 bytes/],
    ['resets', null, /reset.*5 of 10 bytes/],
  ])('keeps what came when the sender %s in the middle of the body', async (how, status, problem) => {
    const client = await receiver.connect()
    client.send(`POST /tok HTTP/1.1\r\n${host}Content-Length: 10\r\n\r\nhello`)
    // The bytes must be there before the connection goes, or a reset takes them along.
    const probe = await receiver.connect()
    await probe.send(`GET /tok HTTP/1.1\r\n${host}\r\n`).answer()
    if (how === 'shuts its side') {
      client.shut()
      expect((await client.answer()).status).toBe(400)
    } else if (how === 'closes') client.destroy()
    else client.reset()
    const kept = await receiver.capture.take(2)
    expect(kept).toMatchObject({ complete: false, malformed: false, declaredLength: 10 })
    expect(kept.bytes.toString()).toBe('hello')
    expect(kept.problem).toMatch(problem)
    if (how === 'resets') expect(kept.answer.status).toBe(status)
  })

  it('keeps a large upload that broke off, in its file', async () => {
    const part = Buffer.alloc(300_000, 'x')
    const client = await receiver.connect()
    client.send(`POST /tok HTTP/1.1\r\n${host}Content-Length: 900000\r\n\r\n`).send(part)
    await until(() => receiver.capture.written >= 65_536)
    client.shut()
    expect((await client.answer()).status).toBe(400)
    const kept = await receiver.capture.take(1)
    expect(kept).toMatchObject({ complete: false, file: { size: 300_000 } })
    expect(kept.bytes.equals(part)).toBe(true)
  })
})

it('refuses a flood of nonsense without keeping all of it, and goes on serving', async () => {
  for (let round = 0; round < 26; round++) {
    const clients = await Promise.all(Array.from({ length: 10 }, () => receiver.connect()))
    await Promise.all(
      clients.map(async (client) => expect((await client.send('nonsense\r\n').answer()).status).toBe(400)),
    )
    for (const client of clients) client.destroy()
  }
  expect(receiver.capture.kept.length).toBeLessThan(250)
  expect(receiver.log.some((entry) => entry.message.includes('come too fast from 127.0.0.1'))).toBe(true)
  expect((await receiver.exchange(`GET /tok HTTP/1.1\r\n${host}\r\n`)).status).toBe(200)
})
