import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RequestReader } from '../../../../electron/receiver/http/reader.ts'
import { readAll } from './read-all.ts'

const wellFormed =
  '\r\nPOST /a HTTP/1.1\r\nHost: h\r\nX: 1\r\nContent-Length: 12\r\n\r\nGET / HTTP/1' +
  'PUT /b HTTP/1.1\r\nhost:h\r\nTransfer-Encoding: chunked\r\n\r\n00A;x="\\";"\r\n0123456789\r\n1\r\n\n\r\n0\r\nA: 1\r\nB:\r\n\r\n' +
  '\r\n\r\nGET /c HTTP/1.0\r\n\r\n' +
  'DELETE http://h/d HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'

const endings = [
  '',
  'GET /x HTTP/1.1\r\nHost: h\r\nbad\r\n\r\nrest',
  'GET /x HTTP/1.1\r\nHost: h\r\nA: b\nC: d\r\n\r\n',
  '\x16\x03\x01\0\0',
  'POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nxyz\r\n',
  'POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloo\r\n',
  'POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhello',
  'GET /x HTT',
]

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b)
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length))
}

describe('however the bytes are cut', () => {
  it.each(endings)('the same requests and the same fault come out, ending with %j', (ending) => {
    const bytes = Buffer.from(wellFormed + ending, 'latin1')
    const whole = readAll([bytes])
    expect(
      whole.requests.slice(0, 4).map(({ head, body }) => [head.method, head.target, body.toString()]),
    ).toEqual([
      ['POST', '/a', 'GET / HTTP/1'],
      ['PUT', '/b', '0123456789\n'],
      ['GET', '/c', ''],
      ['DELETE', 'http://h/d', ''],
    ])
    expect(whole.fault === null).toBe(ending === '')
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 30 }), (places) => {
        const pieces = readAll(cut(bytes, places))
        expect(pieces.requests).toEqual(whole.requests)
        expect(pieces.fault?.fault.status).toBe(whole.fault?.fault.status)
        // A fault may be seen before all bytes are there; what is there is a beginning of the same.
        if (whole.fault?.raw != null) {
          const raw = pieces.fault?.raw ?? Buffer.alloc(0)
          expect(raw.length).toBeGreaterThan(0)
          expect(raw.equals(whole.fault.raw.subarray(0, raw.length))).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
    const single = readAll(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)))
    expect(single.requests).toEqual(whole.requests)
  })
})

describe('whatever comes', () => {
  it('never throws, never yields more body than bytes, and keeps all bytes of a malformed head', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc
        .constantFrom(
          'GET ',
          '/x',
          ' HTTP/1.1',
          '\r\n',
          '\r\n\r\n',
          'Host: h\r\n',
          'Content-Length: 5\r\n',
          'Transfer-Encoding: chunked\r\n',
          '5\r\nhello\r\n',
          '0\r\n',
          ':',
          ' ',
          '\0',
        )
        .map((text) => Buffer.from(text)),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const { requests, fault } = readAll(pieces, 200)
        const all = Buffer.concat(pieces)
        const bodies = requests.reduce((sum, { body }) => sum + body.length, 0)
        expect(bodies).toBeLessThanOrEqual(all.length)
        if (fault?.raw != null) expect(all.includes(fault.raw)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('limits', () => {
  it('counts request line and headers with the empty line, exactly', () => {
    const head = `GET /${'a'.repeat(50)} HTTP/1.1\r\nHost: h\r\n\r\n`
    expect(readAll([Buffer.from(head)], head.length).fault).toBeNull()
    expect(readAll([Buffer.from(head)], head.length - 1).fault?.fault.status).toBe(431)
    const split = [Buffer.from(head.slice(0, 30)), Buffer.from(head.slice(30))]
    expect(readAll(split, head.length).fault).toBeNull()
    expect(readAll(split, head.length - 1).fault?.fault.status).toBe(431)
  })

  it('refuses a chunk size line that does not end', () => {
    const bytes = Buffer.from(
      `POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;${'a'.repeat(20_000)}`,
    )
    expect(readAll([bytes], 16_384, false).fault?.fault.message).toContain('16 kB')
  })

  it('reads a head of many small pieces in time proportional to its length', () => {
    const head = Buffer.from(`GET / HTTP/1.1\r\nHost: h\r\n${'X: y\r\n'.repeat(50_000)}\r\n`)
    const since = performance.now()
    const { fault, requests } = readAll(
      Array.from(head, (_, at) => head.subarray(at, at + 1)),
      1_048_576,
    )
    expect([fault, requests[0]?.head.headers.length]).toEqual([null, 50_001])
    expect(performance.now() - since).toBeLessThan(10_000)
  })
})

it('begins no further request while the sink is blocked, and goes on where it was', () => {
  const heads: [string, number][] = []
  const sink = {
    blocked: false,
    onHead(head: { target: string }, startedAt: number) {
      heads.push([head.target, startedAt])
      sink.blocked = true
    },
    onBody() {
      throw new Error('there is no body')
    },
    onEnd() {
      return
    },
    onHeadFault() {
      heads.push(['fault', 0])
    },
    onBodyFault() {
      heads.push(['fault', 0])
    },
  }
  const reader = new RequestReader({ headerBytes: 1_000 }, sink)
  const get = (path: string): Buffer => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: h\r\n\r\n`)
  reader.push(Buffer.concat([get('/1'), get('/2')]), 1)
  reader.push(get('/3').subarray(0, 9), 2)
  reader.end()
  expect(heads).toEqual([['/1', 1]])
  for (let n = 0; n < 3; n++) {
    sink.blocked = false
    reader.resume()
  }
  expect(heads).toEqual([
    ['/1', 1],
    ['/2', 2],
    ['fault', 0],
  ])
})
