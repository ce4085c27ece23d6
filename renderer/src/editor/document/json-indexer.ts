import { JsonRows, openLink, type JsonRowsUpdate } from './json-rows.ts'

const kindOf = { object: 0, array: 1, string: 2, number: 3, true: 4, false: 5, null: 6, close: 7 } as const

/** Where the text stands, between two tokens. */
type Expect = 'value' | 'value-or-close' | 'key' | 'key-or-close' | 'colon' | 'comma-or-close' | 'end'

/** Deeper nesting is not indexed; RFC 8259, section 9 allows a reader to set such a limit. */
export const maxJsonDepth = 10_000

/**
 * Finds the rows of a JSON text (RFC 8259, strict) while it comes in, in one pass and without building values.
 * Feed it again whenever more bytes are there; it stops between two tokens and goes on from there.
 */
export class JsonIndexer {
  readonly rows = new JsonRows()
  readonly #many: boolean
  #at = 0
  #expect: Expect = 'value'
  /** Where the scan of an unfinished string goes on. */
  #resume = 0
  #keyStart = -1
  readonly #stack: number[] = []
  readonly #counts: number[] = []
  #sent = 0
  #closedSinceSent: number[] = []

  /** @param many whether several values may follow one another, as in NDJSON. */
  constructor(many = false) {
    this.#many = many
  }

  /** @param bytes the text so far, of which the first `available` bytes count. @param final whether that is all. */
  feed(bytes: Uint8Array, available: number, final: boolean): void {
    const rows = this.rows
    if (rows.done) return
    if (this.#at === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) this.#at = 3
    while (!rows.done) {
      let at = this.#at
      while (at < available) {
        const byte = bytes[at]
        if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
        at++
      }
      this.#at = at
      if (at >= available) {
        if (final) this.#finish(at)
        break
      }
      if (!this.#token(bytes, at, available, final)) break
    }
    rows.covered = rows.problem?.offset ?? this.#at
  }

  /** What was found since the last call. */
  take(): JsonRowsUpdate {
    const { rows } = this
    const from = this.#sent
    const patched = this.#closedSinceSent.filter((row) => row < from)
    const patches = new Uint32Array(patched.length * 2)
    patched.forEach((row, index) => {
      patches[index * 2] = row
      patches[index * 2 + 1] = rows.links.at(row)
    })
    this.#closedSinceSent = []
    this.#sent = rows.count
    return {
      from,
      starts: rows.starts.copy(from, rows.count),
      links: rows.links.copy(from, rows.count),
      tags: rows.tags.copy(from, rows.count),
      patches,
      covered: rows.covered,
      done: rows.done,
      problem: rows.problem,
    }
  }

  /** Takes one token; false when it is not whole yet. */
  #token(bytes: Uint8Array, at: number, available: number, final: boolean): boolean {
    const byte = bytes[at] ?? 0
    switch (this.#expect) {
      case 'end':
        if (!this.#many) return this.#fail(at, `The value ends here, yet ${shown(bytes, at)} follows.`)
        this.#expect = 'value'
        return true
      case 'colon':
        if (byte !== 0x3a)
          return this.#fail(at, `Expected ":" after a property name, found ${shown(bytes, at)}.`)
        this.#at = at + 1
        this.#expect = 'value'
        return true
      case 'comma-or-close': {
        const inObject = this.#inObject()
        if (byte === 0x2c) {
          this.#at = at + 1
          this.#expect = inObject ? 'key' : 'value'
          return true
        }
        if (byte === (inObject ? 0x7d : 0x5d)) return this.#close(at)
        return this.#fail(at, `Expected "," or "${inObject ? '}' : ']'}", found ${shown(bytes, at)}.`)
      }
      case 'key':
      case 'key-or-close': {
        if (byte === 0x7d && this.#expect === 'key-or-close') return this.#close(at)
        if (byte !== 0x22) {
          return this.#fail(at, `Expected a property name in double quotes, found ${shown(bytes, at)}.`)
        }
        const end = this.#string(bytes, at, available, final)
        if (end < 0) return false
        this.#keyStart = at
        this.#at = end
        this.#expect = 'colon'
        return true
      }
      case 'value-or-close':
        if (byte === 0x5d) return this.#close(at)
        return this.#value(bytes, at, available, final)
      case 'value':
        return this.#value(bytes, at, available, final)
    }
  }

  #value(bytes: Uint8Array, at: number, available: number, final: boolean): boolean {
    const byte = bytes[at] ?? 0
    if (byte === 0x7b || byte === 0x5b) {
      if (this.#stack.length >= maxJsonDepth) {
        return this.#fail(at, `Nested deeper than ${maxJsonDepth.toLocaleString('en')} levels.`)
      }
      const row = this.#add(at, byte === 0x7b ? kindOf.object : kindOf.array, openLink)
      this.#stack.push(row)
      this.#counts.push(0)
      this.#at = at + 1
      this.#expect = byte === 0x7b ? 'key-or-close' : 'value-or-close'
      return true
    }
    let end: number
    let kind: number
    if (byte === 0x22) {
      end = this.#string(bytes, at, available, final)
      kind = kindOf.string
    } else if (byte === 0x2d || (byte >= 0x30 && byte <= 0x39)) {
      end = this.#number(bytes, at, available, final)
      kind = kindOf.number
    } else if (byte === 0x74) {
      end = this.#word(bytes, at, available, final, 'true')
      kind = kindOf.true
    } else if (byte === 0x66) {
      end = this.#word(bytes, at, available, final, 'false')
      kind = kindOf.false
    } else if (byte === 0x6e) {
      end = this.#word(bytes, at, available, final, 'null')
      kind = kindOf.null
    } else {
      return this.#fail(at, `Expected a value, found ${shown(bytes, at)}.`)
    }
    if (end < 0) return false
    this.#add(at, kind, this.rows.count + 1)
    this.#at = end
    this.#afterValue()
    return true
  }

  #add(at: number, kind: number, link: number): number {
    const key = this.#keyStart
    this.#keyStart = -1
    const depth = this.#stack.length
    if (depth > 0) this.#counts[depth - 1] = (this.#counts[depth - 1] ?? 0) + 1
    return this.rows.add(key < 0 ? at : key, kind, depth, key >= 0, link)
  }

  #close(at: number): boolean {
    const row = this.#stack.pop()
    const count = this.#counts.pop() ?? 0
    if (row === undefined) return this.#fail(at, 'A bracket closes that was never opened.')
    if (count > 0) this.rows.add(at, kindOf.close, this.#stack.length, false, count)
    this.rows.links.set(row, this.rows.count)
    if (row < this.#sent) this.#closedSinceSent.push(row)
    this.#at = at + 1
    this.#afterValue()
    return true
  }

  #afterValue(): void {
    this.#expect = this.#stack.length === 0 ? 'end' : 'comma-or-close'
  }

  #inObject(): boolean {
    const row = this.#stack.at(-1)
    return row !== undefined && this.rows.kind(row) === 'object'
  }

