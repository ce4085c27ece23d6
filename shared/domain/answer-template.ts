import type { HeaderPairs } from './answer.ts'

/**
 * The small template of an endpoint's answer. Placeholders: `{{method}}`, `{{path}}`, `{{query.NAME}}`,
 * `{{header.NAME}}`, `{{json.PATH}}` (e.g. `json.data.items[0].id`, `json["a.b"]`, `json` for the whole) and `{{body}}`.
 * What the request does not have becomes empty; nothing is evaluated, there are no conditions and no loops.
 */

/** The request that the placeholders are filled from. */
export interface TemplateRequest {
  readonly method: string
  /** As sent, without query. */
  readonly path: string
  /** As sent, without the question mark. */
  readonly query: string
  readonly headers: HeaderPairs
  /** The body as text; called at most once, and only when a placeholder needs it. */
  readonly bodyText: () => string
}

/**
 * Where the text goes: `text` takes values as they are; in `json` a value inside a string literal is escaped, and one
 * outside is written as JSON (a missing one as `null`); a `header` gets Latin-1 characters (UTF-8 bytes) and no line breaks.
 */
export type TemplateKind = 'text' | 'json' | 'header'

type Source =
  | { readonly from: 'method' | 'path' | 'body' | 'nothing' }
  | { readonly from: 'query' | 'header'; readonly name: string }
  | { readonly from: 'json'; readonly path: readonly string[] }

type Part = string | { readonly source: Source; readonly quoted: boolean }

export interface AnswerTemplate {
  readonly kind: TemplateKind
  readonly parts: readonly Part[]
  /** Filling it needs the request's body. */
  readonly needsBody: boolean
  /** It has at least one placeholder. */
  readonly varies: boolean
}

/** Longest text that a template may become, in characters. */
export const longestFilledTemplate = 16_777_216

