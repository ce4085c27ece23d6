import { escapeStyles, type EscapeStyle } from './escapes.ts'
import { numberStyles, type NumberStyle } from './numbers.ts'
import { unescape, type JsonNode, type JsonString } from './tree.ts'

/** Where a serialiser puts blanks and line breaks. */
export interface BlankStyle {
  /** One level of indentation; null for all on one line. */
  indent: string | null
  colon: string
  comma: string
  newline: string
  /** `[ 1, 2 ]` on one line, as Jackson's default printer writes arrays */
  inlineArrays?: boolean
}

export type KeyOrder = 'same' | 'sorted' | 'sorted-top' | 'integers-first' | 'shortest-first' | 'last-wins'

export interface JsonStyle {
  blanks: BlankStyle
  /** `same` keeps each string as it is written. */
  escapes: EscapeStyle | 'same'
  order: KeyOrder
  numbers: NumberStyle | 'same'
  omit?: 'nulls' | 'empty'
}

/** Writes a tree as a given serialiser would. */
export function writeTree(node: JsonNode, style: JsonStyle): string {
  return new Writer(style).node(node, '')
}

class Writer {
  private readonly style: JsonStyle
  /** Keys come again and again: each is escaped once. */
  private readonly keys = new Map<string, string>()

  constructor(style: JsonStyle) {
    this.style = style
  }

  node(node: JsonNode, margin: string, top = true): string {
    switch (node.kind) {
      case 'string':
        return this.string(node)
      case 'scalar':
        return this.style.numbers === 'same' ? node.raw : numberStyles[this.style.numbers](node.raw)
      case 'array': {
        const { blanks } = this.style
        if (node.items.length === 0) return '[]'
        if (blanks.inlineArrays === true) {
          return `[ ${node.items.map((item) => this.node(item, margin, false)).join(', ')} ]`
        }
        const inner = blanks.indent === null ? '' : margin + blanks.indent
        return this.wrap(
          '[',
          ']',
          node.items.map((item) => this.node(item, inner, false)),
          margin,
        )
      }
      case 'object': {
        const { blanks, order } = this.style
        const inner = blanks.indent === null ? '' : margin + blanks.indent
        const items: string[] = []
        for (const at of ordered(node.keys, order, top)) {
          const key = node.keys[at]
          const value = node.values[at]
          if (key === undefined || value === undefined || this.omits(value)) continue
          items.push(this.key(key) + blanks.colon + this.node(value, inner, false))
        }
        return items.length === 0 ? '{}' : this.wrap('{', '}', items, margin)
      }
    }
  }

  private omits(value: JsonNode): boolean {
    const { omit } = this.style
    if (omit === undefined) return false
    if (value.kind === 'scalar' && value.raw === 'null') return true
    return omit === 'empty' && value.kind === 'string' && value.raw === ''
  }

  private key(node: JsonString): string {
    const known = this.keys.get(node.raw)
    if (known !== undefined) return known
    const text = this.string(node)
    if (this.keys.size < 5_000) this.keys.set(node.raw, text)
    return text
  }

  private string(node: JsonString): string {
    const { escapes } = this.style
    if (escapes === 'same' || simple.test(node.raw)) return `"${node.raw}"`
    return `"${escapeStyles[escapes](unescape(node.raw))}"`
  }

  private wrap(open: string, close: string, items: string[], margin: string): string {
    const { indent, comma, newline } = this.style.blanks
    if (indent === null) return open + items.join(comma) + close
    const inner = newline + margin + indent
    return open + inner + items.join(comma + inner) + newline + margin + close
  }
}

/** Strings that every style writes as they are. */
const simple = /^[a-zA-Z0-9 .,:;!?()*#$^_{}|~-]*$/

/** Positions of the keys in the order in which they are written; doubles keep only the last value, as parsers do. */
function ordered(keys: readonly JsonString[], order: KeyOrder, top: boolean): number[] {
  const positions = keys.map((_, at) => at)
  if (order === 'same' || (order === 'sorted-top' && !top)) return positions
  const names = keys.map((key) => unescape(key.raw))
  const last = new Map<string, number>()
  const first = new Map<string, number>()
  for (const [at, name] of names.entries()) {
    last.set(name, at)
    if (!first.has(name)) first.set(name, at)
  }
  const unique = [...last.keys()]
  if (order === 'integers-first') {
    const integers = unique.filter(isIndex).sort((a, b) => Number(a) - Number(b))
    return [...integers, ...unique.filter((name) => !isIndex(name))].map((name) => last.get(name) ?? 0)
  }
  if (order === 'sorted' || order === 'sorted-top') unique.sort()
  if (order === 'shortest-first') {
    unique.sort((a, b) => Buffer.byteLength(a) - Buffer.byteLength(b) || (a < b ? -1 : 1))
  }
  return unique.map((name) => last.get(name) ?? 0)
}

/** Names that JavaScript objects list first, in numeric order. */
function isIndex(name: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(name) && Number(name) < 4_294_967_295
}
