import type { HeaderPairs } from './answer.ts'
import { fromBase64, latin1, strictUtf8 } from './bytes.ts'
import { agoInWords } from './duration.ts'

/** A JSON Web Token taken apart (RFC 7519, RFC 7515). Nothing is verified. */
export interface Jwt {
  header: Record<string, unknown>
  /** Null when the payload is no JSON object (an encrypted token, or other content). */
  payload: Record<string, unknown> | null
  /** JSON text as encoded in the token. */
  headerText: string
  payloadText: string | null
  /** As it stands in the token; empty for an unsigned one. */
  signature: string
  /** Five parts: encrypted (RFC 7516), only the header can be read. */
  encrypted: boolean
}

interface JwtClaim {
  name: string
  /** What the registered name stands for. */
  meaning: string
  /** The value in words: for times the moment and how far it is from now. */
  words: string
}

export interface JwtReading {
  /** One sentence on validity in time and on the algorithm; `attention` when something is wrong with it. */
  verdict: string
  attention: boolean
  claims: JwtClaim[]
}

const maxLength = 65_536

/** Takes a token apart; null when the text is no JWT. */
export function decodeJwt(token: string): Jwt | null {
  if (token.length > maxLength || !/^[\w-]+\.[\w-]*\.[\w-]*(?:\.[\w-]*\.[\w-]*)?$/.test(token)) return null
  const parts = token.split('.')
  const headerText = textOfPart(parts[0])
  const header = headerText === null ? null : objectOf(headerText)
  if (headerText === null || header === null) return null
  const encrypted = parts.length === 5
  const payloadText = encrypted ? null : textOfPart(parts[1])
  return {
    header,
    payload: payloadText === null ? null : objectOf(payloadText),
    headerText,
    payloadText,
    signature: parts.at(-1) ?? '',
    encrypted,
  }
}

function textOfPart(part: string | undefined): string | null {
  const bytes = part === undefined ? null : fromBase64(part)
  return bytes === null ? null : strictUtf8(bytes)
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** Registered claims (RFC 7519, section 4.1) and the commonest others. */
const meanings: readonly [name: string, meaning: string, time: boolean][] = [
  ['iss', 'Issuer', false],
  ['sub', 'Subject', false],
  ['aud', 'Audience', false],
  ['exp', 'Expires', true],
  ['nbf', 'Not valid before', true],
  ['iat', 'Issued', true],
  ['auth_time', 'Signed in', true],
  ['jti', 'Token id', false],
  ['azp', 'Authorised party', false],
  ['client_id', 'Client', false],
  ['scope', 'Scope', false],
  ['scp', 'Scope', false],
  ['roles', 'Roles', false],
  ['email', 'E-mail', false],
  ['name', 'Name', false],
  ['tid', 'Tenant', false],
]

/** What a token says, in words, at a time (epoch milliseconds). */
export function readJwt(jwt: Jwt, now: number): JwtReading {
  const claims: JwtClaim[] = []
  const payload = jwt.payload ?? {}
  for (const [name, meaning, time] of meanings) {
    if (!Object.hasOwn(payload, name)) continue
    const value = payload[name]
    const moment = time ? momentOf(value) : null
    claims.push({
      name,
      meaning,
      words: moment === null ? plainly(value) : `${isoOf(moment)}, ${agoInWords(moment, now)}`,
    })
  }
  return { ...verdictOf(jwt, payload, now), claims }
}

function verdictOf(
  jwt: Jwt,
  payload: Record<string, unknown>,
  now: number,
): { verdict: string; attention: boolean } {
  if (jwt.encrypted) return { verdict: 'Encrypted: only the header can be read.', attention: false }
  if (jwt.payload === null) return { verdict: 'The payload is not a JSON object.', attention: true }
  const { alg } = jwt.header
  if (jwt.signature === '' || (typeof alg === 'string' && alg.toLowerCase() === 'none')) {
    return { verdict: 'Not signed: anyone can have made it.', attention: true }
  }
  const expiry = momentOf(payload['exp'])
  const start = momentOf(payload['nbf'])
  if (expiry !== null && expiry <= now)
    return { verdict: `Expired ${agoInWords(expiry, now)}.`, attention: true }
  if (start !== null && start > now)
    return { verdict: `Not valid yet: it starts ${agoInWords(start, now)}.`, attention: true }
  if (payload['exp'] !== undefined && expiry === null) {
    return { verdict: 'Its expiry is not a number of seconds.', attention: true }
  }
  if (expiry === null) return { verdict: 'Never expires.', attention: false }
  return { verdict: `Expires ${agoInWords(expiry, now)}.`, attention: false }
}

/** Seconds since 1970 (NumericDate) as milliseconds; null when it is none, or beyond what a date can hold. */
function momentOf(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) < 8.64e12 ? value * 1_000 : null
}

