import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  diagnose,
  diagnosisCodes,
  schemes,
  schemeTable,
  sign,
  verify,
  type Key,
  type SchemeId,
  type SignedRequest,
} from '../../../electron/signatures/index.ts'
import { secretOf } from './corpus/base.ts'

const now = 1_772_000_000_000

function signed(
  scheme: SchemeId,
  text: string,
  secret = secretOf(scheme),
): { request: SignedRequest; key: Key } {
  const headers: [string, string][] = [['Content-Type', 'application/json']]
  const result = sign(
    scheme,
    {
      method: 'POST',
      url: 'https://h.example.com/x',
      headers,
      body: Buffer.from(text),
      key: secret,
      now,
      id: 'msg_1',
    },
    {},
  )
  if (!result.ok) throw new Error(result.problem)
  return {
    request: {
      method: 'POST',
      url: 'https://h.example.com/x',
      headers: [...headers, ...result.headers],
      body: Buffer.from(text),
      receivedAt: now,
    },
    key: { label: 'live', secret },
  }
}

describe('a diagnosis', () => {
  it('shows where the bodies part, and proves it with equal values', () => {
    const { request, key } = signed('github', '{"a":1,"b":{"c":2}}\n')
    const [first] = diagnose(
      'github',
      { ...request, body: Buffer.from('{"a":1,"b":{"c":2}}') },
      [key],
      [],
      {},
    )
    expect(first).toMatchObject({
      code: 'trailing-newline',
      proven: true,
      range: { start: 19, end: 19 },
      signedRange: { start: 19, end: 20 },
    })
    expect(first?.proof?.computed).toBe(first?.proof?.received)
    expect(first?.proof?.received).toHaveLength(64)
  })

  it('gives a fix with code for eleven frameworks, with the scheme’s own names', () => {
    const { request, key } = signed('stripe', '{\n  "a": 1\n}')
    const [first] = diagnose('stripe', { ...request, body: Buffer.from('{"a":1}') }, [key], [], {})
    expect(first?.code).toBe('json-reserialized')
    expect(first?.samples.map(({ framework }) => framework)).toEqual([
      'Express',
      'Fastify',
      'Next.js',
      'Hono',
      'Flask',
      'Django',
      'FastAPI',
      'Laravel',
      'Rails',
      'Go net/http',
      'Spring',
    ])
    for (const { code } of first?.samples ?? []) expect(code.toLowerCase()).toContain('stripe-signature')
  })

  it('names both causes when there are two, the more telling one first', () => {
    const { request, key } = signed('github', '{\n  "a": 1\n}')
    const headers = request.headers.map(
      ([name, value]) => [name, value.replace('sha256=', '')] as [string, string],
    )
    const found = diagnose(
      'github',
      { ...request, headers, body: Buffer.from('{"a":1}') },
      [{ label: 'k', secret: `${key.secret ?? ''}\n` }],
      [],
      {},
    )
    expect(found.map(({ code }) => code)).toEqual([
      'json-reserialized',
      'secret-whitespace',
      'signature-prefix',
    ])
    expect(found.every(({ proven }) => proven)).toBe(true)
  })

  it('claims nothing when nothing fits, and shows both digests', () => {
    const { request } = signed('github', '{"a":1}')
    const [first] = diagnose('github', request, [{ label: 'x', secret: 'wrong' }], [], {})
    expect(first).toMatchObject({ code: 'unexplained', proven: false })
    expect(first?.message).toContain("can't be told apart")
    expect(first?.message).toMatch(/Tried were \d+ combinations/)
    expect(first?.proof?.computed).not.toBe(first?.proof?.received)
  })

  it('hints at a key of another kind, without claiming it', () => {
    const { request } = signed('stripe', '{"a":1}')
    const [first] = diagnose('stripe', request, [{ label: 'stripe key', secret: 'sk_live_51Habc' }], [], {})
    expect(first).toMatchObject({ code: 'unexplained', proven: false })
    expect(first?.message).toContain('“stripe key” looks like a Stripe API key')
    expect(first?.message).not.toContain('sk_live')
  })

  it('says in words when the search met its limit', () => {
    const { request } = signed(
      'github',
      JSON.stringify(
        Array.from({ length: 4000 }, (_, id) => ({ id, name: `é ${String(id)}`, url: 'https://a/b' })),
      ),
    )
    const [first] = diagnose('github', request, [{ label: 'x', secret: 'wrong' }], [], {})
    expect(first?.message).toContain('stopped at its limit')
  })

  it('never shows a secret that is compared as it is', () => {
    const secret = 'Planted-Secret-0123456789'
    const { request } = signed('telegram', '{}', secret)
    const cut = request.headers.map(
      ([name, value]) => [name, value === secret ? value.slice(0, -4) : value] as [string, string],
    )
    const verdict = verify('telegram', { ...request, headers: cut }, [{ label: 'bot', secret }], {}, now)
    const found = diagnose('telegram', { ...request, headers: cut }, [{ label: 'bot', secret }], [], {})
    expect(found[0]?.code).toBe('signature-truncated')
    expect(JSON.stringify({ verdict, found })).not.toContain(secret)
  })

  it('is the same every time', () => {
    const { request } = signed('slack', '{"a":"é","b":[1,2,3]}')
    const run = () => diagnose('slack', request, [{ label: 'x', secret: 'wrong' }], [], {})
    expect(run()).toEqual(run())
  })
})

