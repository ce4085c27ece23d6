import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latin1Bytes } from '#shared/domain/bytes.ts'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import { copyAsHttpie } from '#shared/domain/copy-as/httpie.ts'
import type { CopySource } from '#shared/domain/copy-as/types.ts'
import { sourceOf } from './capture-server.ts'

const origin = 'http://127.0.0.1:4600'

/** Runs the command with a stand-in for `http` that tells its arguments and what it was fed. */
async function argumentsOf(text: string): Promise<{ words: string[]; fed: Buffer }> {
  const script = `http() { printf '%s\\0' "$@"; case " $* " in *" --ignore-stdin "*) ;; *) printf 'FED\\0'; cat ;; esac; }\n${text}`
  const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', script], {
    encoding: 'buffer',
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8' },
  })
  const mark = stdout.indexOf('FED\0')
  const head = mark < 0 ? stdout : stdout.subarray(0, mark)
  return {
    words: head.toString('latin1').split('\0').slice(0, -1),
    fed: mark < 0 ? Buffer.alloc(0) : stdout.subarray(mark + 4),
  }
}

/**
 * A request item as HTTPie 3 reads it (httpie/cli/argtypes.py, KeyValueArgType): a backslash escapes the characters that
 * separators are made of; the earliest separator counts, and of those beginning there the longest.
 */
function readItem(item: string): { name: string; separator: string; value: string } {
  const separators = [':=@', '==@', '=@', ':@', ':=', '==', ':', ';', '=', '@']
  const special = new Set('\\:=@;')
  let plain = ''
  let escaped = ''
  for (let at = 0; at < item.length; at++) {
    const escape = item[at] === '\\' && special.has(item[at + 1] ?? '')
    plain += escape ? '\0' : item.charAt(at)
    if (escape) at++
    escaped += item.charAt(at)
  }
  const at = plain.search(/[:;=@]/)
  const separator = separators.find((one) => plain.startsWith(one, at)) ?? ''
  return { name: escaped.slice(0, at), separator, value: escaped.slice(at + separator.length) }
}

async function read(source: CopySource) {
  const { text, notes } = copyAsHttpie(source, origin)
  const { words, fed } = await argumentsOf(text)
  const options = words.filter((word) => word.startsWith('--') && word !== '--')
  const [method = '', url = '', ...items] = words.filter((word) => !options.includes(word) && word !== '--')
  const headers: HeaderPairs = []
  const removed: string[] = []
  for (const item of items) {
    const { name, separator, value } = readItem(item)
    if (separator === ':' && value === '') removed.push(name)
    else if (separator === ':') headers.push([name, value])
    else if (separator === ';' && value === '') headers.push([name, ''])
    else throw new Error(`${item} is not a header: ${separator}`)
  }
  const raw = options.find((option) => option.startsWith('--raw='))?.slice(6)
  return {
    method,
    url,
    headers,
    removed,
    options: options.filter((option) => !option.startsWith('--raw=')),
    body: raw === undefined ? new Uint8Array(fed) : latin1Bytes(raw),
    notes,
  }
}

describe('a request copied as HTTPie', () => {
  it('says method, address, headers and body, and takes out what HTTPie would add', async () => {
    const source = sourceOf(origin, {
      method: 'PUT',
      headers: [
        ['X-A', 'b c'],
        ['Content-Type', 'application/json'],
        ['User-Agent', 'x'],
      ],
      body: '{"a":"it\'s"}',
    })
    expect(await read(source)).toEqual({
      method: 'PUT',
      url: 'http://127.0.0.1:4600/hook',
      headers: [
        ['X-A', 'b c'],
        ['Content-Type', 'application/json'],
        ['User-Agent', 'x'],
      ],
      removed: ['Accept-Encoding', 'Accept', 'Connection'],
      options: ['--path-as-is', '--ignore-stdin'],
      body: source.body,
      notes: ['HTTPie may order headers otherwise.'],
    })
  })

  it('feeds bodies that are no text, and takes huge ones from a file', async () => {
    const body = Uint8Array.of(0, 255, 10)
    expect(await read(sourceOf(origin, { body }))).toMatchObject({
      body,
      removed: ['User-Agent', 'Accept-Encoding', 'Accept', 'Connection', 'Content-Type'],
    })
    expect(copyAsHttpie(sourceOf(origin, { body: null }), origin).text).toMatch(/ < body\.bin$/)
  })

  it('chunks what was chunked, and says what it can not do', async () => {
    expect(
      (await read(sourceOf(origin, { headers: [['Transfer-Encoding', 'chunked']], body: 'x' }))).options,
    ).toContain('--chunked')
    expect(copyAsHttpie(sourceOf(origin, { target: '*', httpVersion: '1.0' }), origin).notes).toEqual([
      'HTTPie speaks HTTP/1.1.',
      "HTTPie can't ask for the target “*”.",
      'HTTPie may order headers otherwise.',
    ])
  })

  it('gives any header and body as it was', async () => {
    const name = fc
      .stringMatching(/^[A-Za-z][A-Za-z0-9!#$%&'*+.^_`|~-]{0,8}$/)
      .filter((text) => !/^(host|content-length|transfer-encoding)$/i.test(text))
    const character = fc.oneof(
      fc.constantFrom('=', ':', '@', ';', '\\', '"', "'", '!', '$', '-'),
      fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    )
    const value = fc.string({ maxLength: 12, unit: character }).map((text) => text.trim())
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(name, value), { maxLength: 4 }),
        fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array()),
        async (headers, body) => {
          const source = sourceOf(origin, { headers, body })
          const found = await read(source)
          expect(found.headers).toEqual(headers)
          expect(found.body).toEqual(source.body)
        },
      ),
      { numRuns: 60 },
    )
  }, 30_000)
})