const placeholder = /\{\{\s*((?:[^{}"]|"[^"{}]*")*?)\s*\}\}/g

/** Reads a template once, so that filling it is quick. Never throws: an unknown placeholder becomes empty. */
export function compileTemplate(text: string, kind: TemplateKind): AnswerTemplate {
  const parts: Part[] = []
  let at = 0
  let quoted = false
  for (const match of text.matchAll(placeholder)) {
    const literal = text.slice(at, match.index)
    if (literal !== '') parts.push(literal)
    quoted = endsInString(literal, quoted)
    parts.push({ source: readSource(match[1] ?? ''), quoted })
    at = match.index + match[0].length
  }
  if (at < text.length) parts.push(text.slice(at))
  const sources = parts.flatMap((part) => (typeof part === 'string' ? [] : [part.source.from]))
  return {
    kind,
    parts,
    needsBody: sources.some((from) => from === 'json' || from === 'body'),
    varies: sources.length > 0,
  }
}

/** Fills a template in. Throws RangeError when the text becomes longer than `longestFilledTemplate`. */
export function fillTemplate(template: AnswerTemplate, request: TemplateRequest): string {
  const values = new Values(request)
  let text = ''
  for (const part of template.parts) {
    text += typeof part === 'string' ? part : values.text(part.source, template.kind, part.quoted)
    if (text.length > longestFilledTemplate)
      throw new RangeError('The filled-in template is longer than 16 MB.')
  }
  return template.kind === 'header' ? headerSafe(text) : text
}

/** Whether JSON text that follows `literal` is inside a string literal; `quoted`: whether `literal` itself begins inside one. */
function endsInString(literal: string, quoted: boolean): boolean {
  let inside = quoted
  for (let at = 0; at < literal.length; at++) {
    const char = literal[at]
    if (char === '"') inside = !inside
    else if (char === '\\' && inside) at++
  }
  return inside
}

function readSource(text: string): Source {
  if (text === 'method' || text === 'path' || text === 'body') return { from: text }
  if (text.startsWith('query.')) return { from: 'query', name: text.slice(6) }
  if (text.startsWith('header.')) return { from: 'header', name: text.slice(7).toLowerCase() }
  if (/^json(?:$|[.[])/.test(text)) return { from: 'json', path: readPath(text.slice(4)) }
  return { from: 'nothing' }
}

/** `.a.b[0]["c.d"]` as its keys. */
function readPath(text: string): string[] {
  return [...text.matchAll(/\["([^"]*)"\]|\[([^\]]*)\]|([^.[\]]+)/g)].map(
    ([, quotedKey, index, key]) => quotedKey ?? index ?? key ?? '',
  )
}

/** A number of the body that JavaScript can't hold exactly, as it was written. */
class ExactNumber {
  readonly digits: string

  constructor(digits: string) {
    this.digits = digits
  }
}

class Values {
  private readonly request: TemplateRequest
  private query: URLSearchParams | null = null
  private body: string | null = null
  private json: { readonly value: unknown } | null = null

  constructor(request: TemplateRequest) {
    this.request = request
  }

  text(source: Source, kind: TemplateKind, quoted: boolean): string {
    const value = this.value(source)
    if (kind === 'json' && !quoted) return value === undefined ? 'null' : asJson(value)
    const text = value === undefined ? '' : typeof value === 'string' ? value : asJson(value)
    return kind === 'json' ? JSON.stringify(text).slice(1, -1) : text
  }

  private value(source: Source): unknown {
    switch (source.from) {
      case 'method':
        return this.request.method
      case 'path':
        return readable(this.request.path)
      case 'query':
        this.query ??= new URLSearchParams(readable(this.request.query))
        return this.query.get(source.name) ?? undefined
      case 'header': {
        const pair = this.request.headers.find(([name]) => name.toLowerCase() === source.name)
        return pair === undefined ? undefined : readable(pair[1])
      }
      case 'body':
        return this.bodyText()
      case 'json':
        this.json ??= { value: parseJson(this.bodyText()) }
        return walk(this.json.value, source.path)
      case 'nothing':
        return undefined
    }
  }

  private bodyText(): string {
    this.body ??= this.request.bodyText()
    return this.body
  }
}

function walk(root: unknown, path: readonly string[]): unknown {
  let value = root
  for (const key of path) {
    if (typeof value !== 'object' || value === null || value instanceof ExactNumber) return undefined
    if (!Object.hasOwn(value, key) || (Array.isArray(value) && key === 'length')) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}

/** The value of JSON text; undefined when it is none. Numbers beyond double precision, such as long ids, keep their digits. */
function parseJson(text: string): unknown {
  const keepDigits = (_key: string, value: unknown, context?: { source?: string }): unknown => {
    const digits = context?.source
    return typeof value === 'number' &&
      digits !== undefined &&
      /^-?\d{16,}$/.test(digits) &&
      String(value) !== digits
      ? new ExactNumber(digits)
      : value
  }
  try {
    return JSON.parse(text, keepDigits)
  } catch {
    // A body that is not JSON has no values to offer.
    return undefined
  }
}

function asJson(value: unknown): string {
  if (value instanceof ExactNumber) return value.digits
  const raw = (JSON as { rawJSON?: (digits: string) => unknown }).rawJSON
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof ExactNumber ? (raw?.(inner.digits) ?? Number(inner.digits)) : inner,
  )
}

/** Latin-1 text of the wire as the UTF-8 it mostly is; unchanged when it is not. */
function readable(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(text, (char) => char.charCodeAt(0)),
    )
  } catch {
    // Really Latin-1.
    return text
  }
}

/** UTF-8 bytes as Latin-1 characters, control characters as spaces. */
function headerSafe(text: string): string {
  const bytes = new TextEncoder().encode(text.replace(/[\x00-\x1f\x7f]+/g, ' ').trim())
  let latin1 = ''
  for (const byte of bytes) latin1 += String.fromCharCode(byte)
  return latin1
}
