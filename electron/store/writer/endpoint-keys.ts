import { unmatchedKey } from '../database/rows.ts'
import type { WriteDb } from '../database/handles.ts'

/** The short keys by which rows name their endpoint. */
export interface EndpointKeys {
  /** Unmatched when there is no such endpoint (it may have gone for good while the request was on its way). */
  keyOf(id: string): number
  add(id: string, key: number): void
  remove(id: string): void
}

export function createEndpointKeys(db: WriteDb): EndpointKeys {
  const keys = new Map<string, number>()
  const rows = db.prepare('SELECT id, key FROM endpoints').all() as { id: string; key: number }[]
  for (const row of rows) keys.set(row.id, row.key)
  return {
    keyOf: (id) => keys.get(id) ?? unmatchedKey,
    add: (id, key) => void keys.set(id, key),
    remove: (id) => void keys.delete(id),
  }
}
