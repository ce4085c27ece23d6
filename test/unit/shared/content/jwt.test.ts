import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeJwt, readAuthorization, readCredentials, readJwt } from '#shared/domain/jwt.ts'

const now = Date.UTC(2026, 10, 23, 12)
const seconds = now / 1_000

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const token = (payload: unknown, header: unknown = { alg: 'HS256', typ: 'JWT' }) =>
  `${encode(header)}.${encode(payload)}.c2ln`

function reading(payload: unknown, header?: unknown) {
  return readJwt(decodeJwt(token(payload, header))!, now)
}

describe('JSON Web Tokens', () => {
  it('are taken apart, with claims in words', () => {
    const jwt = decodeJwt(token({ sub: 'ann', exp: seconds + 3_600, aud: ['a', 'b'] }))!
    expect(jwt).toMatchObject({
      header: { alg: 'HS256' },
      payload: { sub: 'ann' },
      signature: 'c2ln',
      encrypted: false,
    })
    expect(readJwt(jwt, now)).toEqual({
      verdict: 'Expires in 1 hour.',
      attention: false,
      claims: [
        { name: 'sub', meaning: 'Subject', words: 'ann' },
        { name: 'aud', meaning: 'Audience', words: 'a, b' },
        { name: 'exp', meaning: 'Expires', words: '2026-11-23T13:00:00Z, in 1 hour' },
      ],
    })
  })

  it('are judged by time and algorithm', () => {
    expect(reading({ exp: seconds - 2 * 86_400 })).toMatchObject({
      verdict: 'Expired 2 days ago.',
      attention: true,
    })
    expect(reading({ nbf: seconds + 90 })).toMatchObject({
      verdict: 'Not valid yet: it starts in 1 minute.',
      attention: true,
    })
    expect(reading({ sub: 'x' })).toMatchObject({ verdict: 'Never expires.', attention: false })
    expect(reading({}, { alg: 'none' })).toMatchObject({
      verdict: 'Not signed: anyone can have made it.',
      attention: true,
    })
    expect(reading({ exp: 'soon' })).toMatchObject({
      verdict: 'Its expiry is not a number of seconds.',
      attention: true,
    })
    expect(reading({ exp: 1e300 }).attention).toBe(true)
    expect(reading('not json')).toMatchObject({
      verdict: 'The payload is not a JSON object.',
      attention: true,
    })
    const encrypted = decodeJwt(`${encode({ alg: 'RSA-OAEP' })}.a.b.c.d`)!
    expect(readJwt(encrypted, now).verdict).toBe('Encrypted: only the header can be read.')
  })

  it.each(['', 'abc', 'a.b.c', 'sk_live_x.y.z', `${encode('[]')}.e30.x`, 'x'.repeat(100_000)])(
    '%j is none',
    (text) => {
      expect(decodeJwt(text)).toBeNull()
    },
  )
})

describe('credentials in headers', () => {
  it.each([
    ['Basic YWxhZGRpbjpvcGVuOnNlc2FtZQ==', { kind: 'basic', user: 'aladdin', password: 'open:sesame' }],
    ['basic w7w6w7Y=', { kind: 'basic', user: 'ü', password: 'ö' }],
    ['Basic !!!', { kind: 'broken', problem: 'Basic is not followed by base64.' }],
    ['Basic YWJj', { kind: 'broken', problem: 'The decoded text holds no colon between user and password.' }],
    ['Bearer abc', { kind: 'bearer', token: 'abc', jwt: null }],
    ['Bearer ', { kind: 'broken', problem: 'Bearer is not followed by a token.' }],
    ['Digest username="x"', { kind: 'digest', scheme: 'Digest', rest: 'username="x"' }],
    ['AWS4-HMAC-SHA256 Credential=x', { kind: 'other', scheme: 'AWS4-HMAC-SHA256' }],
    ['sk_live_1', { kind: 'key', value: 'sk_live_1' }],
    ['', { kind: 'broken', problem: 'The header is empty.' }],
  ])('%j', (value, expected) => {
    expect(readAuthorization('Authorization', value)).toMatchObject(expected)
  })

  it('are found wherever they are kept', () => {
    const found = readCredentials([
      ['Host', 'x'],
      ['X-API-Key', 'k'],
      ['X-Webhook-Secret', 's'],
      ['X-Any', token({ sub: 'a' })],
      ['Cookie', 'a=1; b=x=y; c'],
      ['X-GitHub-Event', 'push'],
    ])
    expect(found).toMatchObject([
      { kind: 'key', header: 'X-API-Key', value: 'k' },
      { kind: 'key', header: 'X-Webhook-Secret', value: 's' },
      { kind: 'key', header: 'X-Any', jwt: { payload: { sub: 'a' } } },
      {
        kind: 'cookies',
        cookies: [
          ['a', '1'],
          ['b', 'x=y'],
          ['', 'c'],
        ],
      },
    ])
  })

  it('may hold anything', () => {
    const value = fc.oneof(
      fc.string(),
      fc.string().map((text) => `Basic ${text}`),
      fc.tuple(fc.jsonValue(), fc.jsonValue()).map(([header, payload]) => `Bearer ${token(payload, header)}`),
    )
    fc.assert(
      fc.property(value, (text) => {
        for (const found of readCredentials([
          ['Authorization', text],
          ['Cookie', text],
        ])) {
          if ('jwt' in found && found.jwt) readJwt(found.jwt, now)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
