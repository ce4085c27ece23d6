import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { StoreFailure } from '../failure.ts'
import type { Migration } from '../migrations/migration.ts'
import { inTransaction, type WriteDb } from './handles.ts'

/** The version of a database's schema: that of the last step that was applied, 0 for an empty file. */
function schemaVersion(db: WriteDb): number {
  return db.pragma('user_version', { simple: true }) as number
}

/**
 * Brings the schema to the newest version, one transaction a step. A database that already holds something is copied to
 * `backup-before-v<N>.db` in `folder` first; of earlier such copies the one for the same step is replaced.
 * Throws StoreFailure `store.failed` when the database comes from a newer Hookbench.
 */
export function migrate(
  db: WriteDb,
  steps: readonly Migration[],
  folder: string,
): { from: number; backup: string | null } {
  const from = schemaVersion(db)
  const newest = steps.at(-1)?.version ?? 0
  if (from > newest) {
    throw new StoreFailure(
      'store.failed',
      `The database in ${folder} was written by a newer Hookbench (schema ${from}, this one knows ${newest}). Update Hookbench, or choose another data folder.`,
    )
  }
  const missing = steps.filter((step) => step.version > from)
  const [first] = missing
  let backup: string | null = null
  if (first !== undefined && from > 0) backup = copyBefore(db, folder, first.version)
  for (const step of missing) {
    inTransaction(db, () => {
      db.exec(step.up)
      db.pragma(`user_version = ${step.version}`)
    })
  }
  return { from, backup }
}

function copyBefore(db: WriteDb, folder: string, version: number): string {
  const path = join(folder, `backup-before-v${version}.db`)
  // Left by an attempt that broke off: the database is still as it was, so a fresh copy is as good.
  if (existsSync(path)) rmSync(path)
  db.prepare('VACUUM INTO ?').run(path)
  return path
}
