import { crc32 } from 'node:zlib'
import { joined } from '../crypto/asymmetric.ts'
import type { Chunk } from '../crypto/digest.ts'
import { asBuffer } from '../crypto/encodings.ts'
import type { Ingredients, Part, PartKind, SchemeDefinition, SignedText, TextPart } from '../types.ts'
import { pathOf, targetOf } from './urls.ts'

const previewLimit = 65_536

/** The chunks of the signed text in order. `secret` is used by layouts that hash the secret itself. */
export function chunksOf(layout: readonly Part[], ingredients: Ingredients, secret: Uint8Array): Chunk[] {
  return layout.map((part) => (part.kind === 'literal' ? part.text : value(part.kind, ingredients, secret)))
}

function value(kind: PartKind, ingredients: Ingredients, secret: Uint8Array): Chunk {
  switch (kind) {
    case 'body':
      return ingredients.body
    case 'timestamp':
      return ingredients.timestamp
    case 'id':
      return ingredients.id
    case 'url':
      return ingredients.url
    case 'path':
      return pathOf(ingredients.url)
    case 'target':
      return targetOf(ingredients.url)
    case 'method':
      return ingredients.method
    case 'params':
      return twilioParams(ingredients.params)
    case 'token':
      return ingredients.token
    case 'crc32':
      return checksum(ingredients.body)
    case 'webhookId':
      return ingredients.webhookId
    case 'fields':
      return ingredients.fields.map(([name, text]) => `${name}\n${text}\n`).join('')
    case 'secret':
      return secret
  }
}

/**
 * Twilio's parameter text: names sorted by code unit, of each name the distinct values sorted, name and value side by
 * side with nothing between (twilio-node 6, toFormUrlEncodedParam).
 */
export function twilioParams(params: readonly [string, string][]): string {
  const known = paramTexts.get(params)
  if (known !== undefined) return known
  const text = writeParams(params)
  paramTexts.set(params, text)
  return text
}

const paramTexts = new WeakMap<readonly [string, string][], string>()
const checksums = new WeakMap<Uint8Array, string>()

/** The CRC-32 of a body in decimal; a search asks for it once for each text it tries. */
function checksum(body: Uint8Array): string {
  const known = checksums.get(body)
  if (known !== undefined) return known
  const text = String(crc32(asBuffer(body)))
  checksums.set(body, text)
  return text
}

function writeParams(params: readonly [string, string][]): string {
  const byName = new Map<string, Set<string>>()
  for (const [name, text] of params) {
    const values = byName.get(name)
    if (values === undefined) byName.set(name, new Set([text]))
    else values.add(text)
  }
  let out = ''
  for (const name of [...byName.keys()].sort()) {
    for (const text of [...(byName.get(name) ?? [])].sort()) out += name + text
  }
  return out
}

/** The signed text with its parts and where each comes from, for showing. The secret's own bytes are left out. */
export function describeText(scheme: SchemeDefinition, ingredients: Ingredients): SignedText {
  const parts: TextPart[] = []
  const shown: Chunk[] = []
  let at = 0
  for (const part of scheme.layout) {
    const hidden = part.kind === 'secret'
    const chunk = part.kind === 'literal' ? part.text : value(part.kind, ingredients, new Uint8Array())
    const size = hidden ? 0 : typeof chunk === 'string' ? Buffer.byteLength(chunk) : chunk.byteLength
    parts.push({ kind: part.kind, start: at, end: at + size, origin: originOf(scheme, part) })
    if (!hidden) shown.push(at < previewLimit && size > previewLimit ? cut(chunk) : chunk)
    at += size
  }
  return { parts, size: at, preview: joined(shown).subarray(0, previewLimit) }
}

function cut(chunk: Chunk): Chunk {
  return typeof chunk === 'string' ? chunk.slice(0, previewLimit) : chunk.subarray(0, previewLimit)
}

function originOf(scheme: SchemeDefinition, part: Part): string {
  const headers = (names: readonly string[] | undefined) => `header ${names?.[0] ?? ''}`
  switch (part.kind) {
    case 'literal':
      return 'fixed text'
    case 'timestamp':
      if (scheme.timestamp?.in === 'header') return headers(scheme.timestamp.names)
      if (scheme.timestamp?.in === 'body') return `body field ${scheme.timestamp.field}`
      return scheme.signature.in === 'header' ? headers(scheme.signature.names) : 'body'
    case 'id':
      return headers(scheme.messageId?.names)
    case 'url':
    case 'path':
    case 'target':
      return 'request URL'
    case 'method':
      return 'request method'
    case 'webhookId':
      return 'your settings'
    case 'secret':
      return scheme.key.name
    case 'crc32':
      return 'CRC-32 of the body'
    case 'body':
    case 'params':
    case 'token':
    case 'fields':
      return 'body'
  }
}
