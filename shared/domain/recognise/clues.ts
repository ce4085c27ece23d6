import type { HeaderPairs } from '../answer.ts'
import { isObject, type JsonObject } from './json.ts'

/** What recognition gets to see of a request. */
export interface Recognisable {
  method: string
  target: string
  headers: HeaderPairs
  /** The bytes as received, or their beginning; null when they are not at hand. */
  body: Uint8Array | null
}

/** A body of more bytes is not parsed; only its first few kilobytes are looked at. */
const maxParsed = 262_144
const maxHead = 4_096

/** A request read once, as far as recognition needs it. */
export interface Clues {
  method: string
  target: string
  /** By lower-case name; the first one where a name repeats. */
  headers: Map<string, string>
  /** Lower case, without parameters; empty when there is none. */
  contentType: string
  /** The body when it is a JSON object. */
  json: JsonObject
  /** The body when it is a JSON array. */
  list: readonly unknown[]
  /** Fields of a form, first value of each name; of a multipart form those within the first bytes. */
  form: Map<string, string>
  /** First bytes of the body as text. */
  head: string
}

/** What a payload tells: the event's name and the most telling values, best first. */
export interface Reading {
  event: string | undefined
  values: (string | undefined)[]
}

const noJson: JsonObject = {}
const noList: readonly unknown[] = []
const noForm = new Map<string, string>()
const decoder = new TextDecoder('utf-8')

export function gatherClues(request: Recognisable): Clues {
  const headers = new Map<string, string>()
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase()
    if (!headers.has(key)) headers.set(key, value)
  }
  const contentType = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const clues: Clues = {
    method: request.method,
    target: request.target,
    headers,
    contentType,
    json: noJson,
    list: noList,
    form: noForm,
    head: '',
  }
  const { body } = request
  if (body && body.length > 0 && !headers.has('content-encoding')) readBody(clues, body)
  return clues
}

function readBody(clues: Clues, body: Uint8Array): void {
  const first = firstByte(body)
  const braces = first === 0x7b || first === 0x5b
  if (braces && body.length <= maxParsed) {
    const text = decoder.decode(body)
    clues.head = text.length > maxHead ? text.slice(0, maxHead) : text
    useJson(clues, text)
    return
  }
  clues.head = decoder.decode(body.subarray(0, maxHead))
  if (braces) return
  if (clues.contentType === 'multipart/form-data') {
    clues.form = readMultipart(decoder.decode(body.subarray(0, maxParsed)))
  } else if (clues.contentType === 'application/x-www-form-urlencoded' || looksLikeForm(clues)) {
    clues.form = readForm(body.length <= maxParsed ? decoder.decode(body) : clues.head)
    const payload = clues.form.get('payload')
    // GitHub and Slack can wrap their JSON into one form field of this name.
    if (payload?.startsWith('{') === true) useJson(clues, payload)
  }
}

function useJson(clues: Clues, text: string): void {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // Broken JSON is still looked at as text, in `head`.
    return
  }
  if (Array.isArray(value)) clues.list = value
  else if (isObject(value)) clues.json = value
}

/** The first byte that is neither blank nor part of a byte order mark. */
function firstByte(body: Uint8Array): number {
  let at = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0
  const end = Math.min(body.length, at + 64)
  for (; at < end; at++) {
    const byte = body[at] ?? 0
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte
  }
  return 0
}

function looksLikeForm(clues: Clues): boolean {
  return clues.contentType === '' && /^[\w.[\]%+-]{1,80}=[^\s<>{}]*(?:&|$)/.test(clues.head)
}

function readForm(text: string): Map<string, string> {
  const form = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) if (!form.has(name)) form.set(name, value)
  return form
}

/** Names and values of the text fields, read loosely; files are passed over. */
function readMultipart(text: string): Map<string, string> {
  const form = new Map<string, string>()
  const delimiter = /^--[^\n]{1,198}?(?=\r?\n)/.exec(text)?.[0]
  if (delimiter === undefined) return form
  for (const part of text.split(delimiter, 200).slice(1)) {
    const blank = /\r?\n\r?\n/.exec(part.slice(0, 2_000))
    if (!blank) continue
    const head = part.slice(0, blank.index)
    const name = /\bname="?([^"\r\n;]{1,100})/i.exec(head)?.[1]
    if (name === undefined || form.has(name) || /\bfilename\*?=/i.test(head)) continue
    form.set(name, part.slice(blank.index + blank[0].length).replace(/\r?\n$/, ''))
  }
  return form
}
