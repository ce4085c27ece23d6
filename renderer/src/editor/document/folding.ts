import type { JsonRows } from './json-rows.ts'

/** A container with this many values or fewer is open from the start, as long as the rows opened so stay few. */
const smallContainer = 12
const shownAtFirst = 40

/**
 * Which rows are on show: everything but what lies inside a folded container.
 * The list is made anew after each change; a walk over five million rows takes some 20 ms, over what is visible far less.
 */
export class Folding {
  readonly #rows: JsonRows
  readonly #hideClosers: boolean
  /** Containers whose state differs from `#openByDefault`. */
  readonly #turned = new Set<number>()
  #openByDefault: boolean
  /** Null while every row is on show. */
  #visible: Uint32Array | null = null
  #count = 0
  #seenRows = -1

  /** Nobody has opened or folded anything yet: the beginning is opened as rows come in. */
  #untouched: boolean

  /** @param options `openBeginning`: open the top and, below it, what is small, until somebody decides otherwise. */
  constructor(
    rows: JsonRows,
    options: { hideClosers: boolean; openByDefault: boolean; openBeginning?: boolean },
  ) {
    this.#rows = rows
    this.#untouched = options.openBeginning === true
    this.#hideClosers = options.hideClosers
    this.#openByDefault = options.openByDefault
  }

  get count(): number {
    this.#refresh()
    return this.#count
  }

  /** The row shown at a position. */
  rowAt(position: number): number {
    this.#refresh()
    return this.#visible === null ? position : (this.#visible[position] ?? 0)
  }

  /** The position of a row, or of the folded container in which it is hidden. */
  positionOf(row: number): number {
    this.#refresh()
    const visible = this.#visible
    if (visible === null) return row
    let low = 0
    let high = this.#count
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((visible[middle] ?? 0) <= row) low = middle + 1
      else high = middle
    }
    return Math.max(0, low - 1)
  }

  isOpen(row: number): boolean {
    return this.#openByDefault !== this.#turned.has(row)
  }

  setOpen(row: number, open: boolean): void {
    this.#untouched = false
    if (open === this.#openByDefault) this.#turned.delete(row)
    else this.#turned.add(row)
    this.#seenRows = -1
  }

  setAll(open: boolean): void {
    this.#untouched = false
    this.#turned.clear()
    this.#openByDefault = open
    this.#seenRows = -1
  }

  #refresh(): void {
    const rows = this.#rows
    if (this.#seenRows === rows.count) return
    this.#seenRows = rows.count
    if (this.#untouched) this.#openSmall()
    if (this.#openByDefault && this.#turned.size === 0 && !this.#hideClosers) {
      this.#visible = null
      this.#count = rows.count
      return
    }
    let list = new Uint32Array(1_024)
    let count = 0
    let row = 0
    while (row < rows.count) {
      if (!this.#hideClosers || !rows.isClose(row)) {
        if (count === list.length) {
          const grown = new Uint32Array(count * 2)
          grown.set(list)
          list = grown
        }
        list[count++] = row
      }
      row = rows.isOpener(row) && !this.isOpen(row) ? rows.next(row) : row + 1
    }
    this.#visible = list
    this.#count = count
  }

  /** Opens the top, and below it level by level whatever is short, as long as the whole stays short. */
  #openSmall(): void {
    const rows = this.#rows
    if (rows.count === 0) return
    this.#turned.clear()
    this.#turned.add(0)
    let budget = shownAtFirst
    let level = [0]
    while (level.length > 0 && budget > 0) {
      const next: number[] = []
      for (const container of level) {
        const end = Math.min(rows.next(container), rows.count)
        for (let row = container + 1; row < end && !rows.isClose(row) && budget > 0; row = rows.next(row)) {
          const children = rows.childCount(row)
          if (!rows.isOpener(row) || children === null || children > smallContainer || children > budget)
            continue
          this.#turned.add(row)
          budget -= children
          next.push(row)
        }
      }
      level = next
    }
  }
}
