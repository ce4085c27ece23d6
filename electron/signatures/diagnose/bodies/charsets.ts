import { isUtf8 } from 'node:buffer'
import { typeParameter } from '../../message/headers.ts'
import type { BodyCandidate } from '../finding.ts'
import type { BodyContext } from './context.ts'

function charset(bytes: Buffer, text: string): BodyCandidate {
  return { bytes, steps: () => [{ code: 'charset', text }] }
}

/** The same text in other bytes: Latin-1 for UTF-8 and back, damaged decoding, UTF-16, Unicode normal forms. */
export function* charsetForms(body: Buffer, context: BodyContext): Generator<BodyCandidate> {
  if (body.length === 0 || body.length > 16_000_000 || !context.budget.spend(body.length * 2)) return
  const declared = typeParameter(context.contentType, 'charset')
  yield* utf16(body)

  if (!/[^\x00-\x7f]/.test(body.toString('latin1'))) {
    yield charset(
      Buffer.from(body.toString('latin1'), 'utf16le'),
      'The signature is over the text in UTF-16, the body was received in UTF-8.',
    )
    return
  }
  for (const candidate of isUtf8(body) ? fromUtf8(body, declared) : fromOther(body, declared)) {
    if (!context.budget.spend(body.length * 10)) return
    yield candidate
  }
}

function* fromUtf8(body: Buffer, declared: string | null): Generator<BodyCandidate> {
  const text = body.toString('utf8')
  for (const name of new Set([
    declared ?? 'windows-1252',
    'iso-8859-1',
    'windows-1252',
    'iso-8859-15',
    'windows-1251',
  ])) {
    const bytes = encodeSingleByte(text, name)
    if (bytes !== null)
      yield charset(bytes, `The signature is over the text in ${name}, the body was received in UTF-8.`)
  }
  yield charset(
    Buffer.from(body.toString('latin1'), 'utf8'),
    'The signature is over the UTF-8 bytes read as Latin-1 and encoded once more; the body was received in plain UTF-8.',
  )
  const cp1252 = decodeAs(body, 'windows-1252')
  if (cp1252 !== null) {
    yield charset(
      Buffer.from(cp1252),
      'The signature is over the UTF-8 bytes read as Windows-1252 and encoded once more; the body was received in plain UTF-8.',
    )
  }
  const mojibake = encodeSingleByte(text, 'iso-8859-1') ?? encodeSingleByte(text, 'windows-1252')
  if (mojibake !== null && isUtf8(mojibake)) {
    yield charset(
      mojibake,
      'The body that was received is UTF-8 encoded twice (Ã¤ for ä); the signature is over the text encoded once.',
    )
  }
  for (const [edited, what] of [
    [text.replace(/[^\x00-\x7f]/gu, '?'), 'with ? in place of every character beyond ASCII'],
    [text.replace(/[^\x00-\x7f]/g, '?'), 'with ? in place of every character beyond ASCII'],
    [text.replace(/[^\x00-\x7f]/gu, ''), 'without its characters beyond ASCII'],
    [text.replace(/[^\x00-\x7f]/g, '\ufffd'), 'with replacement characters in place of those beyond ASCII'],
    [text.replace(/[\u{10000}-\u{10ffff}]/gu, ''), 'without its emoji'],
    [text.replace(/[\u{10000}-\u{10ffff}]/gu, '?'), 'with ? in place of its emoji'],
    [text.replace(/[\u{10000}-\u{10ffff}]/gu, '\ufffd'), 'with replacement characters in place of its emoji'],
    [text.normalize('NFC'), 'in Unicode normal form NFC'],
    [text.normalize('NFD'), 'in Unicode normal form NFD'],
  ] as const) {
    yield charset(Buffer.from(edited), `The signature is over the text ${what}.`)
  }
  // Each byte of a sequence on its own, as a decoder set to ASCII sees it.
  const latin1 = body.toString('latin1')

  yield charset(
    Buffer.from(latin1.replace(/[^\x00-\x7f]/g, '?')),
    'The signature is over the body with ? in place of every byte beyond ASCII.',
  )

  yield charset(
    Buffer.from(latin1.replace(/[^\x00-\x7f]/g, '\ufffd')),
    'The signature is over the body read as ASCII, with a replacement character for each byte beyond it.',
  )
  yield charset(
    Buffer.from(
      latin1
        .split('')
        .map((c) => String.fromCharCode(c.charCodeAt(0) & 0x7f))
        .join(''),
    ),
    'The signature is over the body with the eighth bit of each byte cut off.',
  )
  yield charset(
    Buffer.from(text, 'latin1'),
    'The signature is over the low byte of each character (a binary string), the body was received in UTF-8.',
  )
  yield charset(
    Buffer.from(text, 'utf16le'),
    'The signature is over the text in UTF-16, the body was received in UTF-8.',
  )
}

