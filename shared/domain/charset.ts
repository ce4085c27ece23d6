import { latin1, startsWithBytes, strictUtf8 } from './bytes.ts'
import { parseContentType } from './content-type.ts'

export interface Charset {
  /** Name that TextDecoder takes, in lower case. */
  label: string
  /** Where it was learnt. `guess`: nothing was declared, and the bytes are not UTF-8. */
  source: 'bom' | 'content-type' | 'declaration' | 'default' | 'guess'
  /** Bytes of byte order mark in front of the text. */
  bomLength: number
  /** What is wrong with the declaration, in a sentence; null when nothing is. */
  problem: string | null
}

const marks: readonly { bytes: Uint8Array; label: string }[] = [
  { bytes: Uint8Array.of(0xef, 0xbb, 0xbf), label: 'utf-8' },
  { bytes: Uint8Array.of(0xff, 0xfe), label: 'utf-16le' },
  { bytes: Uint8Array.of(0xfe, 0xff), label: 'utf-16be' },
]

/**
 * In which charset a body is to be read: a byte order mark beats the content type, that beats what the text declares
 * (XML declaration, HTML meta), and UTF-8 comes last; text that is not UTF-8 either is taken for Windows-1252.
 * Looks at the first kilobytes of `bytes` only.
 */
export function charsetOf(contentType: string | null, bytes: Uint8Array): Charset {
  const declared = parseContentType(contentType).parameters.get('charset')?.replace(/^'|'$/g, '')
  const known = declared === undefined ? null : canonicalLabel(declared)
  const mark = marks.find(({ bytes: bom }) => bytes.length >= bom.length && startsWithBytes(bytes, bom))
  if (mark) {
    const conflict =
      known !== null && known !== mark.label && !(known === 'utf-16le' && mark.label === 'utf-16be')
    return {
      label: mark.label,
      source: 'bom',
      bomLength: mark.bytes.length,
      problem: conflict
        ? `The content type says ${declared ?? ''}, but the text begins with the byte order mark of ${mark.label}.`
        : null,
    }
  }
  if (known !== null) return { label: known, source: 'content-type', bomLength: 0, problem: null }
  const problem =
    declared === undefined ? null : `The content type names a charset that does not exist: “${declared}”.`
  const inside = declaredInside(bytes)
  if (inside !== null) return { label: inside, source: 'declaration', bomLength: 0, problem }
  const label = isUtf8(bytes.subarray(0, 65_536)) ? 'utf-8' : 'windows-1252'
  return { label, source: label === 'utf-8' ? 'default' : 'guess', bomLength: 0, problem }
}

/** TextDecoder's own name for a charset; null for one that it does not know. */
function canonicalLabel(label: string): string | null {
  try {
    return new TextDecoder(label.trim()).encoding
  } catch {
    return null
  }
}

/** Charset named in an XML declaration or an HTML meta element within the first kilobyte. */
function declaredInside(bytes: Uint8Array): string | null {
  const head = latin1(bytes.subarray(0, 1_024))
  if (!/^\s*</.test(head)) return null
  const found =
    /^\s*<\?xml[^>]*?\bencoding\s*=\s*["']([\w.:-]{1,40})["']/i.exec(head)?.[1] ??
    /<meta[^>]*?\bcharset\s*=\s*["']?([\w.:-]{1,40})/i.exec(head)?.[1]
  return found === undefined ? null : canonicalLabel(found)
}

/** Whether the bytes are UTF-8; a character cut off by the end does not count against them. */
function isUtf8(bytes: Uint8Array): boolean {
  const [first] = invalidUtf8(bytes, 1)
  return first === undefined || (first.reason === 'cut off' && bytes.length - first.offset < 4)
}

/** Reads text; whatever can't be read becomes U+FFFD. A byte order mark is left out. Unknown charsets are read as UTF-8. */
export function decodeText(bytes: Uint8Array, label: string): string {
  return new TextDecoder(canonicalLabel(label) ?? 'utf-8').decode(bytes)
}

export interface InvalidBytes {
  offset: number
  length: number
  reason: 'stray' | 'cut off' | 'overlong' | 'surrogate' | 'out of range'
}

/**
 * Places that are not well-formed UTF-8, at most `limit`. Each is as long as what a decoder replaces by one U+FFFD
 * (Unicode, “maximal subpart”).
 */
export function invalidUtf8(bytes: Uint8Array, limit = 1_000): InvalidBytes[] {
  const found: InvalidBytes[] = []
  if (strictUtf8(bytes) !== null) return found
  let at = 0
  while (at < bytes.length && found.length < limit) {
    const lead = bytes[at] ?? 0
    if (lead < 0x80) {
      at++
      continue
    }
    const shape = shapeOf(lead)
    if (!shape) {
      found.push({
        offset: at,
        length: 1,
        reason: lead >= 0xf5 ? 'out of range' : lead < 0xc0 ? 'stray' : 'overlong',
      })
      at++
      continue
    }
    let length = 1
    let { low, high } = shape
    while (length < shape.length) {
      const next = bytes[at + length]
      if (next === undefined || next < low || next > high) break
      low = 0x80
      high = 0xbf
      length++
    }
    if (length < shape.length) {
      found.push({ offset: at, length, reason: length === 1 ? reasonFor(lead, bytes[at + 1]) : 'cut off' })
    }
    at += length
  }
  return found
}

/** Length of a character by its first byte, and the bounds of its second byte (Unicode, table 3-7). */
function shapeOf(lead: number): { length: number; low: number; high: number } | null {
  if (lead < 0xc2 || lead > 0xf4) return null
  if (lead < 0xe0) return { length: 2, low: 0x80, high: 0xbf }
  if (lead < 0xf0) return { length: 3, low: lead === 0xe0 ? 0xa0 : 0x80, high: lead === 0xed ? 0x9f : 0xbf }
  return { length: 4, low: lead === 0xf0 ? 0x90 : 0x80, high: lead === 0xf4 ? 0x8f : 0xbf }
}

function reasonFor(lead: number, next: number | undefined): InvalidBytes['reason'] {
  if (next === undefined || next < 0x80 || next > 0xbf) return 'cut off'
  if (lead === 0xed) return 'surrogate'
  return lead === 0xf4 ? 'out of range' : 'overlong'
}
