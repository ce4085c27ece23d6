import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesFilter, type FilterSubject } from '#shared/domain/filter/match.ts'
import { parseFilter } from '#shared/domain/filter/parse.ts'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import type { Store } from '../../../electron/store/index.ts'
import { capture, close, firstEndpointId, list, makeFolder, makeLogger, open } from './store-fixture.ts'

const now = 1_795_000_000_000

interface Made {
  readonly store: Store
  readonly subjects: Map<RequestId, FilterSubject>
}

const emails = ['ann@acme.com', 'Bob@Globex.org', 'ÄRA@Öl.example', 'x@y.z']
const targets = [
  '/tok/stripe',
  '/tok/stripe/events?page=2&q=a%20b',
  '/tok/Hooks/In?Page=3',
  '/tok',
  '/tok/str%69pe?empty',
]
const names = ['X-Event', 'x-event', 'User-Agent', 'X-Odd']
const values = ['lead.captured', 'Lead', 'chatzuri/2.1', '', 'a "quoted" value', '100%']

/** 240 requests of all kinds, half of them committed before the index was read, and what a filter should see of each. */
async function made(seed: number): Promise<Made> {
  const store = await open({ clock: { now: () => now } })
  const endpointId = await firstEndpointId(store)
  const subjects = new Map<RequestId, FilterSubject>()
  let state = seed
  const pick = <T>(from: readonly T[]): T => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    return from[(state >> 8) % from.length]!
  }
  for (let n = 0; n < 240; n++) {
    const email = pick(emails)
    const body = pick([
      JSON.stringify({
        type: pick(['lead.captured', 'order.paid']),
        data: { email, amount: n * 7, tags: ['One', 'two'], ok: n % 2 === 0, none: null },
      }),
      JSON.stringify({ data: { email: [email], amount: String(n), 'odd key': 'Straße' } }, null, 2),
      `plain text from ${email} with * and "quotes"`,
      `a=1&email=${encodeURIComponent(email)}`,
      '',
      '[1,2,{"data":{"email":"in list"}}]',
      '{"broken": ',
    ])
    const headers: HeaderPairs = [
      ['Host', 'localhost'],
      [pick(names), pick(values)],
      [pick(names), pick(values)],
    ]
    const target = pick(targets)
    const made = capture({
      endpointId,
      method: pick(['POST', 'GET', 'post', 'PROPFIND']),
      target,
      headers,
      body,
      receivedAt: now - n * 60_000,
      remoteAddress: pick(['127.0.0.1', '10.0.0.7', '::1']),
      complete: n % 9 !== 0,
      malformed: n % 13 === 0,
      answer: {
        status: pick([200, 404, 503, null]),
        origin: pick(['endpoint', 'refused', 'handshake']),
        headers: [],
        bodySize: 0,
        bodyText: null,
        handshake: null,
      },
    })
    const id = await store.capture.add(made)
    const note = n % 10 === 0 ? pick(['todo: look at Acme', 'done', 'needle in a note']) : ''
    if (note !== '' || n % 11 === 0) await store.requests.annotate({ id, pinned: n % 11 === 0, note })
    const detail = await store.requests.get(id)
    subjects.set(id, {
      ...detail,
      status: detail.answer.status,
      origin: detail.answer.origin,
      bodyText: body,
      note,
    })
  }
  return { store, subjects }
}

