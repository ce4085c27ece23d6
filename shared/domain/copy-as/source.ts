import type { HeaderPairs } from '../answer.ts'
import { latin1Bytes, strictUtf8 } from '../bytes.ts'
import { maxInlineBody, type CopySource } from './types.ts'

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/

const forbidden = /[\0-\x08\x0a-\x1f\x7f]|[^\0-\xff]/

/** The body when it is to be put into the text; null when it has to come from a file. */
export function inlineBody(source: CopySource): Uint8Array | null {
  return source.body && source.body.length <= maxInlineBody ? source.body : null
}

export function hasBody(source: CopySource): boolean {
  return source.body === null || source.body.length > 0
}

/** The body as text that gives the same bytes in UTF-8; null when it has none, or holds NUL, which no command line carries. */
export function bodyAsText(body: Uint8Array): string | null {
  return body.includes(0) ? null : strictUtf8(body)
}

/** Header value or target for reading: bytes that are UTF-8 as text; null when they are not. */
export function readable(latin1Text: string): string | null {
  return /^[\0-\x7f]*$/.test(latin1Text) ? latin1Text : strictUtf8(latin1Bytes(latin1Text))
}

/** Headers that a tool can be made to send; the others are named in a note. */
export function sendableHeaders(headers: HeaderPairs, notes: string[]): HeaderPairs {
  const bad = headers.filter(([name, value]) => !token.test(name) || forbidden.test(value))
  if (bad.length > 0) {
    notes.push(`Left out because HTTP forbids them: ${bad.map(([name]) => JSON.stringify(name)).join(', ')}.`)
  }
  return headers.filter((header) => !bad.includes(header))
}

export function headerValues(headers: HeaderPairs, name: string): string[] {
  return headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value)
}

/** How the end of the body was marked by the sender. */
export type Framing = 'none' | 'length' | 'chunked'

/** The framing to send with; notes what of the sender's own framing is not repeated. */
export function framingOf(source: CopySource, notes: string[]): Framing {
  const coding = headerValues(source.headers, 'transfer-encoding')
  const lengths = headerValues(source.headers, 'content-length')
  const plainlyChunked = coding.length === 1 && coding[0]?.trim().toLowerCase() === 'chunked'
  if (coding.length > 0 && !plainlyChunked)
    notes.push(`Transfer-Encoding “${coding.join(', ')}” is not repeated.`)
  if (plainlyChunked && lengths.length === 0) return 'chunked'
  if (coding.length > 0) return hasBody(source) ? 'length' : 'none'
  const [declared] = lengths
  if (declared === undefined) return hasBody(source) ? 'length' : 'none'
  const honest =
    lengths.length === 1 &&
    /^\d+$/.test(declared) &&
    (source.body === null || Number(declared) === source.body.length)
  if (honest) return 'length'
  notes.push(
    `Content-Length “${lengths.join(', ')}” is not repeated: ${source.body?.length ?? 0} bytes of body are at hand.`,
  )
  return hasBody(source) ? 'length' : 'none'
}

/** Notes that hold for every tool. */
export function commonNotes(source: CopySource): string[] {
  const notes: string[] = []
  if (source.malformed)
    notes.push('What came was no well-formed request: only raw HTTP gives its bytes again.')
  if (!source.complete) notes.push('The upload broke off: the body is what came of it.')
  return notes
}

/** Notes on trailers, for tools that send none. */
export function trailerNotes(source: CopySource): string[] {
  return source.trailers.length === 0
    ? []
    : [`Trailers are not sent: ${source.trailers.map(([name]) => name).join(', ')}.`]
}
