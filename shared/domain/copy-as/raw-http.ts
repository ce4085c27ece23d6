import { latin1Bytes, strictUtf8 } from '../bytes.ts'
import { readable } from './source.ts'
import type { CopiedRequest, CopySource } from './types.ts'

/**
 * The request as it stands on the wire. A chunked body is written as one chunk, since how it was cut is not kept; all
 * else is byte for byte what came. Null when the body is not at hand.
 */
export function rawHttpBytes(source: CopySource): Uint8Array<ArrayBuffer> | null {
  const { body } = source
  if (!body) return null
  if (source.malformed) return joined([body])
  const head = latin1Bytes(headOf(source))
  if (!isChunked(source)) return joined([head, body])
  const trailers = source.trailers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  const first =
    body.length === 0 ? [] : [latin1Bytes(`${body.length.toString(16)}\r\n`), body, latin1Bytes('\r\n')]
  return joined([head, ...first, latin1Bytes(`0\r\n${trailers}\r\n`)])
}

/** The same as text, for reading and pasting; a body that is no text is left out, with a note. */
export function copyAsRawHttp(source: CopySource): CopiedRequest {
  const notes: string[] = []
  if (!source.complete) notes.push('The upload broke off: the body is what came of it.')
  if (isChunked(source)) notes.push('The body is written as one chunk; how it was cut is not kept.')
  const bytes = rawHttpBytes(source)
  const head = headOf(source)
  const headText = readable(head)
  if (headText === null) notes.push('Header bytes that are not UTF-8 are shown as Latin-1.')
  const rest = bytes === null ? null : strictUtf8(bytes.subarray(head.length))
  if (bytes === null) notes.push('The body is not at hand: it is left out here.')
  else if (rest === null) notes.push('The body is not text: it is left out here.')
  return { text: (headText ?? head) + (rest ?? ''), notes }
}

function headOf(source: CopySource): string {
  if (source.malformed) return ''
  const lines = source.headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `${source.method} ${source.target} HTTP/${source.httpVersion}\r\n${lines}\r\n`
}

function isChunked(source: CopySource): boolean {
  return (
    !source.malformed &&
    source.headers.some(
      ([name, value]) => name.toLowerCase() === 'transfer-encoding' && /\bchunked\s*$/i.test(value),
    )
  )
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}
