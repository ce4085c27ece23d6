/** JSON with what JSON.parse forgets: how numbers are written, repeated keys, and where each value stands. */
export type JsonNode = {
  from: number
  to: number
  /** Equal values have equal hashes; key order does not matter. */ hash: number
} & (
  | { kind: 'object'; members: JsonMember[] }
  | { kind: 'array'; items: JsonNode[] }
  | { kind: 'string'; value: string }
  /** As written. */
  | { kind: 'number'; text: string }
  | { kind: 'true' | 'false' | 'null' }
)

interface JsonMember {
  key: string
  value: JsonNode
  /** True for all but the last member of a key: they are what JSON.parse passes over. */
  hidden: boolean
}

export type ParsedTree =
  { ok: true; root: JsonNode; nodes: number } | { ok: false; message: string; offset: number }

export interface TreeLimits {
  maxNodes: number
  maxDepth: number
}

/** Reads JSON (RFC 8259; a byte order mark is let pass) into a tree. Linear; stops at the limits with a message. */
export function parseJsonTree(text: string, limits: TreeLimits): ParsedTree {
  const reader = new TreeReader(text, limits)
  try {
    return { ok: true, root: reader.document(), nodes: reader.nodes }
  } catch (error) {
    if (error instanceof Stop) return { ok: false, message: error.message, offset: error.offset }
    throw error
  }
}

class Stop extends Error {
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const words = ['true', 'false', 'null'] as const

class TreeReader {
  nodes = 0
  private at = 0
  private depth = 0
  private readonly text: string
  private readonly limits: TreeLimits

  constructor(text: string, limits: TreeLimits) {
    this.text = text
    this.limits = limits
  }

  document(): JsonNode {
    if (this.text.startsWith('\ufeff')) this.at = 1
    const root = this.value()
    this.blanks()
    if (this.at < this.text.length) throw new Stop('There is more text after the value.', this.at)
    return root
  }

  private value(): JsonNode {
    this.blanks()
    if (++this.nodes > this.limits.maxNodes) throw new Stop('The document holds too many values.', this.at)
    const from = this.at
    const first = this.text.charAt(from)
    if (first === '{') return this.object(from)
    if (first === '[') return this.array(from)
    if (first === '"') {
      const value = this.string()
      return { kind: 'string', value, from, to: this.at, hash: hashText(value, 0x51) }
    }
    for (const word of words) {
      if (!this.text.startsWith(word, from)) continue
      this.at += word.length
      return { kind: word, from, to: this.at, hash: hashText(word, 0x77) }
    }
    return this.number(from)
  }

  private number(from: number): JsonNode {
    numberPattern.lastIndex = from
    const text = numberPattern.exec(this.text)?.[0]
    if (text === undefined) {
      throw new Stop(
        from < this.text.length ? 'A value is expected here.' : 'The document ends too early.',
        from,
      )
    }
    this.at += text.length
    return { kind: 'number', text, from, to: this.at, hash: hashText(canonicalNumber(text), 0x4e) }
  }

  private object(from: number): JsonNode {
    this.enter()
    const members: JsonMember[] = []
    const last = new Map<string, JsonMember>()
    let hash = 0x0b
    this.at++
    this.blanks()
    if (this.text[this.at] === '}') this.at++
    else {
      do {
        this.blanks()
        if (this.text[this.at] !== '"') throw new Stop('A key in quotes is expected here.', this.at)
        const key = this.string()
        this.blanks()
        if (this.text[this.at++] !== ':') throw new Stop('A colon is expected here.', this.at - 1)
        const member = { key, value: this.value(), hidden: false }
        const before = last.get(key)
        if (before) before.hidden = true
        last.set(key, member)
        members.push(member)
      } while (this.more('}'))
    }
    // A sum, so that the order of keys does not count.
    for (const [key, { value }] of last) hash = (hash + mix(hashText(key, 0x6b), value.hash)) | 0
    this.depth--
    return { kind: 'object', members, from, to: this.at, hash: mix(hash, last.size) }
  }

