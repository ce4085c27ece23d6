import { asBuffer } from '../crypto/encodings.ts'

/** Name and value pairs of a urlencoded form, decoded, in order of arrival. Broken escapes stay as they are. */
export function parseForm(text: string): [string, string][] {
  return splitForm(text).map(([name, value]) => [decodeField(name), decodeField(value ?? '')])
}

/** The same, still encoded; the value is null where the pair has no `=`. */
export function splitForm(text: string): [string, string | null][] {
  const pairs: [string, string | null][] = []
  for (const piece of text.split('&')) {
    if (piece === '') continue
    const equals = piece.indexOf('=')
    pairs.push(equals < 0 ? [piece, null] : [piece.slice(0, equals), piece.slice(equals + 1)])
  }
  return pairs
}

export function decodeField(text: string): string {
  return decodePercent(text.replaceAll('+', ' '))
}

/** Percent-decoding as UTF-8; each run that is not valid UTF-8 becomes U+FFFD, each broken escape stays. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'),
  )
}

/** Text fields of a multipart form; files are left out. Returns null when the body is not built that way. */
export function parseMultipart(body: Uint8Array, boundary: string): [string, string][] | null {
  const text = asBuffer(body).toString('latin1')
  const pieces = text.split(`--${boundary}`)
  if (pieces.length < 3) return null
  const fields: [string, string][] = []
  for (const piece of pieces.slice(1, -1)) {
    const headEnd = /\r?\n\r?\n/.exec(piece)
    if (headEnd === null) continue
    const head = piece.slice(0, headEnd.index)
    const name = /content-disposition:[^\r\n]*[;\s]name="?([^";\r\n]*)"?/i.exec(head)?.[1]
    if (name === undefined || /[;\s]filename\*?=/i.test(head)) continue
    const value = piece.slice(headEnd.index + headEnd[0].length).replace(/\r?\n$/, '')
    fields.push([utf8(name), utf8(value)])
  }
  return fields
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8')
}

/** Whether a text could be a urlencoded form: pairs of characters that such a form may hold. */
export function looksLikeForm(text: string): boolean {
  return text.length < 2_000_000 && /^[^\s={}[\]"<>&]+=[^\s"{}<>]*$/.test(text)
}
