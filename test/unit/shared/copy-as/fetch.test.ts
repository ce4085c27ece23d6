import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import { copyAsFetch } from '#shared/domain/copy-as/fetch.ts'
import type { CopySource } from '#shared/domain/copy-as/types.ts'
import { sourceOf, startCaptureServer, type CaptureServer } from './capture-server.ts'

let server: CaptureServer
beforeAll(async () => {
  server = await startCaptureServer()
})
afterAll(() => server.close())

const AsyncFunction = (async () => {}).constructor as new (
  ...args: string[]
) => (console: unknown) => Promise<void>

async function runCode(code: string): Promise<CopySource> {
  await new AsyncFunction('console', code)({ log: () => undefined })
  return server.take()
}

/** What fetch adds or counts by itself. */
const own = [
  'host',
  'connection',
  'content-length',
  'accept',
  'accept-language',
  'sec-fetch-mode',
  'user-agent',
  'accept-encoding',
]

function byName(headers: HeaderPairs): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    found[key] = key in found ? `${found[key]}, ${value}` : value
  }
  return found
}

async function comesBack(source: CopySource): Promise<string[]> {
  const { text, notes } = copyAsFetch(source, server.origin)
  const found = await runCode(text)
  expect(found.method).toBe(source.method)
  expect(found.target).toBe(source.target)
  expect(found.body).toEqual(source.body)
  const sent = byName(found.headers)
  const wanted = byName(source.headers)
  for (const [name, value] of Object.entries(wanted))
    if (!notes.join().includes(name)) expect(sent[name], name).toBe(value)
  for (const name of Object.keys(sent)) if (!(name in wanted)) expect(own, text).toContain(name)
  return notes
}

describe('a request copied as fetch, when run in Node', () => {
  const source = (given: Parameters<typeof sourceOf>[1]) => sourceOf(server.origin, given)

  it.each<[string, Parameters<typeof sourceOf>[1]]>([
    [
      'JSON',
      {
        headers: [
          ['Content-Type', 'application/json'],
          ['X-A', 'b'],
        ],
        body: '{"a":"it\'s \\" \u2028"}',
      },
    ],
    ['a body without a content type', { body: 'plain' }],
    ['NUL and bytes that are no text', { body: Uint8Array.of(0, 255, 10, 13, 39) }],
    ['a byte order mark and another script', { body: '\ufeff{} héllo 🙂' }],
    ['no body', { method: 'GET' }],
    ['an empty POST', {}],
    [
      'odd header values',
      {
        headers: [
          ['X-A', 'it\'s \\ "q"'],
          ['X-B', 'caf\xe9'],
          ['X-C', ''],
        ],
      },
    ],
    [
      'all the headers that fetch would add',
      {
        headers: [
          ['Accept', 'a/b'],
          ['Accept-Language', 'de'],
          ['User-Agent', 'x'],
          ['Accept-Encoding', 'identity'],
        ],
      },
    ],
    ['PUT with a query', { method: 'PUT', target: '/a%20b?x=1&y=%2f', body: 'x' }],
  ])('gives the same request: %s', async (_name, given) => {
    const notes = await comesBack(source(given))
    expect(notes.filter((note) => !note.startsWith("Node's fetch adds"))).toEqual([])
  })

  it('sends any body and value the same', async () => {
    const value = fc
      .string({
        maxLength: 20,
        unit: fc
          .integer({ min: 0x20, max: 0xff })
          .filter((code) => code < 0x7f || code > 0xa0)
          .map((code) => String.fromCharCode(code)),
      })
      .map((text) => text.trim())
    await fc.assert(
      fc.asyncProperty(
        value,
        fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array()),
        fc.boolean(),
        async (text, body, typed) => {
          await comesBack(
            source({
              headers: [['X-Any', text], ...(typed ? ([['Content-Type', 'text/x']] as HeaderPairs) : [])],
              body,
            }),
          )
        },
      ),
      { numRuns: 60 },
    )
  })

  it('tells what can not be the same', () => {
    const notesOf = (given: Parameters<typeof sourceOf>[1]) =>
      copyAsFetch(source(given), server.origin).notes.filter((note) => !note.startsWith("Node's fetch"))
    expect(notesOf({ method: 'GET', body: 'x' })).toEqual(['fetch sends no body with GET: it is left out.'])
    expect(
      notesOf({
        headers: [
          ['Connection', 'close'],
          ['Expect', '100-continue'],
        ],
      }),
    ).toEqual(['fetch does not let these be set: Connection, Expect.'])
    expect(
      notesOf({
        headers: [
          ['X-A', '1'],
          ['x-a', '2'],
        ],
      }),
    ).toEqual(['fetch joins repeated headers into one line: x-a.'])
    expect(copyAsFetch({ ...source({}), headers: [['Host', 'a.b']] }, 'http://h:1').notes[0]).toBe(
      "fetch can't set Host “a.b”: it sends h:1.",
    )
    expect(notesOf({ target: '/a/../b' })).toEqual(['fetch rewrites the address to /b.'])
    expect(notesOf({ headers: [['Sec-Fetch-Mode', 'x']] })).toEqual([
      'fetch does not let these be set: Sec-Fetch-Mode.',
    ])
    expect(notesOf({ target: '*' })).toEqual(["fetch can't ask for the target “*”."])
  })

  it('takes a very large body from a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'copy-as-'))
    const body = new Uint8Array(1_100_000).fill(7)
    await writeFile(join(folder, 'body.bin'), body)
    await writeFile(
      join(folder, 'send.mjs'),
      copyAsFetch({ ...source({ body }), body: null }, server.origin).text,
    )
    await promisify(execFile)(process.execPath, ['send.mjs'], { cwd: folder, timeout: 15_000 })
    expect(server.take().body).toEqual(body)
    await rm(folder, { recursive: true })
  })
})
