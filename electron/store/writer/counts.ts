import type { WriteDb } from '../database/handles.ts'

/** A request as far as its endpoint's counts are concerned. */
export interface CountedRow {
  readonly id: number
  readonly endpoint: number
  readonly byte_count: number
}

/** Keeps the counts of endpoints in step with the requests that come and go; called within the same transaction. */
export interface Counts {
  /** `sign`: 1 when the rows came back, -1 when they went. */
  readonly apply: (rows: readonly CountedRow[], sign: 1 | -1) => void
  /** Tells readers that something else than new requests has changed. */
  readonly touch: () => void
}

export function createCounts(db: WriteDb): Counts {
  const readUpTo = db.prepare<[number], number>('SELECT read_up_to FROM endpoints WHERE key = ?').pluck()
  const change = db.prepare(`
    UPDATE endpoints SET request_count = request_count + ?, unread_count = unread_count + ?,
      byte_count = byte_count + ? WHERE key = ?`)
  const bump = db.prepare(`
    INSERT INTO meta (name, value) VALUES ('changes', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1`)

  return {
    apply(rows, sign) {
      const sums = new Map<number, { count: number; unread: number; bytes: number; read: number }>()
      for (const row of rows) {
        let sum = sums.get(row.endpoint)
        if (sum === undefined) {
          sum = { count: 0, unread: 0, bytes: 0, read: readUpTo.get(row.endpoint) ?? 0 }
          sums.set(row.endpoint, sum)
        }
        sum.count++
        sum.bytes += row.byte_count
        if (row.id > sum.read) sum.unread++
      }
      for (const [endpoint, sum] of sums) {
        change.run(sign * sum.count, sign * sum.unread, sign * sum.bytes, endpoint)
      }
    },
    touch: () => void bump.run(),
  }
}