  private array(from: number): JsonNode {
    this.enter()
    const items: JsonNode[] = []
    let hash = 0x0a
    this.at++
    this.blanks()
    if (this.text[this.at] === ']') this.at++
    else {
      do {
        const item = this.value()
        hash = mix(hash, item.hash)
        items.push(item)
      } while (this.more(']'))
    }
    this.depth--
    return { kind: 'array', items, from, to: this.at, hash: mix(hash, items.length) }
  }

  private enter(): void {
    if (++this.depth > this.limits.maxDepth) throw new Stop('The document is nested too deeply.', this.at)
  }

  /** True after a comma, false after the closing bracket. */
  private more(close: string): boolean {
    this.blanks()
    const next = this.text[this.at++]
    if (next === ',') return true
    if (next === close) return false
    const ended = next === undefined
    throw new Stop(
      ended ? 'The document ends too early.' : `A comma or ${close} is expected here.`,
      Math.min(this.at - 1, this.text.length),
    )
  }

  private blanks(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return
      this.at++
    }
  }

  private string(): string {
    const from = this.at
    let plain = true
    for (this.at++; ; this.at++) {
      const code = this.text.charCodeAt(this.at)
      if (code === 0x22) break
      if (code === 0x5c) {
        plain = false
        this.at++
      } else if (code < 0x20 || Number.isNaN(code)) {
        throw new Stop(
          Number.isNaN(code)
            ? 'The text is not closed.'
            : 'A line break or control character stands in a text.',
          Math.min(this.at, this.text.length),
        )
      }
    }
    this.at++
    if (plain) return this.text.slice(from + 1, this.at - 1)
    try {
      return JSON.parse(this.text.slice(from, this.at)) as string
    } catch {
      throw new Stop('This text holds an escape that does not exist.', from)
    }
  }
}

/** A number's value as text: equal for `1`, `1.0` and `10e-1`, exact at any size. */
export function canonicalNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  const digits = (whole + fraction).replace(/^0+/, '')
  const kept = digits.replace(/0+$/, '')
  if (kept === '') return '0'
  return `${sign}${kept}e${BigInt(exponent.slice(0, 400)) - BigInt(fraction.length) + BigInt(digits.length - kept.length)}`
}

function hashText(text: string, seed: number): number {
  let hash = 0x811c9dc5 ^ seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return mix(hash, text.length)
}

function mix(left: number, right: number): number {
  let hash = Math.imul(left ^ Math.imul(right, 0x9e3779b1), 0x85ebca6b)
  hash ^= hash >>> 15
  return Math.imul(hash, 0xc2b2ae35) | 0
}

/** Whether two values are the same: key order, spelling of numbers and hidden members do not count. */
export function sameJson(left: JsonNode, right: JsonNode): boolean {
  if (left.hash !== right.hash || left.kind !== right.kind) return false
  switch (left.kind) {
    case 'string':
      return right.kind === 'string' && left.value === right.value
    case 'number':
      return (
        right.kind === 'number' &&
        (left.text === right.text || canonicalNumber(left.text) === canonicalNumber(right.text))
      )
    case 'array':
      return (
        right.kind === 'array' &&
        left.items.length === right.items.length &&
        left.items.every((item, at) => sameJson(item, right.items[at] ?? item))
      )
    case 'object':
      return right.kind === 'object' && sameMembers(membersOf(left), membersOf(right))
    default:
      return true
  }
}

function sameMembers(left: Map<string, JsonNode>, right: Map<string, JsonNode>): boolean {
  if (left.size !== right.size) return false
  for (const [key, value] of left) {
    const other = right.get(key)
    if (!other || !sameJson(value, other)) return false
  }
  return true
}

/** Members by key, the last one of each. */
export function membersOf(node: Extract<JsonNode, { kind: 'object' }>): Map<string, JsonNode> {
  const members = new Map<string, JsonNode>()
  for (const { key, value, hidden } of node.members) if (!hidden) members.set(key, value)
  return members
}
