import type { ByteSource } from './byte-source.ts'
import { findBytes } from './byte-search.ts'

/** An offset as people write it: `0x1f4`, `500`, `1f4h`, `50%`, `end`; null when it is none. */
export function parseOffset(text: string, size: number): number | null {
  const trimmed = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_,]/g, '')
  let value: number
  if (trimmed === 'end') value = size - 1
  else if (/^\d{1,3}%$/.test(trimmed)) value = Math.floor((size - 1) * (parseInt(trimmed, 10) / 100))
  else if (/^(0x[0-9a-f]+|[0-9a-f]+h)$/.test(trimmed)) value = parseInt(trimmed.replace(/^0x|h$/g, ''), 16)
  else if (/^\d+$/.test(trimmed)) value = parseInt(trimmed, 10)
  else return null
  return value >= 0 && value < size ? value : null
}

/** Bytes given as hex digits, with or without spaces; null when they are none. */
export function parseHexBytes(text: string): Uint8Array | null {
  const digits = text.replaceAll(/[\s,:]|0x/gi, '')
  if (digits === '' || digits.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(digits)) return null
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    parseInt(digits.slice(at * 2, at * 2 + 2), 16),
  )
}

export function toHex(bytes: Uint8Array, between = ' '): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(between)
}

/** What the bytes at a place would be as numbers and text; null where too few bytes are left. */
export interface Readings {
  readonly int8: number | null
  readonly uint8: number | null
  readonly int16: number | null
  readonly uint16: number | null
  readonly int32: number | null
  readonly uint32: number | null
  readonly int64: bigint | null
  readonly uint64: bigint | null
  readonly float32: number | null
  readonly float64: number | null
  /** The UTF-8 character that begins here. */
  readonly utf8: string | null
}

/** Reads at most eight bytes as everything they could be. */
export function readBytes(bytes: Uint8Array, littleEndian: boolean): Readings {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const has = <T>(length: number, read: () => T): T | null => (bytes.length >= length ? read() : null)
  return {
    int8: has(1, () => view.getInt8(0)),
    uint8: has(1, () => view.getUint8(0)),
    int16: has(2, () => view.getInt16(0, littleEndian)),
    uint16: has(2, () => view.getUint16(0, littleEndian)),
    int32: has(4, () => view.getInt32(0, littleEndian)),
    uint32: has(4, () => view.getUint32(0, littleEndian)),
    int64: has(8, () => view.getBigInt64(0, littleEndian)),
    uint64: has(8, () => view.getBigUint64(0, littleEndian)),
    float32: has(4, () => view.getFloat32(0, littleEndian)),
    float64: has(8, () => view.getFloat64(0, littleEndian)),
    utf8: firstCharacter(bytes),
  }
}

function firstCharacter(bytes: Uint8Array): string | null {
  const first = bytes[0]
  if (first === undefined) return null
  const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 0
  if (length === 0 || bytes.length < length) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length))
  } catch {
    return null
  }
}

const searchPiece = 1_048_576

/**
 * The next place at or after `from` where the bytes occur, going round at the end; null when they do not occur.
 * Reads the source piece by piece, so that a body of any size can be searched.
 * @param exact whether letters must match in case.
 */
export async function searchSource(
  source: ByteSource,
  needle: Uint8Array,
  from: number,
  exact: boolean,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<number | null> {
  if (needle.length === 0 || needle.length > source.size) return null
  const wanted = exact ? needle : needle.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte))
  const stretches: [number, number][] = [
    [from, source.size],
    [0, Math.min(source.size, from + needle.length - 1)],
  ]
  let searched = 0
  for (const [start, end] of stretches) {
    for (let at = start; at < end; at += searchPiece) {
      signal.throwIfAborted()
      const length = Math.min(searchPiece + needle.length - 1, end - at)
      const bytes = await source.read(at, length, signal)
      const found = exact ? indexOf(bytes, wanted) : (findBytes(bytes, [wanted], 0, bytes.length, 1)[0] ?? -1)
      if (found >= 0) return at + found
      searched += searchPiece
      onProgress(Math.min(1, searched / source.size))
    }
  }
  return null
}

function indexOf(bytes: Uint8Array, needle: Uint8Array): number {
  const first = needle[0] ?? 0
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let index = 1
    while (index < needle.length && bytes[at + index] === needle[index]) index++
    if (index === needle.length) return at
  }
  return -1
}
