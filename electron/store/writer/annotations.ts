import type { ParsedInput } from '#shared/contract/contract.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { inTransaction, type WriteDb } from '../database/handles.ts'
import { selectDetailSql, toDetail, type DetailRow } from '../database/rows.ts'
import { StoreFailure } from '../failure.ts'
import type { Counts } from './counts.ts'

/** Sets pin and note of a request; what is left out stays. */
export function createAnnotate(
  db: WriteDb,
  counts: Counts,
): (input: ParsedInput<'requests.annotate'>) => RequestDetail {
  const select = db.prepare<[number], DetailRow>(selectDetailSql)
  const pin = db.prepare('UPDATE requests SET pinned = ? WHERE id = ?')
  const putNote = db.prepare('INSERT OR REPLACE INTO notes (id, note) VALUES (?, ?)')
  const dropNote = db.prepare('DELETE FROM notes WHERE id = ?')
  const markNoted = db.prepare('UPDATE requests SET has_note = ? WHERE id = ?')

  return ({ id, pinned, note }) =>
    inTransaction(db, () => {
      if (select.get(id) === undefined) {
        throw new StoreFailure('not-found', `There is no request ${id}; it may have been deleted.`)
      }
      if (pinned !== undefined) pin.run(pinned ? 1 : 0, id)
      if (note !== undefined) {
        if (note === '') dropNote.run(id)
        else putNote.run(id, note)
        markNoted.run(note === '' ? 0 : 1, id)
      }
      counts.touch()
      const row = select.get(id)
      if (row === undefined) throw new StoreFailure('internal', `Request ${id} went while it was changed.`)
      return toDetail(row)
    })
}
