import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  detect,
  diagnose,
  isSchemeId,
  propose,
  schemeIds,
  schemes,
  sign,
  verify,
  verifyCase,
  type Key,
  type SchemeId,
  type SignedRequest,
} from '../../../electron/signatures/index.ts'

const options = {
  header: 'X-Sig',
  headerTemplate: 't={timestamp},v1={signature}',
  parts: '{timestamp}.{body}',
  webhookId: 'W',
}
const names = [...new Set(Object.values(schemes).flatMap((scheme) => [
  ...(scheme.signature.in === 'header' ? scheme.signature.names : []),
  ...(scheme.timestamp?.in === 'header' ? scheme.timestamp.names : []),
  ...(scheme.messageId?.names ?? []),
  ...(scheme.otherHeaders ?? []),
]))] // prettier-ignore

const fragment = fc.constantFrom(
  'sha256=',
  'v1,',
  't=',
  ',v1=',
  ';h1=',
  'v0=',
  ' ',
  '"',
  '%',
  '%zz',
  '=',
  '==',
  '\u0000',
  'é',
  '1772000000',
  '-1',
  '9'.repeat(40),
  'A'.repeat(44),
  'ab'.repeat(32),
  '{',
  '\\',
  '\n',
)
const headerValue = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.array(fragment, { maxLength: 6 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
)
const headers = fc.array(
  fc.tuple(
    fc.oneof(
      fc.constantFrom(
        ...names,
        'Content-Type',
        'Host',
        'X-Forwarded-Host',
        'Forwarded',
        'Content-Encoding',
        'X-Sig',
      ),
      fc.string({ maxLength: 12 }),
    ),
    fc.oneof(
      headerValue,
      fc.constantFrom(
        'application/json',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'multipart/form-data',
        'gzip',
        'br',
        'text/html; charset=nonsense',
      ),
    ),
  ),
  { maxLength: 8 },
)
const body = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.json().map((text) => Buffer.from(text)),
  fc
    .constantFrom(
      '{"signature":{"timestamp":1,"token":"t","signature":"ab"}}',
      '{"Type":"Notification","Signature":"AAAA","SigningCertURL":1}',
      '{"signature":null}',
      '[1,',
      '"\\ud800"',
      '{"webhookTimestamp":1e400}',
      '[[[[[[',
      '{"a":1,"a":2}',
      'a=1&b=%zz&=',
      '%',
      '\u001f\u008b\u0008',
      '--x\r\n\r\n--x--',
    )
    .map((text) => Buffer.from(text)),
)
const request: fc.Arbitrary<SignedRequest> = fc.record({
  method: fc.oneof(fc.constantFrom('POST', 'GET', ''), fc.string({ maxLength: 8 })),
  url: fc.oneof(
    fc.webUrl({ withQueryParameters: true }),
    fc.string({ maxLength: 40 }),
    fc.constantFrom('https://a/?bodySHA256=', 'http://[::1]:3/%zz?%', '//', 'https://u:p@h:99999/'),
  ),
  headers,
  body,
  receivedAt: fc.oneof(
    fc.integer({ min: 0, max: 4e12 }),
    fc.constantFrom(0, -1, 8e15, Number.NaN, Number.POSITIVE_INFINITY),
  ),
})
const keyText = fc.oneof(
  fc.string({ maxLength: 50 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '',
    'whsec_',
    'whsec_!!!!',
    'whpk_AAAA',
    '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----',
    '-----BEGIN PUBLIC KEY-----',
    'zz',
    '\ud800',
    '%E0%A4%A',
    '00'.repeat(32),
  ),
)
const key: fc.Arbitrary<Key> = fc
  .tuple(fc.string({ maxLength: 5 }), keyText)
  .map(([label, text]) => ({ label, secret: text, publicKey: text }))
const scheme = fc.constantFrom<SchemeId>(...schemeIds)
const statuses = ['valid', 'invalid', 'missing', 'not-configured', 'cannot-check']

describe('whatever comes', () => {
  it('a time of capture that is no date is no trouble', () => {
    for (const id of schemeIds) {
      for (const receivedAt of [Number.NaN, Number.POSITIVE_INFINITY, -8.7e15, 8.64e15]) {
        const headers = names
          .filter((name) => !/time/i.test(name))
          .map((name) => [name, 'ab'.repeat(32)] as [string, string])
        const given = { method: 'POST', url: 'https://a.b/', headers, body: Buffer.from('{}'), receivedAt }
        expect(
          diagnose(id, given, [{ label: 'k', secret: 'AAAA', publicKey: 'x' }], [], options),
        ).toBeInstanceOf(Array)
      }
    }
  })

  it('a verdict for each request, scheme and key', () => {
    fc.assert(
      fc.property(scheme, request, fc.array(key, { maxLength: 3 }), (id, given, keys) => {
        const verdict = verify(id, given, keys, options, given.receivedAt)
        expect(statuses).toContain(verdict.status)
        expect(verdict.message.length).toBeGreaterThan(10)
        JSON.stringify(verdict)
      }),
      { numRuns: 3000 },
    )
  })

  it('diagnoses without a throw, and quickly', () => {
    fc.assert(
      fc.property(
        scheme,
        request,
        fc.array(key, { minLength: 1, maxLength: 2 }),
        fc.array(key, { maxLength: 2 }),
        (id, given, keys, others) => {
          const found = diagnose(id, given, keys, others, options)
          const { status } = verify(id, given, keys, options, given.receivedAt)
          if (status === 'valid') expect(found).toEqual([])
          for (const item of found) expect(item.fix.length).toBeGreaterThan(10)
        },
      ),
      { numRuns: 350 },
    )
  }, 60_000)

  it('signs or says why not', () => {
    fc.assert(
      fc.property(scheme, request, keyText, (id, given, text) => {
        const result = sign(
          id,
          { ...given, now: Number.isFinite(given.receivedAt) ? given.receivedAt : 0, key: text, id: 'x' },
          options,
        )
        if (!result.ok) expect(result.problem.length).toBeGreaterThan(5)
      }),
      { numRuns: 1000 },
    )
  })

  it('what is signed verifies, whatever the body', () => {
    const hmacs = schemeIds.filter(
      (id) =>
        schemes[id].key.kind === 'secret' &&
        schemes[id].key.encoding === 'text' &&
        id !== 'generic-hmac' &&
        id !== 'mailgun' &&
        id !== 'linear',
    )
    fc.assert(
      fc.property(
        fc.constantFrom(...hmacs),
        fc.uint8Array({ maxLength: 300 }),
        fc.string({ minLength: 1, maxLength: 40 }),
        (id, bytes, secret) => {
          const now = 1_772_000_000_000
          const base = {
            method: 'POST',
            url: 'https://h.example.com/x?a=1',
            headers: [] as [string, string][],
            body: bytes,
          }
          const result = sign(id, { ...base, key: secret, now, id: 'm' }, {})
          if (!result.ok) throw new Error(result.problem)
          const sent = {
            ...base,
            url: result.url,
            body: result.body,
            headers: result.headers,
            receivedAt: now,
          }
          // A secret that is only blanks can't travel as a header's value.
          if (schemes[id].primitive.kind === 'equality' && secret.trim() === '') return
          expect(verify(id, sent, [{ label: 'k', secret }], {}, now).status).toBe('valid')
          if (schemes[id].coverage === 'body' && bytes.length > 0) {
            const changed = Uint8Array.from(result.body)
            changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 0x80
            if (id !== 'twilio')
              expect(verify(id, { ...sent, body: changed }, [{ label: 'k', secret }], {}, now).status).toBe(
                'invalid',
              )
          }
        },
      ),
      { numRuns: 600 },
    )
  })

  it('detects and proposes without a throw', () => {
    fc.assert(
      fc.property(request, fc.array(key, { maxLength: 2 }), (given, keys) => {
        for (const { scheme: id } of [...detect(given), ...propose(given, keys, 0)])
          expect(isSchemeId(id)).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it('a line of a batch may be anything', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.jsonValue(),
          fc.record({
            scheme: fc.oneof(scheme, fc.string()),
            headers: fc.jsonValue(),
            bodyBase64: fc.jsonValue(),
            receivedAt: fc.jsonValue(),
            secret: fc.jsonValue(),
            options: fc.jsonValue(),
            otherSecrets: fc.jsonValue(),
            url: fc.jsonValue(),
          }),
        ),
        (line) => {
          expect(['valid', 'invalid', 'missing', 'error']).toContain(verifyCase(line).status)
        },
      ),
      { numRuns: 1500 },
    )
  })

  it('deep and wide bodies do not hang', () => {
    const headersOf: [string, string][] = [
      ['X-Hub-Signature-256', `sha256=${'ab'.repeat(32)}`],
      ['Content-Type', 'application/json'],
    ]
    const bodies = [
      '['.repeat(100_000),
      '{"a":'.repeat(50_000),
      `"${'\\u0041'.repeat(100_000)}"`,
      'a=&'.repeat(100_000),
      `[${'1,'.repeat(100_000)}1]`,
      '\r\n'.repeat(100_000),
      '\\"'.repeat(100_000),
      `{${Array.from({ length: 20_000 }, (_, at) => `"k${String(at)}":${String(at)}`).join(',')}}`,
    ]
    for (const text of bodies) {
      const given = {
        method: 'POST',
        url: 'https://a.b/',
        headers: headersOf,
        body: Buffer.from(text),
        receivedAt: 1_772_000_000_000,
      }
      const found = diagnose('github', given, [{ label: 'k', secret: 'x' }], [], {})
      expect(found.at(-1)?.code).toBe('unexplained')
    }
  }, 60_000)

  it('a header stuffed with signatures costs little', () => {
    const stuffed = Array.from({ length: 5000 }, () => `v1,${'A'.repeat(43)}=`).join(' ')
    const given: SignedRequest = {
      method: 'POST',
      url: 'https://a.b/',
      headers: [
        ['svix-id', 'x'],
        ['svix-timestamp', '1772000000'],
        ['svix-signature', stuffed],
      ],
      body: Buffer.alloc(500_000),
      receivedAt: 1_772_000_000_000,
    }
    expect(verify('svix', given, [{ label: 'k', secret: 'whsec_AAAA' }], {}, 0).status).toBe('invalid')
  })
})
