import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { meansDamage, StoreFailure } from '../failure.ts'
import type { Opening } from '../messages.ts'
import { removeIndex } from '../search/index-file.ts'
import { migrations } from '../migrations/index.ts'
import {
  databaseName,
  openForReading,
  openForWriting,
  type ReadDb,
  type WriteDb,
  type WriteOptions,
} from './handles.ts'
import { migrate } from './migrate.ts'
import { salvage } from './salvage.ts'

/** Files up to this size are checked page by page at every start; larger ones when there is a reason, and now and then in the background. */
export const quickCheckBytes = 33_554_432
/** Its presence asks for a full check at the next start. */
export const suspectName = `${databaseName}-suspect`

export interface OpenedDatabase {
  readonly db: WriteDb
  readonly opening: Opening
  /** Where a damaged database was put; null when it was sound. */
  readonly setAside: string | null
}

/**
 * Opens the database of a folder. A damaged one is moved to `damaged-<date>/` together with its log, and what can be
 * read of it is carried over to a new one.
 */
export function openDatabase(folder: string, now: number, options: WriteOptions): OpenedDatabase {
  const path = join(folder, databaseName)
  const suspect = join(folder, suspectName)
  const problem = findDamage(path, existsSync(suspect))
  let opening: Opening = { repaired: false, message: null }
  let setAside: string | null = null
  if (problem !== null) {
    setAside = moveAside(folder, now)
    opening = { repaired: true, message: repair(folder, setAside, problem) }
    // Built over what was there before.
    removeIndex(folder)
  }
  rmSync(suspect, { force: true })
  const db = openForWriting(path, options)
  try {
    migrate(db, migrations, folder)
    return { db, opening, setAside }
  } catch (error) {
    db.close()
    throw error
  }
}

/** A sentence that says what is wrong with the file; null when nothing is found, or when there is no file. */
function findDamage(path: string, thorough: boolean): string | null {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  if (size === 0) return null
  let db: ReadDb | null = null
  try {
    // Nothing is written to a file that may have to be set aside.
    db = openForReading(path)
    const version = db.pragma('user_version', { simple: true }) as number
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    if (version > 0) db.prepare('SELECT max(id) FROM requests').get()
    if (!thorough && size > quickCheckBytes) return null
    const [first] = db.pragma('quick_check(1)') as { quick_check: string }[]
    const found = first?.quick_check ?? 'ok'
    // The first line only names the database.
    return found === 'ok' ? null : (found.split('\n').at(-1) ?? found)
  } catch (error) {
    if (meansDamage(error)) return error instanceof Error ? error.message : String(error)
    throw error
  } finally {
    db?.close()
  }
}

/** Never overwrites: a second damage on the same day gets a number of its own. */
function moveAside(folder: string, now: number): string {
  const day = new Date(now).toISOString().slice(0, 10)
  let target = join(folder, `damaged-${day}`)
  for (let n = 2; existsSync(target); n++) target = join(folder, `damaged-${day}-${n}`)
  mkdirSync(target)
  for (const end of ['', '-wal', '-shm', '-journal']) {
    const from = join(folder, databaseName + end)
    if (existsSync(from)) renameSync(from, join(target, databaseName + end))
  }
  return target
}

function repair(folder: string, setAside: string, problem: string): string {
  const path = join(folder, databaseName)
  const building = `${path}-salvaging`
  for (const end of ['', '-wal', '-shm']) rmSync(building + end, { force: true })
  try {
    const { requests, broken } = salvage(join(setAside, databaseName), building, folder)
    for (const end of ['-wal', '-shm']) rmSync(building + end, { force: true })
    renameSync(building, path)
    const lost = broken === 0 ? '' : ` Of ${broken} of them headers and body are lost.`
    return `The database was damaged (${problem}). It was moved to ${setAside}; ${requests} requests could be read and were carried over to a new one.${lost}`
  } catch (error) {
    // Back to where it was: the next start tries again, and nothing is lost by this one.
    for (const end of ['', '-wal', '-shm', '-journal']) {
      const from = join(setAside, databaseName + end)
      if (existsSync(from)) renameSync(from, path + end)
    }
    rmSync(setAside, { recursive: true, force: true })
    throw new StoreFailure(
      'store.failed',
      `The database in ${folder} is damaged (${problem}) and could not be repaired: ${error instanceof Error ? error.message : String(error)}. Free some disk space and start again.`,
      undefined,
      error,
    )
  }
}
