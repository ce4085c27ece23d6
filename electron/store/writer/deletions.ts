import { inTransaction, type WriteDb } from '../database/handles.ts'
import { unmatchedKey } from '../database/rows.ts'
import { StoreFailure } from '../failure.ts'
import { nothingToDo, type Chore } from './chores.ts'
import type { StoreContext } from './context.ts'
import type { CountedRow, Counts } from './counts.ts'
import type { EndpointKeys } from './endpoint-keys.ts'
import type { Removal } from './removal.ts'

/** How long a deletion can be undone, in milliseconds. */
const undoMs = 600_000
/** Rows of one step: a few milliseconds of the writer's time. */
const stepRows = 300

interface DeletionRow {
  key: number
  endpoint: number | null
  deleted_at: number
}

export interface Deletions {
  /** Opens a deletion of requests; `add` then marks them. */
  readonly begin: (undoToken: string) => void
  /** Marks requests as deleted and returns how many were there to delete. At most a few hundred at once. */
  readonly add: (undoToken: string, ids: readonly number[]) => number
  /** Brings back one step of a deletion. */
  readonly restore: (undoToken: string) => { count: number; more: boolean }
  readonly deleteEndpoint: (id: string, undoToken: string) => { had: number }
  /** Returns the endpoint's id. */
  readonly restoreEndpoint: (undoToken: string) => string
  /** Removes for good what can no longer be undone. */
  readonly purge: Chore
}

/**
 * Deletions that can be undone: rows are marked with the deletion they belong to and disappear from every list;
 * ten minutes later, or at the next start, they are removed for good, in small steps.
 */
