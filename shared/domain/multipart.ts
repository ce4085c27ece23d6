import type { HeaderPairs } from './answer.ts'
import { indexOfBytes, latin1, latin1Bytes, startsWithBytes, strictUtf8 } from './bytes.ts'
import { parseContentType } from './content-type.ts'

export interface MultipartPart {
  /** As sent, in order. Values are UTF-8 where they are well-formed, else Latin-1. */
  headers: HeaderPairs
  /** `name` of Content-Disposition; null when there is none. */
  name: string | null
  filename: string | null
  /** Null when the part has none (text/plain by RFC 7578). */
  contentType: string | null
  /** Offsets of the part's head and of its content in the body. */
  headFrom: number
  from: number
  to: number
  /** What is wrong with this part, in a sentence; null when nothing is. */
  problem: string | null
}

export interface Multipart {
  /** Without the leading dashes; empty when none could be found. */
  boundary: string
  parts: MultipartPart[]
  /** Whether the closing delimiter was there. */
  complete: boolean
  /** Bytes before the first and after the last delimiter. */
  preambleLength: number
  epilogueLength: number
  /** What is wrong with the whole, and where; null when nothing is. */
  problem: { message: string; offset: number } | null
}

const maxParts = 1_000
const maxHead = 16_384

/**
 * Cuts a multipart body into its parts (RFC 2046, RFC 7578) without copying. Tolerant: takes lone line feeds, a missing
 * or wrong boundary parameter (it is then taken from the first line), a missing end; and says so. Never throws; looks at
 * each byte once or twice, and returns at most 1,000 parts.
 */
export function parseMultipart(body: Uint8Array, contentType: string | null): Multipart {
  const declared = parseContentType(contentType).parameters.get('boundary') ?? ''
  const found = chooseBoundary(body, declared)
  const result: Multipart = {
    boundary: found.boundary,
    parts: [],
    complete: false,
    preambleLength: 0,
    epilogueLength: 0,
    problem: found.problem === null ? null : { message: found.problem, offset: 0 },
  }
  if (found.boundary === '') return result
  const delimiter = latin1Bytes(`--${found.boundary}`)
  let at = nextDelimiter(body, delimiter, 0)
  if (at < 0) return result
  result.preambleLength = at
  while (at >= 0 && !result.complete) {
    const after = at + delimiter.length
    if (body[after] === 0x2d && body[after + 1] === 0x2d) {
      result.complete = true
      result.epilogueLength = epilogueAfter(body, after + 2)
      break
    }
    if (result.parts.length === maxParts) {
      result.problem ??= { message: `Only the first ${maxParts} parts are shown.`, offset: at }
      return result
    }
    const headFrom = endOfLine(body, after)
    const next = nextDelimiter(body, delimiter, headFrom)
    // A delimiter that the body ends with opens no part.
    if (headFrom >= body.length) break
    result.parts.push(
      readPart(body, headFrom, next < 0 ? body.length : withoutLineEnd(body, next, headFrom), next < 0),
    )
    at = next
  }
  if (!result.complete) {
    result.problem ??= {
      message: 'The closing delimiter is missing: the body breaks off here.',
      offset: body.length,
    }
  }
  return result
}

function chooseBoundary(body: Uint8Array, declared: string): { boundary: string; problem: string | null } {
  if (declared !== '' && nextDelimiter(body, latin1Bytes(`--${declared}`), 0) >= 0)
    return { boundary: declared, problem: null }
  const line =
    /^(?:\r?\n)*--([^\r\n]{1,200}?)[ \t]*(?:--[ \t]*)?\r?\n/.exec(latin1(body.subarray(0, 1_024)))?.[1] ?? ''
  if (declared === '') {
    return line === ''
      ? { boundary: '', problem: 'The content type names no boundary, and the body does not begin with one.' }
      : { boundary: line, problem: 'The content type names no boundary; it was taken from the first line.' }
  }
  return line === ''
    ? { boundary: '', problem: `The boundary “${declared}” does not occur in the body.` }
    : { boundary: line, problem: `The content type says boundary “${declared}”, the body uses “${line}”.` }
}

/** The next delimiter at the beginning of a line and with nothing but blanks or `--` behind it. */
function nextDelimiter(body: Uint8Array, delimiter: Uint8Array, from: number): number {
  let at = from
  for (;;) {
    at = indexOfBytes(body, delimiter, at)
    if (at < 0) return -1
    const after = body[at + delimiter.length]
    const ends = after === undefined || after === 0x0d || after === 0x0a || after === 0x20 || after === 0x09
    const closes = after === 0x2d && body[at + delimiter.length + 1] === 0x2d
    if ((at === 0 || body[at - 1] === 0x0a || at === from) && (ends || closes)) return at
    at += 1
  }
}

