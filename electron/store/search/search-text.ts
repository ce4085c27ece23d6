import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import { charsetOf, decodeText } from '#shared/domain/charset.ts'
import { bodiesName } from '../database/handles.ts'
import { encodingsOf, looksLikeZlib } from './encodings.ts'

/** Of a body so many bytes, counted after undoing its content-encoding, are searched: 256 kB. */
export const searchedBytes = 262_144
/** A compressed body that unpacks to more than this is not searched. */
const unpackedBytes = 4_194_304

/** What is stored of a request's body. */
export interface BodyColumns {
  readonly body: Buffer | null
  readonly body_file: string | null
}

/** The body as text, as far as it is searched; binary content is reduced to the readable runs in it. */
export function bodyText(folder: string, headers: HeaderPairs, columns: BodyColumns): string {
  const raw =
    columns.body_file === null
      ? (columns.body ?? Buffer.alloc(0))
      : beginningOf(join(folder, bodiesName, columns.body_file))
  if (raw.byteLength === 0) return ''
  let bytes: Uint8Array = raw
  let contentType: string | null = null
  let encoded = false
  for (const [name, value] of headers) {
    if (name.length === 12 && contentType === null && name.toLowerCase() === 'content-type')
      contentType = value
    if (name.length === 16 && name.toLowerCase() === 'content-encoding') encoded = true
  }
  if (encoded) {
    const unpacked = unpack(raw, encodingsOf(headers))
    if (unpacked === null) return ''
    bytes = unpacked
  }
  bytes = bytes.subarray(0, searchedBytes)
  return readable(decodeText(bytes, charsetOf(contentType, bytes).label))
}

function beginningOf(path: string): Buffer {
  try {
    const file = openSync(path, 'r')
    try {
      const buffer = Buffer.allocUnsafe(searchedBytes)
      return buffer.subarray(0, readSync(file, buffer, 0, searchedBytes, 0))
    } finally {
      closeSync(file)
    }
  } catch {
    // A file that is gone has no text; the check of the store reports it.
    return Buffer.alloc(0)
  }
}

/** Undoes content-encodings; null when that can't be done within the limit. */
function unpack(bytes: Buffer, encodings: readonly string[]): Uint8Array | null {
  let result: Buffer = bytes
  const zlib = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: unpackedBytes }
  try {
    for (const encoding of encodings.toReversed()) {
      if (encoding === 'gzip') result = gunzipSync(result, zlib)
      else if (encoding === 'deflate')
        result = looksLikeZlib(result) ? inflateSync(result, zlib) : inflateRawSync(result, zlib)
      else if (encoding === 'br') {
        result = brotliDecompressSync(result, {
          finishFlush: constants.BROTLI_OPERATION_FLUSH,
          maxOutputLength: unpackedBytes,
        })
      } else if (encoding === 'zstd') {
        result = zstdDecompressSync(result, {
          finishFlush: constants.ZSTD_e_flush,
          maxOutputLength: unpackedBytes,
        })
      } else return null
    }
    return result
  } catch {
    // Not what the header says, or too large: the bytes can be looked at, but not searched.
    return null
  }
}

const unreadable = /[\0-\x08\x0e-\x1f\x7f\ufffd]+/

/** Text as it is; of binary content only runs of six readable characters and more. */
function readable(text: string): string {
  if (!text.includes('\0')) return text
  return text
    .split(unreadable)
    .filter((run) => run.length >= 6)
    .join('\n')
}

const escapes = /\\(?:u([0-9a-fA-F]{4})|\/)/g

/**
 * JSON text with its `\uXXXX` and `\/` escapes undone, when it has any: senders that escape everything beyond ASCII are
 * searched by what the text says. Null when there is nothing to undo.
 */
export function unescaped(text: string): string | null {
  if (!text.includes('\\u') && !text.includes('\\/')) return null
  return text
    .replace(escapes, (_whole, code: string | undefined) =>
      code === undefined ? '/' : String.fromCharCode(parseInt(code, 16)),
    )
    .replaceAll('\0', ' ')
}

/** What is stored of all that plain words are looked for in; the note is not among it. */
export interface SearchedColumns extends BodyColumns {
  readonly method: string
  readonly target: string
  /** JSON of pairs. */
  readonly headers: string
  readonly event: string | null
  readonly summary: string | null
  readonly provider: string
}

/** Everything that a word may be found in, in lower case, as it goes into the index. */
export function indexedText(folder: string, row: SearchedColumns): string {
  const headers = JSON.parse(row.headers) as HeaderPairs
  const lines = headers.map(([name, value]) => `${name}: ${value}`)
  const body = bodyText(folder, headers, row)
  const parts = [row.method, row.target, ...lines, row.event ?? '', row.summary ?? '', row.provider, body]
  const plain = unescaped(body)
  if (plain !== null) parts.push(plain)
  const text = parts.join(separator).toLowerCase()
  // The index takes a NUL for the end.
  return text.includes('\0') ? text.replaceAll('\0', ' ') : text
}

/** Between the texts that are searched each on its own: nothing that anybody types. */
const separator = '\u001f'
