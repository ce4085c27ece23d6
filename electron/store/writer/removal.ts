import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { bodiesName, inTransaction, type WriteDb } from '../database/handles.ts'
import type { StoreContext } from './context.ts'

export interface Removal {
  /** Takes rows out for good, in one transaction, together with whatever `also` does; their body files go after the commit. */
  readonly remove: (ids: readonly number[], also: () => void) => void
}

/** Removes requests for good. Their ids are never given out again. */
export function createRemoval(db: WriteDb, context: StoreContext, lastId: () => number): Removal {
  const bodyFile = db.prepare<[number], string | null>('SELECT body_file FROM details WHERE id = ?').pluck()
  const statements = ['requests', 'details', 'notes'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE id = ?`),
  )
  const keepLastId = db.prepare(`
    INSERT INTO meta (name, value) VALUES ('last_id', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`)

  return {
    remove(ids, also) {
      const files: string[] = []
      inTransaction(db, () => {
        keepLastId.run(lastId())
        for (const id of ids) {
          const file = bodyFile.get(id)
          if (file != null) files.push(file)
          for (const statement of statements) statement.run(id)
        }
        also()
      })
      context.send({ kind: 'removed', ids: [...ids] })
      for (const file of files) {
        rm(join(context.folder, bodiesName, file), { force: true }).catch((error: unknown) => {
          context.log(
            'warn',
            `The body file ${file} could not be removed; the next start tries again: ${String(error)}`,
          )
        })
      }
    },
  }
}