  /** The offset after a string that starts at `at`; -1 when it is not whole or not right. */
  #string(bytes: Uint8Array, at: number, available: number, final: boolean): number {
    let scan = this.#resume > at ? this.#resume : at + 1
    while (scan < available) {
      const byte = bytes[scan] ?? 0
      if (byte === 0x22) {
        this.#resume = 0
        return scan + 1
      }
      if (byte === 0x5c) {
        const escaped = bytes[scan + 1] ?? 0
        const length = escaped === 0x75 ? 6 : 2
        if (scan + length > available) {
          if (!final) break
          this.#fail(at, 'The text ends within a string.')
          return -1
        }
        if (!isEscape(bytes, scan + 1)) {
          this.#fail(scan, `"\\${String.fromCharCode(escaped)}" is no escape that JSON knows.`)
          return -1
        }
        scan += length
        continue
      }
      if (byte < 0x20) {
        this.#fail(scan, `A string holds ${controlName(byte)} as such; JSON wants it escaped.`)
        return -1
      }
      scan++
    }
    if (final) this.#fail(at, 'The text ends within a string.')
    else this.#resume = scan
    return -1
  }

  #number(bytes: Uint8Array, at: number, available: number, final: boolean): number {
    let end = at
    while (end < available && isNumberByte(bytes[end] ?? 0)) end++
    if (end === available && !final) return -1
    const text = String.fromCharCode(...bytes.subarray(at, Math.min(end, at + 4_096)))
    if (end - at <= 4_096 && !/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) {
      this.#fail(at, `"${text.slice(0, 40)}" is not a number as JSON writes them.`)
      return -1
    }
    return end
  }

  #word(bytes: Uint8Array, at: number, available: number, final: boolean, word: string): number {
    if (at + word.length > available && !final) return -1
    for (let index = 0; index < word.length; index++) {
      if (bytes[at + index] !== word.charCodeAt(index) || at + index >= available) {
        this.#fail(at, `Expected a value, found ${shown(bytes, at)}.`)
        return -1
      }
    }
    return at + word.length
  }

  #finish(at: number): void {
    if (this.#expect === 'end' || (this.#many && this.#expect === 'value' && this.#stack.length === 0)) {
      this.rows.done = true
      return
    }
    const depth = this.#stack.length
    const missing =
      depth === 0
        ? 'There is no JSON value in it.'
        : `The text ends while ${depth === 1 ? 'a bracket is' : `${depth.toLocaleString('en')} brackets are`} still open.`
    this.#fail(at, missing)
  }

  #fail(offset: number, message: string): false {
    this.rows.problem = { offset, message }
    this.rows.done = true
    return false
  }
}

function isNumberByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e ||
    (byte | 0x20) === 0x65
  )
}

function isEscape(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at] ?? 0
  if (byte !== 0x75) return '"\\/bfnrt'.includes(String.fromCharCode(byte))
  for (let index = 1; index <= 4; index++) {
    const digit = (bytes[at + index] ?? 0) | 0x20
    if (!((digit >= 0x30 && digit <= 0x39) || (digit >= 0x61 && digit <= 0x66))) return false
  }
  return true
}

function controlName(byte: number): string {
  if (byte === 0x0a || byte === 0x0d) return 'a line break'
  if (byte === 0x09) return 'a tab'
  return `the control character 0x${byte.toString(16).padStart(2, '0')}`
}

/** What stands at an offset, as a reader would name it. */
function shown(bytes: Uint8Array, at: number): string {
  const text = new TextDecoder().decode(bytes.subarray(at, at + 12))
  const first = /^[A-Za-z_$][\w$]*|^./su.exec(text)?.[0] ?? ''
  return first === '' ? 'nothing' : `"${first}"`
}