export function createDeletions(
  db: WriteDb,
  context: StoreContext,
  parts: { counts: Counts; keys: EndpointKeys; removal: Removal; startedAt: number },
): Deletions {
  const { counts, keys, removal, startedAt } = parts
  const insert = db.prepare('INSERT INTO deletions (undo_token, deleted_at, endpoint) VALUES (?, ?, ?)')
  const select = db.prepare<[string], DeletionRow>(
    'SELECT key, endpoint, deleted_at FROM deletions WHERE undo_token = ?',
  )
  const oldest = db.prepare<[], DeletionRow>(
    'SELECT key, endpoint, deleted_at FROM deletions ORDER BY deleted_at LIMIT 1',
  )
  const forget = db.prepare('DELETE FROM deletions WHERE key = ?')
  const mark = db.prepare<[number, string], CountedRow>(`
    UPDATE requests SET deletion = ? WHERE id IN (SELECT value FROM json_each(?)) AND deletion IS NULL
    RETURNING id, endpoint, byte_count`)
  const unmark = db.prepare<[number, number], CountedRow>(`
    UPDATE requests SET deletion = NULL
    WHERE id IN (SELECT id FROM requests INDEXED BY requests_deleted WHERE deletion = ? ORDER BY id DESC LIMIT ?)
    RETURNING id, endpoint, byte_count`)
  const markEndpoint = db.prepare<[number, string], { key: number; request_count: number }>(
    'UPDATE endpoints SET deletion = ? WHERE id = ? AND deletion IS NULL RETURNING key, request_count',
  )
  const unmarkEndpoint = db
    .prepare<[number], string>('UPDATE endpoints SET deletion = NULL WHERE key = ? RETURNING id')
    .pluck()
  const slugHolder = db.prepare<[number], { slug: string; name: string }>(`
    SELECT gone.slug, other.settings ->> 'name' AS name FROM endpoints gone
    JOIN endpoints other ON other.slug = gone.slug AND other.deletion IS NULL WHERE gone.key = ?`)
  const dropEndpoint = db
    .prepare<[number], string>('DELETE FROM endpoints WHERE key = ? RETURNING id')
    .pluck()
  const dropSecrets = db.prepare('DELETE FROM secrets WHERE endpoint = ?')
  const idsOfDeletion = db
    .prepare<[number, number], number>(
      'SELECT id FROM requests INDEXED BY requests_deleted WHERE deletion = ? LIMIT ?',
    )
    .pluck()
  const idsOfEndpoint = db
    .prepare<[number, number], number>(
      'SELECT id FROM requests INDEXED BY requests_of_endpoint WHERE endpoint = ? AND deletion IS NULL LIMIT ?',
    )
    .pluck()
  const deletedIdsOfEndpoint = db
    .prepare<[number, number], number>(
      'SELECT id FROM requests INDEXED BY requests_deleted WHERE deletion IS NOT NULL AND endpoint = ? LIMIT ?',
    )
    .pluck()

  const expired = (row: DeletionRow): boolean =>
    row.deleted_at < startedAt || row.deleted_at + undoMs <= context.now()

  function find(undoToken: string, wanted: 'requests' | 'endpoint'): DeletionRow {
    const row = select.get(undoToken)
    if (row === undefined || expired(row) || (row.endpoint === null) !== (wanted === 'requests')) {
      throw new StoreFailure(
        'not-found',
        'This deletion can no longer be undone: ten minutes have passed, or it was undone already.',
      )
    }
    return row
  }

  return {
    begin: (undoToken) => void insert.run(undoToken, context.now(), null),
    add: (undoToken, ids) =>
      inTransaction(db, () => {
        const rows = mark.all(find(undoToken, 'requests').key, JSON.stringify(ids))
        counts.apply(rows, -1)
        counts.touch()
        return rows.length
      }),
    restore: (undoToken) =>
      inTransaction(db, () => {
        const { key } = find(undoToken, 'requests')
        const rows = unmark.all(key, stepRows)
        counts.apply(rows, 1)
        counts.touch()
        const more = rows.length === stepRows
        if (!more) forget.run(key)
        return { count: rows.length, more }
      }),
    deleteEndpoint: (id, undoToken) =>
      inTransaction(db, () => {
        const key = keys.keyOf(id)
        if (key === unmatchedKey) {
          if (id !== 'unmatched') throw new StoreFailure('not-found', `There is no endpoint ${id}.`)
          throw new StoreFailure('unsupported', 'The bin of unmatched requests can be emptied, not deleted.')
        }
        const deletion = Number(insert.run(undoToken, context.now(), key).lastInsertRowid)
        const row = markEndpoint.get(deletion, id)
        if (row === undefined) throw new StoreFailure('not-found', `There is no endpoint ${id}.`)
        counts.touch()
        return { had: row.request_count }
      }),
    restoreEndpoint: (undoToken) =>
      inTransaction(db, () => {
        const row = find(undoToken, 'endpoint')
        const holder = slugHolder.get(row.endpoint ?? -1)
        if (holder !== undefined) {
          throw new StoreFailure(
            'conflict',
            `The endpoint "${holder.name}" now has the slug "${holder.slug}". Give that one another slug, then undo again.`,
          )
        }
        const id = unmarkEndpoint.get(row.endpoint ?? -1)
        if (id === undefined) throw new StoreFailure('not-found', 'The endpoint is gone for good.')
        forget.run(row.key)
        counts.touch()
        return id
      }),
    purge: {
      name: 'purge',
      step() {
        const row = oldest.get()
        if (row === undefined) return nothingToDo
        if (!expired(row)) return Math.max(1, row.deleted_at + undoMs - context.now())
        const ids = nextToPurge(row)
        removal.remove(ids, () => {
          if (ids.length > 0) return
          forget.run(row.key)
          if (row.endpoint === null) return
          dropSecrets.run(row.endpoint)
          const id = dropEndpoint.get(row.endpoint)
          if (id !== undefined) keys.remove(id)
        })
        return 0
      },
    },
  }

  function nextToPurge(row: DeletionRow): number[] {
    if (row.endpoint === null) return idsOfDeletion.all(row.key, stepRows)
    const live = idsOfEndpoint.all(row.endpoint, stepRows)
    return live.length > 0 ? live : deletedIdsOfEndpoint.all(row.endpoint, stepRows)
  }
}
