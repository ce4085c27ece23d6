import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
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

describe('what is kept of a request', () => {
  it('keeps target, version and header pairs exactly as they were sent', async () => {
    const client = await receiver.connect()
    const before = Date.now()
    client.send(
      'POST /tok/a%2Fb//c/../d;x=1?q=%20a+b&&x HTTP/1.1\r\nhOsT: localhost\r\nX-B: 2\r\nx-b: 1\r\nX-Empty:\r\n' +
        'X-Latin: caf\xe9\r\nX-Spaces: \t in  the middle \t\r\nContent-Length: 5\r\nCookie: a=1\r\nCookie: b=2\r\n\r\nh\0llo',
    )
    expect((await client.answer()).status).toBe(200)
    const kept = await receiver.capture.take(1)
    expect(kept).toMatchObject({
      endpointId: 'ep_test0000test0000',
      method: 'POST',
      target: '/tok/a%2Fb//c/../d;x=1?q=%20a+b&&x',
      httpVersion: '1.1',
      headers: [
        ['hOsT', 'localhost'],
        ['X-B', '2'],
        ['x-b', '1'],
        ['X-Empty', ''],
        ['X-Latin', 'caf\xe9'],
        ['X-Spaces', 'in  the middle'],
        ['Content-Length', '5'],
        ['Cookie', 'a=1'],
        ['Cookie', 'b=2'],
      ],
      trailers: [],
      complete: true,
      malformed: false,
      problem: null,
      declaredLength: 5,
      remoteAddress: '127.0.0.1',
      remotePort: client.socket.localPort,
      tls: false,
    })
    expect(kept.bytes).toEqual(Buffer.from('h\0llo'))
    expect(kept.receivedAt).toBeGreaterThan(before - 50)
    expect(kept.receivedAt).toBeLessThan(Date.now() + 50)
  })

  it.each([
    ['an empty body', Buffer.alloc(0)],
    ['invalid UTF-8', Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xc3])],
    ['what looks like a request', Buffer.from('GET / HTTP/1.1\r\n\r\n0\r\n\r\n')],
  ])('keeps %s byte for byte', async (_name, body) => {
    const client = await receiver.connect()
    client.send(`PUT /tok HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`).send(body)
    expect((await client.answer()).status).toBe(200)
    expect((await receiver.capture.take(1)).bytes.equals(body)).toBe(true)
  })

  it('takes chunks apart, reads over their extensions and keeps the trailers', async () => {
    const answer = await receiver.exchange(
      'POST /tok HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\nTrailer: X-Sum\r\n\r\n' +
        '5;name="a;b"\r\nhello\r\n0001 ; x\r\n,\r\nA\r\n world\r\n!!\r\n000;last\r\nX-Sum: 1\r\nx-sum:  2 \r\n\r\n',
    )
    expect(answer.status).toBe(200)
    const kept = await receiver.capture.take(1)
    expect(kept.bytes.toString()).toBe('hello, world\r\n!!')
    expect(kept.trailers).toEqual([
      ['X-Sum', '1'],
      ['x-sum', '2'],
    ])
    expect(kept.declaredLength).toBeNull()
  })

  it('reads a request that comes one byte at a time', async () => {
    const client = await receiver.connect()
    await client.sendPieces(
      'POST /tok/slow HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;e=1\r\nabc\r\n2\r\nde\r\n0\r\nT: v\r\n\r\n',
      1,
    )
    expect((await client.answer()).status).toBe(200)
    const kept = await receiver.capture.take(1)
    expect(kept.bytes.toString()).toBe('abcde')
    expect(kept.trailers).toEqual([['T', 'v']])
    expect(kept.headersMs).toBeGreaterThan(0)
    expect(kept.endMs).toBeGreaterThan(kept.headersMs!)
  })

  it.each([
    'GET',
    'DELETE',
    'PATCH',
    'OPTIONS',
    'TRACE',
    'PROPFIND',
    'QUERY',
    'get',
    'X-MY_METHOD~1',
    'M-SEARCH',
  ])('takes the method %s', async (method) => {
    const answer = await receiver.exchange(`${method} /tok HTTP/1.1\r\nHost: x\r\n\r\n`)
    expect(answer.status).toBe(200)
    expect((await receiver.capture.take(1)).method).toBe(method)
  })

  it('finds the endpoint by slug, by an encoded token, and in a target that is a whole URL', async () => {
    for (const target of ['/readable?x', '/%74ok/x', 'http://any.host:1/tok/p?q', 'HTTPS://h/tok#f']) {
      const answer = await receiver.exchange(`GET ${target} HTTP/1.1\r\nHost: x\r\n\r\n`)
      expect(answer.status, target).toBe(200)
    }
    expect(receiver.capture.kept.map((kept) => kept.target)).toEqual([
      '/readable?x',
      '/%74ok/x',
      'http://any.host:1/tok/p?q',
      'HTTPS://h/tok#f',
    ])
  })

  it('keeps a WebSocket upgrade as the request it is and answers it', async () => {
    const answer = await receiver.exchange(
      'GET /tok/ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    expect(answer.status).toBe(200)
    expect((await receiver.capture.take(1)).headers).toContainEqual(['Upgrade', 'websocket'])
  })

  it('reads a body however it is framed and however its bytes are cut', async () => {
    const client = await receiver.connect()
    let count = 0
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3_000 }),
        fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        async (bytes, chunkSizes, packetSizes, chunked) => {
          const body = Buffer.from(bytes)
          const framed = chunked
            ? Buffer.concat([
                head('Transfer-Encoding: chunked'),
                ...chunks(body, chunkSizes),
                Buffer.from('0\r\n\r\n'),
              ])
            : Buffer.concat([head(`Content-Length: ${body.length}`), body])
          for (let at = 0, turn = 0; at < framed.length; turn++) {
            const size = packetSizes[turn % packetSizes.length]!
            client.send(framed.subarray(at, at + size))
            at += size
            await new Promise((resolve) => setImmediate(resolve))
          }
          expect((await client.answer()).status).toBe(200)
          expect((await receiver.capture.take(++count)).bytes.equals(body)).toBe(true)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('sends large bodies to a file, byte for byte, however slow the disk is', async () => {
    const body = Buffer.alloc(40_000_000, randomBytes(64_007))
    receiver.capture.holdWrites()
    const client = await receiver.connect()
    client.send(`POST /tok HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`).send(body)
    // The system's own buffers take some of it; the rest stays with the sender once nothing is read any more.
    const left: number[] = []
    await until(
      () =>
        left.push(client.socket.bytesWritten - client.socket.writableLength) > 5 &&
        new Set(left.slice(-5)).size === 1,
    )
    expect(client.socket.writableLength).toBeGreaterThan(20_000_000)
    receiver.capture.releaseWrites()
    expect((await client.answer()).status).toBe(200)
    const kept = await receiver.capture.take(1)
    expect(kept.file).toEqual({
      file: kept.file?.file,
      size: body.length,
      sha256: createHash('sha256').update(body).digest('hex'),
    })
    expect(receiver.capture.writesAtOnce).toBe(1)
  })

  it('keeps 500 requests that come at once, each whole', async () => {
    const sent = new Map<string, string>()
    await Promise.all(
      Array.from({ length: 500 }, async (_, index) => {
        const body = randomBytes(200 + index * 7)
        sent.set(`/tok/${index}`, createHash('sha256').update(body).digest('hex'))
        const response = await fetch(`${receiver.url}/tok/${index}`, { method: 'POST', body })
        expect(response.status).toBe(200)
        await response.text()
      }),
    )
    const kept = new Map(
      receiver.capture.kept.map((one) => [one.target, createHash('sha256').update(one.bytes).digest('hex')]),
    )
    expect(receiver.capture.kept).toHaveLength(500)
    expect(kept).toEqual(sent)
  })
})

function head(framing: string): Buffer {
  return Buffer.from(`POST /tok HTTP/1.1\r\nHost: x\r\n${framing}\r\n\r\n`)
}

function chunks(body: Buffer, sizes: number[]): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 0, turn = 0; at < body.length; turn++) {
    const piece = body.subarray(at, at + sizes[turn % sizes.length]!)
    parts.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'))
    at += piece.length
  }
  return parts
}
