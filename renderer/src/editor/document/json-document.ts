import type { JsonKind, JsonRows } from './json-rows.ts'

/** One line of pretty-printed JSON, cut into what is coloured differently. Texts are as written in the source. */
export interface JsonRow {
  readonly row: number
  readonly depth: number
  readonly kind: JsonKind
  /** The key with its quotes; null for array items, closing brackets and the top. */
  readonly key: string | null
  /** Scalars: the text as written. Containers: the opening bracket, or both when empty. `close`: the bracket. */
  readonly text: string
  /** Characters (bytes, in fact) of the value that `text` leaves out. */
  readonly cut: number
  readonly comma: boolean
  /** Has lines of its own that can be folded away. */
  readonly opens: boolean
  /** Values inside; null while not known. */
  readonly children: number | null
}

const decoder = new TextDecoder()
/** Stands for what is around the top-level value, or values. */
const topLevel = -1
const markEvery = 512

/** A JSON text together with its rows: reads any row, path or value without parsing the whole. */
export class JsonDocument {
  readonly rows: JsonRows
  readonly #bytes: () => Uint8Array
  /** Of each container that was walked: the rows of its children 0, 512, 1024, … as far as it was walked. */
  readonly #marks = new Map<number, number[]>()

  /** @param bytes gives the UTF-8 text as far as it is here; it may be swapped for a larger copy while it grows. */
  constructor(bytes: () => Uint8Array, rows: JsonRows) {
    this.#bytes = bytes
    this.rows = rows
  }

  /** @param maxText bytes of a value that are shown at most. */
  read(row: number, maxText = 2_000): JsonRow {
    const bytes = this.#bytes()
    const { rows } = this
    const kind = rows.kind(row)
    const start = rows.starts.at(row)
    const opens = rows.isOpener(row)
    const keyEnd = rows.hasKey(row) ? stringEnd(bytes, start) : start
    const end = this.#rowEnd(row)
    const valueStart = this.#valueStart(row)
    const comma = this.#comma(row)
    let text: string
    let cut = 0
    if (kind === 'close' || opens) text = String.fromCharCode(bytes[valueStart] ?? 0)
    else if (kind === 'object') text = '{}'
    else if (kind === 'array') text = '[]'
    else {
      const shownEnd = wholeCharacter(bytes, Math.min(end, valueStart + maxText))
      text = decoder.decode(bytes.subarray(valueStart, shownEnd))
      cut = end - shownEnd
    }
    return {
      row,
      depth: rows.depth(row),
      kind,
      key: keyEnd > start ? decoder.decode(bytes.subarray(start, keyEnd)) : null,
      text,
      cut,
      comma: comma && !opens,
      opens,
      children: rows.childCount(row),
    }
  }

