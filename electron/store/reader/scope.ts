import type { ReadDb } from '../database/handles.ts'
import { unmatchedKey } from '../database/rows.ts'
import { StoreFailure } from '../failure.ts'

/** Which requests a list is about: those of one endpoint, or of all that are not deleted, without the unmatched ones. */
export interface Scope {
  /** Distinguishes scopes; two with the same name hold the same requests. */
  readonly name: string
  /** Condition over `requests r`, deleted ones left out. */
  readonly sql: string
  /** The index that holds the scope's ids in order. */
  readonly index: 'requests_of_endpoint' | 'requests_live'
  /** How to read whole rows of a range of ids. */
  readonly scan: 'INDEXED BY requests_of_endpoint' | 'NOT INDEXED'
  /** Maintained count of the scope's requests. */
  readonly count: number
}

export type ScopeOf = (endpointId: string | undefined) => Scope

export function createScopes(db: ReadDb): ScopeOf {
  const all = db.prepare<[], { key: number; deletion: number | null; request_count: number }>(
    'SELECT key, deletion, request_count FROM endpoints',
  )
  const one = db.prepare<[string], { key: number; request_count: number }>(
    'SELECT key, request_count FROM endpoints WHERE id = ? AND deletion IS NULL',
  )
  return (endpointId) => {
    if (endpointId !== undefined) {
      const row = one.get(endpointId)
      if (row === undefined) throw new StoreFailure('not-found', `There is no endpoint ${endpointId}.`)
      return {
        name: endpointId,
        sql: `r.deletion IS NULL AND r.endpoint = ${row.key}`,
        index: 'requests_of_endpoint',
        scan: 'INDEXED BY requests_of_endpoint',
        count: row.request_count,
      }
    }
    const rows = all.all()
    const left = rows.filter((row) => row.key === unmatchedKey || row.deletion !== null).map((row) => row.key)
    const count = rows.reduce((sum, row) => sum + (left.includes(row.key) ? 0 : row.request_count), 0)
    return {
      name: `* but ${left.join(' ')}`,
      sql: `r.deletion IS NULL AND r.endpoint NOT IN (${left.join(', ')})`,
      index: 'requests_live',
      scan: 'NOT INDEXED',
      count,
    }
  }
}
