import { decodeAnyBase64, decodeHex } from '../crypto/encodings.ts'
import { decodePercent, splitForm } from '../message/forms.ts'
import type { Reading } from '../message/read.ts'
import { splitUrl } from '../message/urls.ts'
import type { SchemeDefinition, SignedRequest } from '../types.ts'

/** A piece of the request that could be a digest. */
export interface Token {
  bytes: Buffer
  text: string
  /** The value it stands in, after `view` was applied, and its place there. */
  value: string
  start: number
  end: number
  source: string
  /** In the place where the scheme wants it. */
  expected: boolean
  /** How the value was read to find it. */
  view: 'as-is' | 'percent-decoded' | 'blank-as-plus' | 'encoded-twice'
}

/** Fewer bytes of a digest than this prove nothing. */
export const minimalProof = 6

const run = /[A-Za-z0-9+/_-]{8,}={0,2}/g
const gluedLabel = /^(?:hmac[-_]?)?(?:sha-?\d{1,3}|md5|v\d+a?|h1)(?:[-_]|(?=[0-9a-fA-F]{40}))/i
const tokenLimit = 96

/** Everything in the request that could be the signature, expected places first. */
export function collectTokens(scheme: SchemeDefinition, request: SignedRequest, reading: Reading): Token[] {
  const tokens: Token[] = []
  for (const { source, value } of reading.values) addValue(tokens, source, value, true)
  const used = new Set(reading.values.map(({ source }) => source.toLowerCase()))
  for (const [name, value] of request.headers) {
    if (used.has(name.toLowerCase()) || value.length < 12 || value.length > 2000) continue
    if (/^(?:cookie|user-agent|accept.*|host|content-.*|referer|traceparent)$/i.test(name)) continue
    addValue(tokens, name, value, false)
  }
  for (const [name, value] of splitForm(splitUrl(request.url)?.query ?? '')) {
    if (value !== null && value.length >= 12 && value.length <= 2000) {
      addValue(tokens, `query parameter ${name}`, decodePercent(value), false)
    }
  }
  if (scheme.signature.in === 'body') {
    for (const [name, value] of reading.fields?.others ?? []) addValue(tokens, name, value, false)
  }
  return tokens.slice(0, tokenLimit)
}

function addValue(tokens: Token[], source: string, value: string, expected: boolean): void {
  const text = value.slice(0, 4000)
  scan(tokens, source, text, expected, 'as-is')
  if (/%[0-9A-Fa-f]{2}/.test(text)) scan(tokens, source, decodePercent(text), expected, 'percent-decoded')
  if (expected && / /.test(text.trim())) {
    scan(tokens, source, text.trim().replaceAll(' ', '+'), expected, 'blank-as-plus')
  }
}

function scan(tokens: Token[], source: string, value: string, expected: boolean, view: Token['view']): void {
  for (const match of value.matchAll(run)) {
    addToken(tokens, source, value, match.index, match[0], expected, view)
    const label = gluedLabel.exec(match[0])?.[0] ?? ''
    if (label !== '') {
      addToken(
        tokens,
        source,
        value,
        match.index + label.length,
        match[0].slice(label.length),
        expected,
        view,
      )
    }
  }
}

function addToken(
  tokens: Token[],
  source: string,
  value: string,
  start: number,
  text: string,
  expected: boolean,
  view: Token['view'],
): void {
  const add = (bytes: Buffer | null, how: Token['view'], length = text.length) => {
    if (bytes === null || bytes.length < minimalProof || bytes.length > 1024) return
    tokens.push({
      bytes,
      text: text.slice(0, length),
      value,
      start,
      end: start + length,
      source,
      expected,
      view: how,
    })
  }
  const hexRun = /^[0-9a-fA-F]+/.exec(text)?.[0] ?? ''
  if (hexRun.length >= minimalProof * 2 && (hexRun.length === text.length || hexRun.length >= 32)) {
    const bytes = decodeHex(hexRun.slice(0, hexRun.length - (hexRun.length % 2)))
    add(bytes, view, hexRun.length)
    if (bytes !== null && hexRun.length === text.length) add(asBase64Text(bytes), 'encoded-twice')
  }
  const bare = text.replace(/=+$/, '')
  const bytes = decodeAnyBase64(bare.length % 4 === 1 ? bare.slice(0, -1) : bare)
  add(bytes, view)
  if (bytes !== null) add(asHexText(bytes), 'encoded-twice')
}

/** Bytes that are themselves the hex text of a digest: hex that was base64-encoded. */
function asHexText(bytes: Buffer): Buffer | null {
  return bytes.length >= 32 && bytes.length % 8 === 0 ? decodeHex(bytes.toString('latin1')) : null
}

function asBase64Text(bytes: Buffer): Buffer | null {
  const text = bytes.toString('latin1')
  return bytes.length >= 24 && /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? decodeAnyBase64(text) : null
}

export interface Match {
  token: Token
  /** Which part of the digest the token holds. */
  part: 'whole' | 'start' | 'end'
}

/** Looks digests up among the tokens by their first bytes: a search computes thousands and compares each with all. */
export class TokenIndex {
  private readonly byStart = new Map<number, Token[]>()
  private readonly byEnd = new Map<number, Token[]>()
  private readonly caseless: Token[]
  readonly tokens: Token[]

  constructor(tokens: Token[]) {
    this.tokens = tokens
    for (const token of tokens) {
      push(this.byStart, token.bytes.readUInt32BE(0), token)
      push(this.byEnd, token.bytes.readUInt32BE(token.bytes.length - 4), token)
    }
    this.caseless = tokens.filter((token) => token.expected && isCaseLost(token.text))
  }

  /** Byte lengths of the tokens in the expected place, or of all when there are none. */
  lengths(): Set<number> {
    const expected = this.tokens.filter((token) => token.expected)
    return new Set((expected.length > 0 ? expected : this.tokens).map((token) => token.bytes.length))
  }

  find(digest: Buffer): Match | null {
    const sameStart = this.byStart.get(digest.readUInt32BE(0)) ?? []
    for (const token of sameStart) {
      if (token.bytes.length === digest.length && token.bytes.equals(digest)) return { token, part: 'whole' }
    }
    for (const token of sameStart) {
      if (token.bytes.length < digest.length && digest.subarray(0, token.bytes.length).equals(token.bytes)) {
        return { token, part: 'start' }
      }
    }
    for (const token of this.byEnd.get(digest.readUInt32BE(digest.length - 4)) ?? []) {
      if (token.bytes.length < digest.length && digest.subarray(-token.bytes.length).equals(token.bytes)) {
        return { token, part: 'end' }
      }
    }
    if (this.caseless.length > 0) {
      const text = digest.toString('base64').replace(/=+$/, '').toLowerCase()
      const token = this.caseless.find((item) => item.text.replace(/=+$/, '').toLowerCase() === text)
      if (token !== undefined) return { token, part: 'whole' }
    }
    return null
  }
}

function push(map: Map<number, Token[]>, key: number, token: Token): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [token])
  else list.push(token)
}

/** Base64 in which upper and lower case no longer differ, as after a proxy that changes the case of values. */
function isCaseLost(text: string): boolean {
  const bare = text.replace(/=+$/, '')
  if (bare.length < 22 || /^[0-9a-fA-F]+$/.test(bare)) return false
  return bare === bare.toLowerCase() || bare === bare.toUpperCase()
}