  /** First and last byte (exclusive) of a row's value with all that is inside. Of a closing bracket: of its container. */
  valueRange(row: number): [number, number] {
    const at = this.rows.isClose(row) ? this.openerOf(row) : row
    const start = this.#valueStart(at)
    if (!this.rows.isOpener(at)) return [start, this.#rowEnd(at)]
    const next = this.rows.links.at(at)
    if (next > this.rows.count) return [start, this.rows.covered]
    return [start, this.rows.starts.at(next - 1) + 1]
  }

  /** The value's text as written. */
  valueText(row: number): string {
    const [start, end] = this.valueRange(row)
    return decoder.decode(this.#bytes().subarray(start, end))
  }

  /** A string value without quotes and escapes; null for other kinds. */
  stringValue(row: number): string | null {
    return this.rows.kind(row) === 'string' ? unescapeString(this.valueText(row)) : null
  }

  keyText(row: number): string {
    const start = this.rows.starts.at(row)
    const bytes = this.#bytes()
    return unescapeString(decoder.decode(bytes.subarray(start, stringEnd(bytes, start))))
  }

  /** Keys and positions from the top to a row. A closing bracket stands for its container. */
  path(row: number): (string | number)[] {
    const path: (string | number)[] = []
    for (const step of this.#steps(row)) {
      if (step.index !== null) path.push(this.rows.hasKey(step.row) ? this.keyText(step.row) : step.index)
    }
    return path
  }

  /** The rows of the containers around a row, outermost first. */
  ancestors(row: number): number[] {
    return this.#steps(row)
      .slice(0, -1)
      .map((step) => step.row)
  }

  /** The row that opens what a closing bracket closes. */
  openerOf(row: number): number {
    return this.#steps(row).at(-1)?.row ?? 0
  }

  /** The row at a path; null when there is none. */
  rowAt(path: readonly (string | number)[]): number | null {
    let row = 0
    for (const segment of path) {
      const found = this.#child(row, segment)
      if (found === null) return null
      row = found
    }
    return this.rows.count === 0 ? null : row
  }

  /** The row in which a byte of the source lies. */
  rowAtOffset(offset: number): number {
    return Math.max(0, this.rows.starts.lastAtMost(offset))
  }

  #child(parent: number, segment: string | number): number | null {
    const { rows } = this
    if (!rows.isOpener(parent)) return null
    const end = Math.min(rows.next(parent), rows.count)
    let index = 0
    let found: number | null = null
    for (let row = parent + 1; row < end && !rows.isClose(row); row = rows.next(row)) {
      // Of a key that is there twice the last one counts, as in JSON.parse.
      if (rows.hasKey(row) ? this.keyText(row) === segment : index === segment) found = row
      index++
    }
    return found
  }

  #steps(target: number): { row: number; index: number | null }[] {
    const { rows } = this
    const top = this.#childWith(topLevel, target)
    const steps: { row: number; index: number | null }[] = [
      { row: top.row, index: top.index === 0 && rows.next(0) >= rows.count ? null : top.index },
    ]
    let row = top.row
    while (row !== target) {
      const child = this.#childWith(row, target)
      if (rows.isClose(child.row)) break
      row = child.row
      steps.push(child)
    }
    return steps
  }

  /** The direct child of a container that is, or holds, a row. Of a long container every 512th child is remembered. */
  #childWith(container: number, target: number): { row: number; index: number } {
    const { rows } = this
    let marks = this.#marks.get(container)
    if (marks === undefined) {
      if (this.#marks.size > 1_000) this.#marks.clear()
      marks = [container + 1]
      this.#marks.set(container, marks)
    }
    const mark = Math.max(0, lastAtMost(marks, target))
    let row = marks[mark] ?? 0
    let index = mark * markEvery
    while (row < rows.count && rows.next(row) <= target && !rows.isClose(row)) {
      const next = rows.next(row)
      if (next >= rows.count) break
      row = next
      index++
      if (index === marks.length * markEvery) marks.push(row)
    }
    return { row, index }
  }

  #valueStart(row: number): number {
    const start = this.rows.starts.at(row)
    if (!this.rows.hasKey(row)) return start
    const bytes = this.#bytes()
    let at = stringEnd(bytes, start)
    while (isSpace(bytes[at] ?? 0) || bytes[at] === 0x3a) at++
    return at
  }

  /** The byte after a row's last token, its comma left out. */
  #rowEnd(row: number): number {
    const bytes = this.#bytes()
    const last = row + 1 >= this.rows.count
    let end = last ? this.rows.covered : this.rows.starts.at(row + 1)
    while (end > 0 && (isSpace(bytes[end - 1] ?? 0) || bytes[end - 1] === 0x2c)) end--
    return end
  }

  #comma(row: number): boolean {
    const bytes = this.#bytes()
    const last = row + 1 >= this.rows.count
    const from = last ? this.rows.covered : this.rows.starts.at(row + 1)
    let at = from - 1
    while (at > 0 && isSpace(bytes[at] ?? 0)) at--
    return bytes[at] === 0x2c
  }
}

function lastAtMost(ascending: readonly number[], value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The offset after the string that starts at `start`. */
function stringEnd(bytes: Uint8Array, start: number): number {
  let at = start + 1
  while (at < bytes.length && bytes[at] !== 0x22) at += bytes[at] === 0x5c ? 2 : 1
  return at + 1
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** The start of the UTF-8 character that an offset falls into, so that a cut leaves no half of one. */
function wholeCharacter(bytes: Uint8Array, end: number): number {
  let at = end
  while (at > 0 && at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80) at--
  return at
}

/** A JSON string as the text it means; as written when it is no valid string. */
export function unescapeString(source: string): string {
  try {
    return JSON.parse(source) as string
  } catch {
    // Only a string that is cut off (an incomplete body) gets here: show it as it stands.
    return source.replace(/^"/, '').replace(/"$/, '')
  }
}