function isoOf(moment: number): string {
  return new Date(moment).toISOString().replace('.000Z', 'Z')
}

function plainly(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(plainly).join(', ')
  return JSON.stringify(value)
}

export type Credential =
  | { kind: 'basic'; header: string; user: string; password: string }
  | { kind: 'bearer'; header: string; token: string; jwt: Jwt | null }
  | { kind: 'digest' | 'other'; header: string; scheme: string; rest: string }
  /** A header that carries nothing but a key, or any header that holds a JWT. */
  | { kind: 'key'; header: string; value: string; jwt: Jwt | null }
  | { kind: 'cookies'; header: string; cookies: [name: string, value: string][] }
  /** The header is there but can't be read: why, in a sentence. */
  | { kind: 'broken'; header: string; value: string; problem: string }

const keyHeaders =
  /^(?:x-)?(?:api-?key|auth-?token|access-?token|webhook-secret|webhook-token|gitlab-token|telegram-bot-api-secret-token|shared-secret|secret|token|auth)$/i

/** Everything in the headers that identifies the sender, in their order. Values are never sent anywhere or verified. */
export function readCredentials(headers: HeaderPairs): Credential[] {
  return headers.flatMap(([name, value]): Credential[] => {
    const lower = name.toLowerCase()
    if (lower === 'authorization' || lower === 'proxy-authorization') return [readAuthorization(name, value)]
    if (lower === 'cookie') return [{ kind: 'cookies', header: name, cookies: readCookies(value) }]
    const jwt = value.startsWith('eyJ') ? decodeJwt(value.trim()) : null
    return jwt || keyHeaders.test(name) ? [{ kind: 'key', header: name, value, jwt }] : []
  })
}

/** Reads the value of Authorization or Proxy-Authorization. */
export function readAuthorization(header: string, value: string): Credential {
  const [, scheme = '', rest = ''] = /^\s*(\S+)\s*(.*?)\s*$/s.exec(value) ?? []
  const kind = scheme.toLowerCase()
  if (kind === 'basic') return readBasic(header, value, rest)
  if (kind === 'bearer') {
    return rest === ''
      ? { kind: 'broken', header, value, problem: 'Bearer is not followed by a token.' }
      : { kind: 'bearer', header, token: rest, jwt: decodeJwt(rest) }
  }
  if (scheme === '') return { kind: 'broken', header, value, problem: 'The header is empty.' }
  // A bare token without a scheme is wrong, and common.
  const jwt = rest === '' ? decodeJwt(scheme) : null
  if (rest === '') return { kind: 'key', header, value: scheme, jwt }
  return { kind: kind === 'digest' ? 'digest' : 'other', header, scheme, rest }
}

function readBasic(header: string, value: string, rest: string): Credential {
  const bytes = rest === '' ? null : fromBase64(rest)
  if (!bytes) return { kind: 'broken', header, value, problem: 'Basic is not followed by base64.' }
  const text = strictUtf8(bytes) ?? latin1(bytes)
  const colon = text.indexOf(':')
  if (colon < 0) {
    return {
      kind: 'broken',
      header,
      value,
      problem: 'The decoded text holds no colon between user and password.',
    }
  }
  return { kind: 'basic', header, user: text.slice(0, colon), password: text.slice(colon + 1) }
}

function readCookies(value: string): [string, string][] {
  return value
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=')
      return equals < 0 ? ['', pair] : [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()]
    })
}