const word = fc.oneof(
  fc.constantFrom(
    'lead',
    'captured',
    'acme.com',
    'GLOBEX',
    'öl',
    'straße',
    'ä',
    'st',
    'a',
    'x-event: lead',
    'order.paid',
    'needle',
    'todo',
    '"email"',
    '":{"',
    'quoted" value',
  ),
  fc.constantFrom(
    'POST',
    'generic',
    '10.0',
    'localhost',
    '/stripe',
    'page=2',
    '\\"amount\\":',
    'in list',
    '42',
  ),
)
const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
const term = fc.oneof(
  { weight: 4, arbitrary: word.map(quoted) },
  fc.constantFrom(
    'le*d',
    'acme*com',
    'e*m*a*l',
    'body:l*d',
    'body:captured',
    'body:st',
    'body:"\\"ok\\":true"',
  ),
  fc.constantFrom(
    'method:POST',
    'method:get,PROPFIND',
    'method:P*',
    'path:/stripe',
    'path:/tok',
    'path:stripe',
    'path:/stripe*',
    'path:*/in',
    'path:/',
    'path:=/tok',
  ),
  fc.constantFrom(
    'header.x-event:lead',
    'header.x-event:=lead',
    'header.X-Event:*',
    'header.user-agent:chat*',
    'header.x-odd:*quoted*',
    'header.x-odd:100%',
    'header.none:*',
    'header.x-event:l*d',
  ),
  fc.constantFrom('query.page:2', 'query.PAGE:*', 'query.q:"a b"', 'query.empty:*', 'query.page:=3'),
  fc.constantFrom('status:200', 'status:4xx', 'status:>=400', 'status:none', 'status:200,503'),
  fc.constantFrom(
    'json.data.email:*@acme.com',
    'json.data.email:acme',
    'json.data.amount:>100',
    'json.data.amount:70..700',
    'json.data.amount:=77',
    'json.data.ok:true',
    'json.data.none:null',
    'json.data.tags:two',
    'json.data.tags[0]:one',
    'json.data["odd key"]:straße',
    'json.type:lead*',
    'json[2].data.email:list',
    'json.data.missing:*',
    'json.data:*',
  ),
  fc.constantFrom(
    'size:0',
    'size:>40',
    'size:10..60',
    'size:<1kb',
    'after:1h',
    'before:2h',
    'before:30m',
    'ip:10.',
    'ip:=127.0.0.1',
    'ip:*1',
  ),
  fc.constantFrom(
    'is:pinned',
    'is:noted',
    'is:incomplete',
    'is:malformed',
    'is:refused',
    'is:handshake',
    'note:todo',
    'note:*',
    'signature:none',
    'provider:generic',
    'event:lead',
    'event:*',
  ),
)
const filter = fc
  .array(fc.tuple(fc.constantFrom('', '', '', '-', 'OR '), term), { minLength: 1, maxLength: 4 })
  .map((parts) =>
    parts.map(([how, one], place) => (place === 0 && how === 'OR ' ? one : how + one)).join(' '),
  )

