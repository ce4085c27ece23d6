import type { JsonRows } from './json-rows.ts'
import { JsonIndexer } from './json-indexer.ts'

class ByteWriter {
  #bytes: Uint8Array<ArrayBuffer>
  #at = 0

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(capacity)
  }

  byte(value: number): void {
    this.#room(1)
    this.#bytes[this.#at++] = value
  }

  spaces(count: number): void {
    this.#room(count)
    this.#bytes.fill(0x20, this.#at, this.#at + count)
    this.#at += count
  }

  slice(source: Uint8Array, start: number, end: number): void {
    this.#room(end - start)
    if (end - start > 32) this.#bytes.set(source.subarray(start, end), this.#at)
    else for (let at = start; at < end; at++) this.#bytes[this.#at + at - start] = source[at] ?? 0
    this.#at += end - start
  }

  done(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#at)
  }

  #room(extra: number): void {
    if (this.#at + extra <= this.#bytes.length) return
    const grown = new Uint8Array(Math.max(this.#at + extra, this.#bytes.length * 2))
    grown.set(this.#bytes.subarray(0, this.#at))
    this.#bytes = grown
  }
}

/**
 * Pretty-printed JSON in which every token stays as written: numbers keep their digits, strings their escapes, keys their order.
 * Line n is row `from + n`, so that a line leads back to its path.
 */
export function prettyJson(
  source: Uint8Array,
  rows: JsonRows,
  from = 0,
  to = rows.count,
): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter(Math.max(1_024, Math.min(source.length * 2, 1 << 28)))
  const base = rows.depth(from)
  for (let row = from; row < to; row++) {
    if (row > from) out.byte(0x0a)
    out.spaces((rows.depth(row) - base) * 2)
    let start = rows.starts.at(row)
    const limit = row + 1 < rows.count ? rows.starts.at(row + 1) : rows.covered
    let end = limit
    let comma = false
    while (end > start && isGap(source[end - 1] ?? 0)) {
      if (source[end - 1] === 0x2c) comma = true
      end--
    }
    if (rows.hasKey(row)) {
      let at = start + 1
      while (at < end && source[at] !== 0x22) at += source[at] === 0x5c ? 2 : 1
      if (row > from) {
        out.slice(source, start, at + 1)
        out.byte(0x3a)
        out.byte(0x20)
      }
      start = at + 1
      while (start < end && (isGap(source[start] ?? 0) || source[start] === 0x3a)) start++
    }
    const first = source[start] ?? 0
    if (rows.isOpener(row)) out.byte(first)
    else if (first === 0x7b || first === 0x5b) {
      out.byte(first)
      out.byte(first + 2)
    } else out.slice(source, start, end)
    if (comma && row + 1 < to && !rows.isOpener(row)) out.byte(0x2c)
  }
  return out.done()
}

function isGap(byte: number): boolean {
  return byte === 0x2c || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** Pretty-prints a short text; null when it is no JSON. */
export function prettyJsonText(text: string): string | null {
  const bytes = new TextEncoder().encode(text)
  const indexer = new JsonIndexer()
  indexer.feed(bytes, bytes.length, true)
  if (indexer.rows.problem !== null) return null
  return new TextDecoder().decode(prettyJson(bytes, indexer.rows))
}
