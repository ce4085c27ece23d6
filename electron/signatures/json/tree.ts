/**
 * A JSON text taken apart without losing how it was written: strings and numbers stay as their source text, keys keep
 * their order and their doubles. That is what the usual parser forgets, and what breaks signatures.
 */
export type JsonNode = JsonObject | JsonArray | JsonString | JsonScalar
export interface JsonObject {
  kind: 'object'
  keys: JsonString[]
  values: JsonNode[]
}
export interface JsonArray {
  kind: 'array'
  items: JsonNode[]
}
export interface JsonString {
  kind: 'string'
  /** Between the quotes, escapes kept. */
  raw: string
}
export interface JsonScalar {
  kind: 'scalar'
  raw: string
}

const depthLimit = 200

/** Parses a JSON text; null when it is not valid JSON or nested deeper than 200 levels. */
export function parseTree(text: string): JsonNode | null {
  const parser = new Parser(text)
  return parser.document()
}

class Failure extends Error {}

class Parser {
  private at = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  document(): JsonNode | null {
    try {
      const node = this.value(0)
      this.blanks()
      return this.at === this.text.length ? node : null
    } catch (error) {
      if (error instanceof Failure) return null
      throw error
    }
  }

  private blanks(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return
      this.at++
    }
  }

  private value(depth: number): JsonNode {
    if (depth > depthLimit) throw new Failure()
    this.blanks()
    const code = this.text.charCodeAt(this.at)
    if (code === 123) return this.object(depth)
    if (code === 91) return this.array(depth)
    if (code === 34) return this.string()
    return this.scalar()
  }

  private object(depth: number): JsonObject {
    const keys: JsonString[] = []
    const values: JsonNode[] = []
    this.at++
    this.blanks()
    if (this.take(125)) return { kind: 'object', keys, values }
    for (;;) {
      this.blanks()
      if (this.text.charCodeAt(this.at) !== 34) throw new Failure()
      keys.push(this.string())
      this.blanks()
      if (!this.take(58)) throw new Failure()
      values.push(this.value(depth + 1))
      this.blanks()
      if (this.take(125)) return { kind: 'object', keys, values }
      if (!this.take(44)) throw new Failure()
    }
  }

  private array(depth: number): JsonArray {
    const items: JsonNode[] = []
    this.at++
    this.blanks()
    if (this.take(93)) return { kind: 'array', items }
    for (;;) {
      items.push(this.value(depth + 1))
      this.blanks()
      if (this.take(93)) return { kind: 'array', items }
      if (!this.take(44)) throw new Failure()
    }
  }

  private string(): JsonString {
    const start = ++this.at
    const { text } = this
    for (;;) {
      const code = text.charCodeAt(this.at)
      if (code === 34) {
        const raw = text.slice(start, this.at++)
        return { kind: 'string', raw }
      }
      if (code === 92) {
        const next = text.charCodeAt(this.at + 1)
        if (next === 117) {
          if (!/^[0-9a-fA-F]{4}$/.test(text.slice(this.at + 2, this.at + 6))) throw new Failure()
          this.at += 6
        } else if ('"\\/bfnrt'.includes(text.charAt(this.at + 1)) && !Number.isNaN(next)) {
          this.at += 2
        } else {
          throw new Failure()
        }
      } else if (Number.isNaN(code) || code < 32) {
        throw new Failure()
      } else {
        this.at++
      }
    }
  }

  private scalar(): JsonScalar {
    const pattern = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
    pattern.lastIndex = this.at
    const raw = pattern.exec(this.text)?.[0]
    if (raw === undefined) throw new Failure()
    this.at += raw.length
    return { kind: 'scalar', raw }
  }

  private take(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false
    this.at++
    return true
  }
}

/** The text that a string's source stands for. */
export function unescape(raw: string): string {
  return raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw
}