function* fromOther(body: Buffer, declared: string | null): Generator<BodyCandidate> {
  for (const name of new Set([
    declared ?? 'windows-1252',
    'iso-8859-1',
    'windows-1252',
    'iso-8859-15',
    'shift_jis',
    'gbk',
    'euc-kr',
    'windows-1251',
  ])) {
    const text = name === 'iso-8859-1' ? body.toString('latin1') : decodeAs(body, name)
    if (text !== null)
      yield charset(
        Buffer.from(text),
        `The signature is over the text in UTF-8, the body was received in ${name}.`,
      )
  }
  yield charset(
    Buffer.from(body.toString('utf8')),
    'The body that was received is not valid UTF-8; the signature is over the text with its broken bytes replaced (U+FFFD).',
  )
  const lossy = body.toString('utf8')
  yield charset(
    Buffer.from(lossy.replaceAll('\ufffd', '')),
    'The body that was received is not valid UTF-8; the signature is over the text without its broken bytes.',
  )
  yield charset(
    Buffer.from(lossy.replaceAll('\ufffd', '?')),
    'The body that was received is not valid UTF-8; the signature is over the text with ? in place of its broken bytes.',
  )
}

function* utf16(body: Buffer): Generator<BodyCandidate> {
  const hasMark = (body[0] === 0xff && body[1] === 0xfe) || (body[0] === 0xfe && body[1] === 0xff)
  const zeros = body.subarray(0, 64).filter((byte) => byte === 0).length
  if (body.length % 2 !== 0 || (!hasMark && zeros < Math.min(body.length, 64) / 4)) return
  for (const name of ['utf-16le', 'utf-16be']) {
    const text = decodeAs(body, name)
    if (text === null) continue
    yield charset(
      Buffer.from(text),
      'The signature is over the text in UTF-8, the body was received in UTF-16.',
    )
  }
}

function decodeAs(body: Buffer, name: string): string | null {
  try {
    return new TextDecoder(name, { fatal: true }).decode(body)
  } catch {
    return null
  }
}

const tables = new Map<string, Map<string, number> | null>()

/** Bytes of a text in a charset with one byte a character; null when a character does not exist there. */
function encodeSingleByte(text: string, name: string): Buffer | null {
  const table = tableOf(name.toLowerCase())
  if (table === null) return null
  const bytes = Buffer.alloc(text.length)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const byte = code < 128 ? code : table.get(text.charAt(at))
    if (byte === undefined) return null
    bytes[at] = byte
  }
  return bytes
}

function tableOf(name: string): Map<string, number> | null {
  const known = tables.get(name)
  if (known !== undefined) return known
  const table = buildTable(name)
  if (tables.size < 20) tables.set(name, table)
  return table
}

function buildTable(name: string): Map<string, number> | null {
  if (!/^(?:iso-?8859-|latin|windows-12|cp12|koi8|macintosh|us-ascii)/.test(name)) return null
  const all = Buffer.from(Array.from({ length: 128 }, (_, at) => at + 128))
  // Browsers' decoders take iso-8859-1 for windows-1252; here it means what it says.
  const latin1 = /^(?:iso-?8859-1|latin1)$/.test(name)
  const text = latin1 ? all.toString('latin1') : decodeAs(all, name)
  if (text === null) return null
  return new Map(Array.from(text, (character, at) => [character, at + 128]))
}
