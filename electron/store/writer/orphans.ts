import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { bodiesName, type ReadDb } from '../database/handles.ts'
import type { StoreContext } from './context.ts'

/**
 * Body files that no request names: left by a crash between file and commit. They are removed; after a repair they are
 * moved to `keepIn`, because the request they belong to may be among what could not be read.
 * Files of this run (whose names begin with `session`) are left alone: their commit may be on its way.
 */
export async function clearOrphans(
  db: ReadDb,
  context: StoreContext,
  session: string,
  keepIn: string | null,
): Promise<number> {
  const folder = join(context.folder, bodiesName)
  const known = db.prepare<[string], number>('SELECT 1 FROM details WHERE body_file = ?').pluck()
  let count = 0
  for (const name of await readdir(folder)) {
    if (name.startsWith(session) || known.get(name) !== undefined) continue
    count++
    if (keepIn === null) await rm(join(folder, name), { force: true })
    else {
      await mkdir(join(keepIn, bodiesName), { recursive: true })
      await rename(join(folder, name), join(keepIn, bodiesName, name))
    }
  }
  if (count > 0) {
    context.log(
      'info',
      keepIn === null
        ? `Removed ${count} body files that belonged to no request.`
        : `Moved ${count} body files that belong to no readable request to ${keepIn}.`,
    )
  }
  return count
}