describe('a verdict', () => {
  it('says which key and which of several signatures matched', () => {
    const { request } = signed('svix', '{"a":1}')
    const headers = request.headers.map(
      ([name, value]) =>
        [name, name === 'svix-signature' ? `v1,${'A'.repeat(43)}= ${value}` : value] as [string, string],
    )
    const keys = [
      { label: 'old', secret: 'whsec_AAAA' },
      { label: 'new', secret: secretOf('svix') },
    ]
    const verdict = verify('svix', { ...request, headers }, keys, {}, now + 3_600_000)
    expect(verdict).toMatchObject({
      status: 'valid',
      matched: { keyLabel: 'new', keyIndex: 1, signatureIndex: 1 },
    })
    expect(verdict.freshness).toMatchObject({ atCapture: 'fresh', now: 'stale' })
  })

  it('shows the signed text with its parts and where each comes from', () => {
    const { request, key } = signed('svix', '{"a":1}')
    const { signedText } = verify('svix', request, [key], {}, now)
    expect(Buffer.from(signedText?.preview ?? []).toString()).toBe('msg_1.1772000000.{"a":1}')
    expect(signedText?.parts.map(({ kind, start, end, origin }) => [kind, start, end, origin])).toEqual([
      ['id', 0, 5, 'header svix-id'],
      ['literal', 5, 6, 'fixed text'],
      ['timestamp', 6, 16, 'header svix-timestamp'],
      ['literal', 16, 17, 'fixed text'],
      ['body', 17, 24, 'body'],
    ])
  })

  it('tells stale from wrong', () => {
    const { request, key } = signed('stripe', '{}')
    expect(verify('stripe', { ...request, receivedAt: now + 301_000 }, [key], {}, now)).toMatchObject({
      status: 'invalid',
      stale: true,
      signatureMatches: true,
    })
    expect(verify('stripe', request, [{ label: 'x', secret: 'no' }], {}, now)).toMatchObject({
      status: 'invalid',
      stale: false,
      signatureMatches: false,
    })
  })

  it('says when the body is not covered, when nothing is set, and when a key can’t be read', () => {
    const mail = signed('telegram', '{}')
    expect(verify('telegram', mail.request, [mail.key], {}, now)).toMatchObject({
      status: 'valid',
      coverage: 'nothing',
      message: expect.stringContaining('not protected') as string,
    })
    expect(verify('github', mail.request, [], {}, now).status).toBe('not-configured')
    const svix = signed('svix', '{}')
    for (const secret of ['whsec_!!!!', 'whsec_', '']) {
      expect(verify('svix', svix.request, [{ label: 'x', secret }], {}, now).status).toBe('cannot-check')
    }
  })
})

describe('the documentation', () => {
  it('has a fix for every code and every scheme, with nothing left to fill in', () => {
    const placeholder =
      /\{(?:header|variable|prefix|hash|encoding|example|seconds|unit|separator|item|[a-z]+-(?:text|hash|mac|digest|encode|host|lower|cgi|how|field|type|parts|length|home|encoding))\}/
    const { request } = signed('github', '{}')
    expect(diagnosisCodes.length).toBe(50)
    for (const scheme of Object.values(schemes)) {
      const found = diagnose(
        scheme.id,
        { ...request, headers: [] },
        [{ label: 'x', secret: 'a', publicKey: 'b' }],
        [],
        { header: 'X-Sig' },
      )
      for (const { fix, samples } of found) expect(JSON.stringify({ fix, samples })).not.toMatch(placeholder)
    }
  })

  it('the table of schemes is up to date', () => {
    const file = new URL('../../../resources/signature-schemes.md', import.meta.url)
    expect(readFileSync(file, 'utf8')).toBe(schemeTable())
  })
})
