import { gzipSync } from 'node:zlib'
import { hmacBody, secretOf, serialisations, type Collector, type Variation } from './base.ts'
import { onDigest } from './on-header.ts'

const lead = serialisations['lead']?.['compact'] ?? ''
const pretty = serialisations['lead']?.['python-indent-2'] ?? ''
const accents = serialisations['accents']?.['compact'] ?? ''

interface Combination {
  name: string
  codes: string[]
  vary: (secret: string) => Omit<Variation, 'scheme'>
  textKeysOnly?: boolean
}

const bodies = (signed: string, received: string | Buffer, secret?: string): Omit<Variation, 'scheme'> => ({
  signed: { body: Buffer.from(signed) },
  received: { body: Buffer.from(received), ...(secret === undefined ? {} : { secret }) },
})
const indented = (name: string, width: number) =>
  JSON.stringify(JSON.parse(serialisations[name]?.['compact'] ?? ''), null, width)
const wrong = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const orders = JSON.stringify({
  event: 'x',
  items: Array.from({ length: 90 }, (_, id) => ({
    id,
    name: `item ${String(id)}`,
    url: `https://a.b/${String(id)}`,
    price: id * 1.5,
    tags: ['a', null, true],
  })),
})

/** Two or three causes at once; either may be named first where both are true. */
const combinations: Combination[] = [
  {
    name: 'another known secret, written again',
    codes: ['json-reserialized', 'wrong-secret-known'],
    vary: (secret) => ({
      ...bodies(pretty, lead, wrong),
      others: [
        { label: 'a', secret: 'zzz' },
        { label: 'live', secret },
      ],
    }),
  },
  {
    name: 'secret with newline, written again',
    codes: ['json-reserialized', 'secret-whitespace'],
    vary: (secret) => bodies(pretty, lead, `${secret}\n`),
  },
  {
    name: 'quoted secret, newline lost',
    codes: ['trailing-newline', 'secret-quoted'],
    vary: (secret) => bodies(lead, `${lead}\n`, `"${secret}"`),
  },
  { name: 'gzip, written again', codes: ['content-encoding'], vary: () => bodies(pretty, gzipSync(lead)) },
  {
    name: 'base64, newline lost',
    codes: ['body-base64'],
    vary: () => bodies(`${lead}\n`, Buffer.from(lead).toString('base64')),
  },
  {
    name: 'spelling, written again',
    codes: ['json-reserialized'],
    vary: () => ({
      ...bodies(pretty, lead),
      headers: onDigest((digest) =>
        /^[0-9a-f]+$/.test(digest)
          ? digest.toUpperCase()
          : Buffer.from(digest, 'base64').toString('base64url'),
      ),
    }),
  },
  {
    name: 'cut, another known secret',
    codes: ['wrong-secret-known'],
    vary: (secret) => ({
      received: { secret: wrong },
      others: [{ label: 'l', secret }],
      headers: onDigest((digest) => digest.slice(0, 30)),
    }),
  },
  {
    name: 'escapes and newline',
    codes: ['json-unicode-escaping'],
    vary: () => bodies(`${serialisations['accents']?.['ascii'] ?? ''}\n`, accents),
  },
  {
    name: 'python’s defaults',
    codes: ['json-unicode-escaping'],
    vary: () => bodies(serialisations['accents']?.['python'] ?? '', accents),
  },
  {
    name: 'sorted and indented',
    codes: ['json-key-order'],
    vary: () => bodies(JSON.stringify(sorted(JSON.parse(lead)), null, 2), lead),
  },
  {
    name: 'byte order mark, written again',
    codes: ['bom', 'json-reserialized'],
    vary: () => bodies(pretty, `\ufeff${lead}`),
  },
  {
    name: 'CRLF, indented',
    codes: ['json-reserialized'],
    vary: () => bodies(`${pretty.replaceAll('\n', '\r\n')}\r\n`, lead),
  },
  {
    name: 'go, indented',
    codes: ['json-unicode-escaping'],
    vary: () =>
      bodies(
        indented('markup', 2).replace(/[<>&]/g, (found) => `\\u00${found.charCodeAt(0).toString(16)}`),
        serialisations['markup']?.['compact'] ?? '',
      ),
  },
  {
    name: 'php, indented',
    codes: ['json-slash-escaping'],
    vary: () =>
      bodies(indented('links', 4).replaceAll('/', '\\/'), serialisations['links']?.['compact'] ?? ''),
  },
  {
    name: '10 kB, indented',
    codes: ['json-reserialized'],
    vary: () => bodies(JSON.stringify(JSON.parse(orders), null, 2), orders),
  },
  {
    name: 'nulls dropped',
    codes: ['json-reserialized'],
    vary: () => bodies('{"a":1,"c":"x"}', '{"a":1,"b":null,"c":"x"}'),
  },
  {
    name: 'jsonb',
    codes: ['json-key-order'],
    vary: () => bodies('{"id": 1, "url": "x", "name": "y"}', '{"name":"y","id":1,"url":"x"}'),
  },
  {
    name: 'a settings line in quotes',
    codes: ['secret-quoted', 'secret-prefix'],
    vary: (secret) => ({ received: { secret: `SECRET="${secret}"` } }),
  },
  {
    name: 'a written-out newline',
    codes: ['secret-whitespace'],
    vary: (secret) => ({ received: { secret: `${secret}\\n` } }),
  },
  {
    name: 'a hard blank',
    codes: ['secret-whitespace'],
    vary: (secret) => ({ received: { secret: `\u00a0${secret}` } }),
  },
  {
    name: 'the base64 of the secret signed',
    codes: ['secret-decoded'],
    textKeysOnly: true,
    vary: (secret) => ({ signed: { secret: Buffer.from(secret).toString('base64') }, received: { secret } }),
  },
  { name: 'altered', codes: ['unexplained'], vary: () => bodies(lead, lead.replace('Sarah', 'Sally')) },
  { name: 'altered number', codes: ['unexplained'], vary: () => bodies('{"amount":100}', '{"amount":900}') },
]

export async function combinedCases(collector: Collector): Promise<void> {
  for (const [at, { name, codes, vary, textKeysOnly }] of combinations.entries()) {
    const schemes = hmacBody.filter((scheme, index) => scheme !== 'linear' && (index + at) % 3 === 0)
    for (const scheme of schemes) {
      if (textKeysOnly === true && /svix|standard/.test(scheme)) continue
      await collector.add(name, codes, { scheme, ...vary(secretOf(scheme)) })
    }
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, item]) => [name, sorted(item)]))
}
