import { inTransaction, type WriteDb } from '../database/handles.ts'
import type { MarkRow } from '../marking.ts'

/** Notes how signatures were judged; requests that are gone are passed over. Returns the ids whose mark changed. */
export function createMark(db: WriteDb): (marks: readonly MarkRow[]) => number[] {
  const update = db.prepare('UPDATE requests SET signature = ? WHERE id = ? AND signature IS NOT ?')
  return (marks) =>
    inTransaction(db, () =>
      marks.filter(({ id, mark }) => update.run(mark, id, mark).changes > 0).map(({ id }) => id),
    )
}
