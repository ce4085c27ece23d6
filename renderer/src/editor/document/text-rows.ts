import { GrowingU32 } from './growing.ts'

/** Rows found since the last update, fit to be handed from one thread to another. */
export interface TextRowsUpdate {
  readonly from: number
  readonly starts: Uint32Array<ArrayBuffer>
  readonly lines: Uint32Array<ArrayBuffer>
  readonly covered: number
  readonly done: boolean
}

/** Rows of a text that is broken at line ends and at a fixed width. Eight bytes a row. */
export class TextRows {
  /** Byte at which a row starts. */
  readonly starts = new GrowingU32()
  /** The line, from 1, to which a row belongs. */
  readonly lines = new GrowingU32()
  covered = 0
  done = false

  get count(): number {
    return this.starts.length
  }

  /** Whether a row is the first of its line. */
  isLineStart(row: number): boolean {
    return row === 0 || this.lines.at(row) !== this.lines.at(row - 1)
  }

  /** First and last byte (exclusive) of a row, its line break left out. */
  range(row: number, bytes: Uint8Array): [number, number] {
    const start = this.starts.at(row)
    let end = row + 1 < this.count ? this.starts.at(row + 1) : this.covered
    if (end > start && bytes[end - 1] === 0x0a) end -= end - 1 > start && bytes[end - 2] === 0x0d ? 2 : 1
    return [start, end]
  }

  rowAtOffset(offset: number): number {
    return Math.max(0, this.starts.lastAtMost(offset))
  }

  apply(update: TextRowsUpdate): void {
    if (update.from !== this.count)
      throw new Error(`Rows from ${update.from} do not follow row ${this.count}.`)
    this.starts.append(update.starts)
    this.lines.append(update.lines)
    this.covered = update.covered
    this.done = update.done
  }
}

/**
 * Breaks a UTF-8 text into rows while it comes in. Widths are those of a fixed-width font:
 * a tab goes to the next multiple of four, wide characters (CJK and beyond) take two columns.
 */
export class TextIndexer {
  readonly rows = new TextRows()
  readonly #columns: number
  #at = 0
  #column = 0
  #line = 1
  #sent = 0

  constructor(columns: number) {
    this.#columns = Math.max(8, columns)
  }

  feed(bytes: Uint8Array, available: number, final: boolean): void {
    const { rows } = this
    if (rows.done) return
    const columns = this.#columns
    let at = this.#at
    let column = this.#column
    if (rows.count === 0 && available > 0) this.#begin(0)
    while (at < available) {
      const byte = bytes[at] ?? 0
      if (byte === 0x0a) {
        at++
        column = 0
        this.#line++
        // A final line break ends the last line; it does not begin another, empty one.
        if (at < available || !final) this.#begin(at)
        continue
      }
      let length = 1
      let width = 1
      if (byte === 0x09) width = 4 - (column % 4)
      else if (byte >= 0xc0) {
        length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
        if (at + length > available && !final) break
        length = sequenceLength(bytes, at, Math.min(length, available - at))
        if (byte >= 0xe3) width = 2
      }
      if (column + width > columns && byte !== 0x0d) {
        this.#begin(at)
        column = 0
        if (byte === 0x09) width = 4
      }
      column += width
      at += length
    }
    this.#at = at
    this.#column = column
    rows.covered = at
    if (final) {
      const last = rows.count - 1
      if (last > 0 && rows.starts.at(last) === at) this.#dropLast()
      rows.done = true
    }
  }

  take(): TextRowsUpdate {
    const { rows } = this
    const from = this.#sent
    // The last row may still be dropped while the text goes on, so it is held back until more is known.
    const to = rows.done ? rows.count : Math.max(from, rows.count - 1)
    this.#sent = to
    return {
      from,
      starts: rows.starts.copy(from, to),
      lines: rows.lines.copy(from, to),
      covered: rows.done ? rows.covered : rows.starts.at(to),
      done: rows.done,
    }
  }

  #begin(at: number): void {
    this.rows.starts.push(at)
    this.rows.lines.push(this.#line)
  }

  #dropLast(): void {
    this.rows.starts.pop()
    this.rows.lines.pop()
  }
}

/** How many of the next `length` bytes belong to the sequence that begins here; a broken one ends early. */
function sequenceLength(bytes: Uint8Array, at: number, length: number): number {
  let whole = 1
  while (whole < length && ((bytes[at + whole] ?? 0) & 0xc0) === 0x80) whole++
  return whole
}
