import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { latin1Bytes } from '#shared/domain/bytes.ts'
import { copyAsCurl } from '#shared/domain/copy-as/curl.ts'
import { copyAsRawHttp, rawHttpBytes } from '#shared/domain/copy-as/raw-http.ts'
import type { CopySource } from '#shared/domain/copy-as/types.ts'
import { sourceOf, startCaptureServer, type CaptureServer } from './capture-server.ts'

const run = promisify(execFile)
let server: CaptureServer
let folder: string

beforeAll(async () => {
  server = await startCaptureServer()
  folder = await mkdtemp(join(tmpdir(), 'copy-as-'))
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

/** Runs a command in bash as a user would, and returns what arrived. */
async function runCommand(text: string): Promise<CopySource> {
  const options = { cwd: folder, timeout: 15_000, env: { PATH: process.env['PATH'], LANG: 'C.UTF-8' } }
  await writeFile(join(folder, 'command.sh'), text.replace(/\bcurl /, 'curl -sS -o answer '))
  await run('bash', ['--norc', 'command.sh'], options)
  return server.take()
}

/** Sends the source over a plain socket, copies what was captured, runs it, and expects the very same to arrive. */
async function comesBackTheSame(source: CopySource): Promise<void> {
  const first = await server.sendRaw(rawHttpBytes(source)!)
  expect(first).toEqual(source)
  const { text, notes } = copyAsCurl(first, server.origin)
  expect(notes).toEqual([])
  expect(await runCommand(text), text).toEqual(first)
}

describe('a request copied as cURL, when run, and as raw HTTP, when sent', () => {
  const source = (given: Parameters<typeof sourceOf>[1]) => sourceOf(server.origin, given)

  it.each<[string, Parameters<typeof sourceOf>[1]]>([
    ['JSON', { headers: [['Content-Type', 'application/json']], body: '{"a":"it\'s","b":[1,2]}' }],
    ['no body', { method: 'GET' }],
    [
      'every default header of curl, given',
      {
        headers: [
          ['User-Agent', 'x/1'],
          ['Accept', '*/*'],
          ['Expect', '100-continue'],
        ],
        body: 'a',
      },
    ],
    ['a body without a content type', { body: 'plain' }],
    ['a body that begins with @', { body: '@/etc/passwd' }],
    ['quotes, newlines, backslashes', { body: '\'"`$HOME $(id) \\n \\\n\n!!\n' }],
    ['carriage returns and tabs', { body: "a\r\nb\tc'!x\x1b[0m" }],
    ['text of other scripts', { body: 'héllo 🙂 \u2028 ‮x' }],
    ['NUL and bytes that are no text', { body: Uint8Array.of(0, 255, 10, 13, 39, 0) }],
    ['invalid UTF-8 without NUL', { body: Uint8Array.of(0x61, 0xff, 0x62) }],
    ['a byte order mark', { body: '\ufeff{}' }],
    ['more than an argument can hold', { body: 'x'.repeat(300_000) }],
    [
      'a chunked body',
      {
        headers: [
          ['Transfer-Encoding', 'chunked'],
          ['X-After', '1'],
        ],
        body: 'abc',
      },
    ],
    ['an empty POST', { headers: [['Content-Length', '0']] }],
    ['an empty POST without a length', { headers: [['X-A', 'b']] }],
    ['GET with a body', { method: 'GET', body: 'q' }],
    ['DELETE', { method: 'DELETE' }],
    ['HEAD', { method: 'HEAD' }],
    ['PROPFIND', { method: 'PROPFIND', body: '<a/>' }],
    ['OPTIONS *', { method: 'OPTIONS', target: '*' }],
    ['an absolute target', { target: 'http://other.example/x?y' }],
    ['brackets, braces, quotes', { target: '/a[1-3]{x,y}?q=\'"|^`<>' }],
    ['dots', { target: '/a/../b/./c/..' }],
    ['percent escapes in either case', { target: '/%2f%2F%c3%A9?x=%zz' }],
    ['raw bytes in the target', { target: '/caf\xe9/\xc3\xa9' }],
    ['an empty query', { target: '/a?' }],
    ['a hash', { target: '/a#b' }],
    ['two slashes', { target: '//a//b' }],
    [
      'repeated headers in any case',
      {
        headers: [
          ['X-A', '1'],
          ['x-a', '2'],
          ['X-B', ''],
          ['X-A', '3'],
        ],
      },
    ],
    [
      'header values with odd bytes',
      {
        headers: [
          ['X-A', 'it\'s "q" $x `y` \\ !'],
          ['X-B', 'caf\xe9'],
          ['X-C', 'caf\xc3\xa9'],
          ['X-D', 'a\tb'],
        ],
      },
    ],
    [
      'a cookie, credentials, hop-by-hop headers',
      {
        headers: [
          ['Cookie', 'a=1; b=2'],
          ['Authorization', 'Basic YTpi'],
          ['Connection', 'close'],
          ['TE', 'trailers'],
          ['Accept-Encoding', 'gzip'],
        ],
      },
    ],
    [
      'a content length in the middle',
      {
        headers: [
          ['Content-Length', '3'],
          ['X-Z', '1'],
        ],
        body: 'abc',
      },
    ],
    ['a content type in odd case', { headers: [['content-TYPE', 'text/plain']], body: 'abc' }],
    ['HTTP/1.0', { httpVersion: '1.0', body: 'x' }],
  ])('gives the same request: %s', async (_name, given) => {
    await comesBackTheSame(source(given))
  })

  it('keeps a Host that is not the address', async () => {
    const request = source({ method: 'GET' })
    await comesBackTheSame({
      ...request,
      headers: [
        ['Host', 'hooks.example.com'],
        ['X-A', '1'],
      ],
    })
  })

  it('sends any request the same', async () => {
    const name = fc.stringMatching(/^X-[A-Za-z0-9!#$%&'*+.^_`|~-]{1,8}$/)
    const value = fc
      .string({
        maxLength: 20,
        unit: fc
          .integer({ min: 0x20, max: 0xff })
          .filter((code) => code < 0x7f || code > 0xa0)
          .map((code) => String.fromCharCode(code)),
      })
      .map((text) => text.trim())
    const target = fc
      .string({
        maxLength: 20,
        unit: fc
          .integer({ min: 0x21, max: 0xff })
          .filter((code) => code !== 0x7f)
          .map((code) => String.fromCharCode(code)),
      })
      .map((text) => `/${text}`)
    const body = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array({ minLength: 1 }))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH'),
        target,
        fc.array(fc.tuple(name, value), { maxLength: 4 }),
        body,
        async (method, path, headers, content) => {
          await comesBackTheSame(source({ method, target: path, headers, body: content }))
        },
      ),
      { numRuns: 60 },
    )
  }, 60_000)

  it('takes a very large body from a file', async () => {
    const body = new Uint8Array(1_200_000).fill(0x61)
    const request = source({ body })
    const { text, notes } = copyAsCurl({ ...request, body: null }, server.origin)
    expect(text.length).toBeLessThan(500)
    expect(notes).toEqual([
      'The body is too large for a command: save it as body.bin in the folder you run this in.',
    ])
    await writeFile(join(folder, 'body.bin'), body)
    expect(await runCommand(text)).toEqual(request)
  })

  it('tells what can not be the same', () => {
    const notesOf = (given: Partial<CopySource>) =>
      copyAsCurl({ ...source({ body: 'abc' }), ...given }, server.origin).notes
    expect(
      notesOf({
        headers: [
          ['content-length', '3'],
          ['host', 'x'],
        ],
      }),
    ).toEqual(['curl sends Host as the first header, spelt “Host”.'])
    expect(
      notesOf({
        headers: [
          ['Host', 'x'],
          ['Content-Length', '9'],
        ],
        complete: false,
      }),
    ).toEqual(
      [
        'The upload broke off: the body is what came of it.',
        'Content-Length “9” is not repeated: 3 bytes of body are at hand.',
        'curl adds a Content-Length.',
      ].filter((note) => !note.startsWith('curl adds')),
    )
    expect(
      notesOf({
        headers: [
          ['Host', 'x'],
          ['Transfer-Encoding', 'gzip, chunked'],
        ],
      }),
    ).toContain('Transfer-Encoding “gzip, chunked” is not repeated.')
    expect(
      notesOf({
        headers: [
          ['Host', 'x'],
          ['Bad Name', '1'],
          ['Content-Length', '3'],
        ],
      }),
    ).toEqual(['Left out because HTTP forbids them: "Bad Name".'])
    expect(
      notesOf({
        trailers: [['X-T', '1']],
        headers: [
          ['Host', 'x'],
          ['Transfer-Encoding', 'chunked'],
        ],
      }),
    ).toEqual(['Trailers are not sent: X-T.'])
  })
})

describe('raw HTTP', () => {
  it('keeps trailers', async () => {
    const request = sourceOf(server.origin, {
      headers: [
        ['Transfer-Encoding', 'chunked'],
        ['Trailer', 'X-T'],
      ],
      trailers: [['X-T', 'yes']],
      body: 'abc',
    })
    expect(await server.sendRaw(rawHttpBytes(request)!)).toEqual(request)
  })

  it('is the bytes that came when they were no request', () => {
    const body = latin1Bytes('GET\x00 nonsense')
    expect(rawHttpBytes(sourceOf(server.origin, { malformed: true, body }))).toEqual(body)
  })

  it('as text leaves out what is none, and says so', () => {
    const text = copyAsRawHttp(sourceOf('http://h:1', { headers: [['X', 'caf\xc3\xa9']], body: 'ü' }))
    expect(text).toEqual({
      text: 'POST /hook HTTP/1.1\r\nHost: h:1\r\nX: café\r\nContent-Length: 2\r\n\r\nü',
      notes: [],
    })
    const binary = copyAsRawHttp(
      sourceOf('http://h:1', { headers: [['X', 'caf\xe9']], body: Uint8Array.of(255) }),
    )
    expect(binary).toEqual({
      text: 'POST /hook HTTP/1.1\r\nHost: h:1\r\nX: café\r\nContent-Length: 1\r\n\r\n',
      notes: [
        'Header bytes that are not UTF-8 are shown as Latin-1.',
        'The body is not text: it is left out here.',
      ],
    })
    expect(copyAsRawHttp(sourceOf('http://h:1', { body: null })).notes).toEqual([
      'The body is not at hand: it is left out here.',
    ])
  })
})
