import { latin1, strictUtf8 } from './bytes.ts'
import { decodeText } from './charset.ts'

/** One `name=value` of a form or query, in the order of the wire. */
export interface FormField {
  name: string
  value: string
  /** As sent, one character per byte. */
  rawName: string
  rawValue: string
  /** False for a name without `=`. */
  hasValue: boolean
  /** Offsets of the whole field in the input. */
  from: number
  to: number
  /** Bad percent escapes, or bytes that are no text in the charset; null when all is well. */
  problem: string | null
}

export interface Form {
  fields: FormField[]
  /** Fields beyond the limit that were left out. */
  omitted: number
}

const maxFields = 10_000

/** Takes an urlencoded body apart, keeping order, duplicates and the bytes as sent. `charset`: what the escapes stand for. */
export function parseForm(body: Uint8Array | string, charset = 'utf-8'): Form {
  const text = typeof body === 'string' ? body : latin1(body)
  const fields: FormField[] = []
  let omitted = 0
  let from = 0
  while (from <= text.length) {
    const end = text.indexOf('&', from)
    const to = end < 0 ? text.length : end
    if (to > from) {
      if (fields.length < maxFields) fields.push(readField(text, from, to, charset))
      else omitted++
    }
    from = to + 1
  }
  return { fields, omitted }
}

/** The query of a request target; offsets are those in the target. */
export function parseQuery(target: string): Form {
  const start = target.indexOf('?')
  if (start < 0) return { fields: [], omitted: 0 }
  const hash = target.indexOf('#', start)
  const form = parseForm(target.slice(start + 1, hash < 0 ? undefined : hash))
  for (const field of form.fields) {
    field.from += start + 1
    field.to += start + 1
  }
  return form
}

function readField(text: string, from: number, to: number, charset: string): FormField {
  const field = text.slice(from, to)
  const equals = field.indexOf('=')
  const rawName = equals < 0 ? field : field.slice(0, equals)
  const rawValue = equals < 0 ? '' : field.slice(equals + 1)
  const name = decodeEscapes(rawName, charset)
  const value = decodeEscapes(rawValue, charset)
  return {
    name: name.text,
    value: value.text,
    rawName,
    rawValue,
    hasValue: equals >= 0,
    from,
    to,
    problem: name.problem ?? value.problem,
  }
}

const badEscape = /%(?![0-9A-Fa-f]{2}).{0,2}/s

/** Undoes `+` and `%xx` the way browsers and servers do: what is no escape stays as it is. */
function decodeEscapes(raw: string, charset: string): { text: string; problem: string | null } {
  if (!/[%+]|[^\x00-\x7f]/.test(raw)) return { text: raw, problem: null }
  const bad = badEscape.exec(raw)?.[0]
  const bytes = new Uint8Array(raw.length)
  let length = 0
  for (let at = 0; at < raw.length; at++) {
    const code = raw.charCodeAt(at)
    if (code === 0x25 && /^[0-9A-Fa-f]{2}$/.test(raw.slice(at + 1, at + 3))) {
      bytes[length++] = Number.parseInt(raw.slice(at + 1, at + 3), 16)
      at += 2
    } else bytes[length++] = code === 0x2b ? 0x20 : code
  }
  const used = bytes.subarray(0, length)
  const strict = charset === 'utf-8' ? strictUtf8(used) : decodeText(used, charset)
  if (bad !== undefined)
    return { text: strict ?? decodeText(used, charset), problem: `“${bad}” is not a percent escape.` }
  if (strict !== null) return { text: strict, problem: null }
  return { text: decodeText(used, charset), problem: 'The escapes are not UTF-8.' }
}