function expected(subjects: Map<RequestId, FilterSubject>, text: string): RequestId[] {
  const parsed = parseFilter(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`)
  return [...subjects]
    .filter(([, subject]) => matchesFilter(parsed.filter, subject, now))
    .map(([id]) => id)
    .toSorted((a, b) => b - a)
}

/** Waits until the words of all that is stored are in the index: a search then reads no bodies any more. */
async function indexed(store: Store): Promise<void> {
  await store.caughtUp()
}

describe('filters', () => {
  it('find exactly what the language means, whether or not the index has caught up', async () => {
    const { store, subjects } = await made(7)
    const check = async (text: string): Promise<void> => {
      const found = await list(store, { filter: text, limit: 1_000 })
      expect(
        found.items.map((item) => item.id),
        text,
      ).toEqual(expected(subjects, text))
      expect(found.total, text).toBe(found.items.length)
    }
    await fc.assert(fc.asyncProperty(filter, check), { numRuns: 60, seed: 11 })
    await indexed(store)
    await fc.assert(fc.asyncProperty(filter, check), { numRuns: 250, seed: 12 })
  })

  it('follow notes and pins at once', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    const id = await store.capture.add(capture({ endpointId }))
    await indexed(store)
    expect((await list(store, { filter: 'remember' })).total).toBe(0)
    await store.requests.annotate({ id, note: 'Remember the milk', pinned: true })
    expect((await list(store, { filter: 'remember' })).total).toBe(1)
    expect((await list(store, { filter: 'is:pinned milk' })).total).toBe(1)
    await store.requests.annotate({ id, note: '' })
    expect((await list(store, { filter: 'remember' })).total).toBe(0)
    expect((await list(store, { filter: 'is:pinned' })).total).toBe(1)
  })

  it('look into compressed bodies, into escaped JSON, and into other charsets', async () => {
    const { gzipSync, zstdCompressSync } = await import('node:zlib')
    const store = await open()
    const endpointId = await firstEndpointId(store)
    const add = (body: Uint8Array | string, ...headers: HeaderPairs): Promise<RequestId> =>
      store.capture.add(capture({ endpointId, body, headers }))
    const zipped = await add(
      gzipSync('{"word":"gezippt"}'),
      ['Content-Encoding', 'gzip'],
      ['Content-Type', 'application/json'],
    )
    const both = await add(gzipSync(zstdCompressSync('{"word":"twice"}')), ['Content-Encoding', 'zstd, gzip'])
    const escaped = await add('{"name":"M\\u00fcller","url":"https:\\/\\/acme.com\\/x"}')
    const latin = await add(Uint8Array.from([0x6b, 0xe4, 0x73, 0x65]), [
      'Content-Type',
      'text/plain; charset=iso-8859-1',
    ])
    const binary = await add(
      Uint8Array.from([0, 1, 2, ...new TextEncoder().encode('readable run'), 0, 3, 65, 0]),
    )
    const lying = await add('not compressed at all', ['Content-Encoding', 'gzip'])
    for (const check of ['before the index', 'with the index']) {
      const find = async (text: string): Promise<RequestId[]> =>
        (await list(store, { filter: text })).items.map((item) => item.id)
      expect(await find('gezippt'), check).toEqual([zipped])
      expect(await find('json.word:gezippt'), check).toEqual([zipped])
      expect(await find('twice'), check).toEqual([both])
      expect(await find('MÜLLER'), check).toEqual([escaped])
      expect(await find('https://acme.com/x'), check).toEqual([escaped])
      expect(await find('json.url:https://acme.com/x'), check).toEqual([escaped])
      expect(await find('käse'), check).toEqual([latin])
      expect(await find('"readable run"'), check).toEqual([binary])
      expect(await find('compressed'), check).toEqual([])
      expect((await store.requests.bodyInfo(lying)).decodeProblem, check).not.toBeNull()
      await indexed(store)
    }
  })

  it('take as many conditions as the language allows', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    await store.capture.add(capture({ endpointId, body: 'abc' }))
    for (const round of ['before the index', 'with the index']) {
      expect((await list(store, { filter: 'abc '.repeat(100).trim() })).total, round).toBe(1)
      expect((await list(store, { filter: '-zz OR '.repeat(99) + 'c' })).total, round).toBe(1)
      expect((await list(store, { filter: '(-('.repeat(18) + 'abc' + '))'.repeat(18) })).total, round).toBe(1)
      await store.caughtUp()
    }
  })

  it.each([2, 3, 4, 8])(
    'are answered all the same while the index is damaged from page %i on',
    async (from) => {
      const folder = makeFolder()
      const logger = makeLogger()
      const store = await open({ folder })
      const endpointId = await firstEndpointId(store)
      await Promise.all(
        Array.from({ length: 400 }, (_, n) =>
          store.capture.add(capture({ endpointId, body: `something to find ${n}` })),
        ),
      )
      await indexed(store)
      await close(store)
      const path = join(folder, 'search.db')
      const bytes = readFileSync(path)
      bytes.fill(0x5a, 4_096 * from)
      writeFileSync(path, bytes)

      const again = await open({ folder, logger })
      expect((await list(again, { filter: 'something' })).total).toBe(400)
      for (let round = 0; round < 20; round++) {
        expect((await list(again, { filter: `something OR other${round}` })).total).toBe(400)
      }
      // Bad leaves are found only when a search comes upon them; the root of everything is read at once.
      if (from === 2) expect(logger.lines.filter((line) => line.includes('index is damaged'))).toHaveLength(1)
      await indexed(again)
      expect((await list(again, { filter: '"find 399"' })).total).toBe(1)
      expect(await again.check()).toEqual({ ok: true, problems: [] })
    },
  )
})
