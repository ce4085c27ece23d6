import type { DiagnosisCode } from '../types.ts'
import { parseTree, unescape, type JsonNode } from './tree.ts'

export interface JsonChange {
  code: DiagnosisCode
  text: string
}

/**
 * Says in which respects two JSON texts of the same content differ: order of keys, escapes, slashes, blanks, numbers,
 * line break at the end. The most telling comes first. Empty when they are the same or not comparable.
 */
export function classifyJson(received: string, signed: string): JsonChange[] {
  if (received === signed) return []
  const end = onlyTheEnd(received, signed)
  if (end !== null) return [end]
  const a = parseTree(received)
  const b = parseTree(signed)
  if (a === null || b === null) return []
  const seen = { order: false, unicode: false, slash: false, numbers: false, content: false }
  compare(a, b, seen)
  const changes: JsonChange[] = []
  if (seen.order)
    changes.push({
      code: 'json-key-order',
      text: 'The signed text has the keys of its JSON objects in another order than the body that was received: the JSON was parsed and written again by something that orders keys.',
    })
  if (seen.unicode)
    changes.push({
      code: 'json-unicode-escaping',
      text: 'The signed text writes some characters of its strings with other escapes (\\u…) than the body that was received: the JSON was decoded and encoded again.',
    })
  if (seen.slash)
    changes.push({
      code: 'json-slash-escaping',
      text: 'The signed text and the body that was received differ in how slashes are written (\\/ or /), which is PHP’s habit: the JSON was decoded and encoded again.',
    })
  if (seen.content || seen.numbers)
    changes.push({
      code: 'json-reserialized',
      text: seen.numbers
        ? 'The JSON was parsed and written again: its numbers are written another way in the signed text than in the body that was received.'
        : 'The JSON was parsed and written again: values of the signed text were dropped or changed on the way.',
    })
  else if (changes.length === 0 || shapeName(received) !== shapeName(signed))
    changes.push(blanksChanged(received, signed))
  return changes
}

function onlyTheEnd(received: string, signed: string): JsonChange | null {
  if (received.trimEnd() !== signed.trimEnd()) return null
  return {
    code: 'trailing-newline',
    text:
      signed.length > received.length
        ? `The signed text ends with ${endName(signed)}, which the body that was received lacks.`
        : `The body that was received ends with ${endName(received)}, which was not part of the signed text.`,
  }
}

function endName(text: string): string {
  const end = text.slice(text.trimEnd().length)
  if (end === '\n') return 'a line break (LF)'
  if (end === '\r\n') return 'a line break (CRLF)'
  return /^[\r\n]+$/.test(end) ? 'line breaks' : 'blanks'
}

function blanksChanged(received: string, signed: string): JsonChange {
  return {
    code: 'json-reserialized',
    text: `The JSON was parsed and written again: the signed text is ${shapeName(signed)}, the body that was received is ${shapeName(received)}.`,
  }
}

/** A JSON text's layout in words. */
function shapeName(text: string): string {
  const body = text.trim()
  const indent = /^[[{]\r?\n([ \t]+)/.exec(body)?.[1]
  if (indent !== undefined) {
    return indent.startsWith('\t')
      ? 'indented with tabs'
      : `indented by ${String(indent.length)} blank${indent.length === 1 ? '' : 's'}`
  }
  if (body.includes('\n')) return 'broken into lines'
  if (/^(?:[^"]|"(?:[^"\\]|\\.)*")*?[,:] /.test(body.slice(0, 4000)))
    return 'on one line with blanks behind , or :'
  return 'compact'
}

interface Seen {
  order: boolean
  unicode: boolean
  slash: boolean
  numbers: boolean
  content: boolean
}

function compare(a: JsonNode, b: JsonNode, seen: Seen): void {
  if (a.kind === 'string' && b.kind === 'string') {
    compareStrings(a.raw, b.raw, seen)
  } else if (a.kind === 'scalar' && b.kind === 'scalar') {
    if (a.raw !== b.raw) seen.numbers = true
  } else if (a.kind === 'array' && b.kind === 'array') {
    if (a.items.length !== b.items.length) seen.content = true
    for (const [at, item] of a.items.entries()) {
      const other = b.items[at]
      if (other !== undefined) compare(item, other, seen)
    }
  } else if (a.kind === 'object' && b.kind === 'object') {
    compareObjects(a, b, seen)
  } else {
    seen.content = true
  }
}

function compareObjects(
  a: Extract<JsonNode, { kind: 'object' }>,
  b: Extract<JsonNode, { kind: 'object' }>,
  seen: Seen,
): void {
  const namesA = a.keys.map((key) => unescape(key.raw))
  const namesB = b.keys.map((key) => unescape(key.raw))
  const inA = new Set(namesA)
  const common = (names: string[], other: Set<string>) => names.filter((name) => other.has(name)).join('\0')
  const inB = new Set(namesB)
  if (inA.size !== inB.size || namesA.length !== namesB.length) seen.content = true
  if (common(namesA, inB) !== common(namesB, inA) && namesA.length === namesB.length) seen.order = true
  const places = new Map(namesA.map((name, at) => [name, at]))
  for (const [at, name] of namesB.entries()) {
    const from = places.get(name)
    const left = from === undefined ? undefined : a.values[from]
    const right = b.values[at]
    const keyA = from === undefined ? undefined : a.keys[from]
    const keyB = b.keys[at]
    if (keyA !== undefined && keyB !== undefined) compareStrings(keyA.raw, keyB.raw, seen)
    if (left !== undefined && right !== undefined) compare(left, right, seen)
  }
}

function compareStrings(a: string, b: string, seen: Seen): void {
  if (a === b) return
  const slashless = (raw: string) => raw.replaceAll('\\/', '/')
  if (unescape(a) !== unescape(b)) {
    seen.content = true
    return
  }
  if (slashless(a) !== slashless(b)) seen.unicode = true
  if (countOf(a) !== countOf(b)) seen.slash = true
}

function countOf(raw: string): number {
  return raw.split('\\/').length
}