function endOfLine(body: Uint8Array, from: number): number {
  const end = body.indexOf(0x0a, from)
  return end < 0 ? body.length : end + 1
}

/** The line end in front of a delimiter belongs to the delimiter. */
function withoutLineEnd(body: Uint8Array, delimiterAt: number, from: number): number {
  let to = delimiterAt
  if (to > from && body[to - 1] === 0x0a) to--
  if (to > from && body[to - 1] === 0x0d) to--
  return to
}

function epilogueAfter(body: Uint8Array, from: number): number {
  let at = from
  while (body[at] === 0x20 || body[at] === 0x09) at++
  if (body[at] === 0x0d) at++
  if (body[at] === 0x0a) at++
  return body.length - at
}

const blankLines = [Uint8Array.of(13, 10, 13, 10), Uint8Array.of(10, 10)] as const

function readPart(body: Uint8Array, headFrom: number, end: number, cutOff: boolean): MultipartPart {
  const { headTo, from } = findContent(body, headFrom, end)
  const head = body.subarray(headFrom, Math.min(headTo, headFrom + maxHead))
  const headers = readHeaders(strictUtf8(head) ?? latin1(head))
  const disposition = valueOf(headers, 'content-disposition')
  const parameters = readDisposition(disposition ?? '')
  const problem =
    from < 0
      ? 'The blank line between head and content is missing.'
      : disposition === null
        ? 'This part has no Content-Disposition.'
        : cutOff
          ? 'This part breaks off.'
          : null
  return {
    headers,
    name: parameters.name,
    filename: parameters.filename,
    contentType: valueOf(headers, 'content-type'),
    headFrom,
    from: from < 0 ? end : from,
    to: end,
    problem,
  }
}

/** End of the head and start of the content; the latter is -1 when no blank line parts them. */
function findContent(body: Uint8Array, headFrom: number, end: number): { headTo: number; from: number } {
  if (startsWithBytes(body, Uint8Array.of(13, 10), headFrom) && headFrom + 2 <= end)
    return { headTo: headFrom, from: headFrom + 2 }
  if (body[headFrom] === 0x0a && headFrom < end) return { headTo: headFrom, from: headFrom + 1 }
  const area = body.subarray(headFrom, Math.min(end, headFrom + maxHead))
  const places = blankLines
    .map((blank) => ({ at: indexOfBytes(area, blank), length: blank.length }))
    .filter(({ at }) => at >= 0)
    .sort((left, right) => left.at - right.at)
  const [first] = places
  return first
    ? { headTo: headFrom + first.at, from: headFrom + first.at + first.length }
    : { headTo: headFrom + area.length, from: -1 }
}

function readHeaders(head: string): HeaderPairs {
  const headers: HeaderPairs = []
  for (const line of head.split(/\r?\n/)) {
    const last = headers.at(-1)
    if (/^[ \t]/.test(line) && last) {
      last[1] += ` ${line.trim()}`
      continue
    }
    const colon = line.indexOf(':')
    if (colon > 0) headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()])
  }
  return headers
}

function valueOf(headers: HeaderPairs, name: string): string | null {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null
}

/** A quoted value goes on until a quote with a semicolon or the end behind it. */
const dispositionParameter = /;\s*([\w*-]+)\s*=\s*(?:"(.*?)"(?=\s*(?:;|$))|"?([^;"]*))/gs

/**
 * Name and file name. Browsers write `"` as `%22`, line ends as `%0D%0A` and leave backslashes alone (HTML,
 * multipart/form-data encoding); others write `\"`. `filename*` (RFC 5987) is forbidden here by RFC 7578 and sent all
 * the same.
 */
function readDisposition(value: string): { name: string | null; filename: string | null } {
  const found = new Map<string, string>()
  for (const [, key = '', quoted, bare] of value.slice(0, 1_000).matchAll(dispositionParameter)) {
    const text = quoted === undefined ? (bare ?? '').trim() : unescapeQuotes(quoted)
    if (!found.has(key.toLowerCase())) found.set(key.toLowerCase(), text)
  }
  const extended = /^utf-8'[^']*'(.*)$/i.exec(found.get('filename*') ?? '')?.[1]
  return {
    name: found.get('name') ?? null,
    filename: (extended === undefined ? null : percentDecoded(extended)) ?? found.get('filename') ?? null,
  }
}

function unescapeQuotes(text: string): string {
  return text
    .replaceAll('\\"', '"')
    .replaceAll('%22', '"')
    .replace(/%0D%0A/gi, '\r\n')
}

function percentDecoded(text: string): string | null {
  const raw = text.replace(/%([0-9A-Fa-f]{2})/g, (_, pair: string) =>
    String.fromCharCode(Number.parseInt(pair, 16)),
  )
  return strictUtf8(latin1Bytes(raw))
}
