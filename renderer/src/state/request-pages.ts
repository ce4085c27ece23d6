import type { RequestId } from '#shared/domain/ids.ts'
import type { RequestSummary } from '#shared/domain/request.ts'

/** Rows fetched at once. */
export const pageSize = 100

/** Most rows kept; the pages farthest from what is shown go first. */
const maxRows = 6_000

/**
 * Rows by position, with holes. A row's key is its position minus the number of rows that were put on top since, so keys
 * stay while new rows arrive: position = key + topped. Pages are aligned to keys.
 */
export class RequestPages {
  private rows = new Map<number, RequestSummary>()
  private keys = new Map<RequestId, number>()
  private topped = 0
  private count = 0

  /** How many rows there are, loaded or not. */
  get total(): number {
    return this.count
  }

  set total(total: number) {
    this.count = total
  }

  at(position: number): RequestSummary | undefined {
    return this.rows.get(position - this.topped)
  }

  /** A name for the row at a position that stays the same while rows are put on top. */
  keyAt(position: number): number {
    return position - this.topped
  }

  /** Where a loaded row stands; -1 when it is not loaded. */
  positionOf(id: RequestId): number {
    const key = this.keys.get(id)
    return key === undefined ? -1 : key + this.topped
  }

  /** Puts rows, newest first, on top of all others. */
  prepend(items: readonly RequestSummary[]): void {
    this.topped += items.length
    this.count += items.length
    items.forEach((item, index) => this.set(index - this.topped, item))
  }

  /** Puts loaded rows in place; `key` is that of the first. */
  fill(key: number, items: readonly RequestSummary[]): void {
    items.forEach((item, index) => this.set(key + index, item))
  }

  /** Replaces a row that changed; false when it is not loaded. */
  replace(item: RequestSummary): boolean {
    const key = this.keys.get(item.id)
    if (key === undefined) return false
    this.rows.set(key, item)
    return true
  }

  /** Takes out rows that are gone; those below move up. Returns how many were loaded here. */
  remove(ids: Iterable<RequestId>): number {
    const gone = [...ids].map((id) => this.keys.get(id)).filter((key) => key !== undefined)
    if (gone.length === 0) return 0
    gone.sort((left, right) => left - right)
    const left = [...this.rows].sort(([a], [b]) => a - b)
    this.rows = new Map()
    this.keys = new Map()
    let passed = 0
    for (const [key, row] of left) {
      while (passed < gone.length && (gone[passed] ?? 0) < key) passed += 1
      if (gone[passed] !== key) this.set(key - passed, row)
    }
    this.count -= gone.length
    return gone.length
  }

  /** The pages (first key, position and length to ask for) that lack a row between two positions, both included. */
  missing(first: number, last: number): { key: number; offset: number; limit: number }[] {
    const pages: { key: number; offset: number; limit: number }[] = []
    const from = Math.max(0, first) - this.topped
    const to = Math.min(last, this.count - 1) - this.topped
    for (let page = Math.floor(from / pageSize); page * pageSize <= to; page += 1) {
      // The page that reaches above the top begins at the top.
      const key = Math.max(page * pageSize, -this.topped)
      const end = Math.min((page + 1) * pageSize, this.count - this.topped)
      let hole = false
      for (let each = Math.max(key, from); each <= Math.min(end - 1, to) && !hole; each += 1)
        hole = !this.rows.has(each)
      if (hole) pages.push({ key, offset: key + this.topped, limit: end - key })
    }
    return pages
  }

  /** Forgets rows far from a position when there are too many. */
  trim(around: number): void {
    if (this.rows.size <= maxRows) return
    const centre = around - this.topped
    for (const [key, row] of this.rows) {
      if (Math.abs(key - centre) <= maxRows / 3) continue
      this.rows.delete(key)
      this.keys.delete(row.id)
    }
  }

  /** All loaded rows, top first. */
  loaded(): RequestSummary[] {
    return [...this.rows].sort(([a], [b]) => a - b).map(([, row]) => row)
  }

  private set(key: number, row: RequestSummary): void {
    const before = this.rows.get(key)
    if (before !== undefined && before.id !== row.id && this.keys.get(before.id) === key)
      this.keys.delete(before.id)
    this.rows.set(key, row)
    this.keys.set(row.id, key)
  }
}
