import Sqlite from 'better-sqlite3'

declare const readMark: unique symbol
declare const writeMark: unique symbol

/** A connection that may read. */
export type ReadDb = Sqlite.Database & { readonly [readMark]: true }
/** The one connection that may write; it may read, too. */
export type WriteDb = ReadDb & { readonly [writeMark]: true }

export const databaseName = 'hookbench.db'
export const bodiesName = 'bodies'

/** Pages of 4 kB in memory per connection: 16 MB. */
const cacheKib = 16_384

export interface WriteOptions {
  /** Upper bound of the file in pages of 4 kB: how tests bring about a full disk. */
  readonly maxPages?: number | undefined
}

/** Opens (and makes, if need be) the database for writing. Durable at every commit: WAL with synchronous=FULL. */
export function openForWriting(path: string, options: WriteOptions = {}): WriteDb {
  const db = new Sqlite(path) as unknown as WriteDb
  try {
    if ((db.pragma('page_count', { simple: true }) as number) === 0) {
      db.pragma('page_size = 4096')
      db.pragma('auto_vacuum = INCREMENTAL')
    }
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('busy_timeout = 5000')
    // References are kept right by the code: a check for each insert would cost every capture.
    db.pragma('foreign_keys = OFF')
    db.pragma('recursive_triggers = OFF')
    db.pragma(`cache_size = -${cacheKib}`)
    db.pragma('temp_store = MEMORY')
    // Written back by the writer's own chore, between batches of captures.
    db.pragma('wal_autocheckpoint = 0')
    db.pragma('journal_size_limit = 16777216')
    if (options.maxPages !== undefined) db.pragma(`max_page_count = ${options.maxPages}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Opens the database for reading only. */
export function openForReading(path: string): ReadDb {
  const db = new Sqlite(path, { readonly: true, fileMustExist: true }) as unknown as ReadDb
  db.pragma('busy_timeout = 5000')
  db.pragma(`cache_size = -${cacheKib}`)
  db.pragma('temp_store = MEMORY')
  return db
}

/** Runs `work` as one transaction, rolled back when it throws. */
export function inTransaction<T>(db: WriteDb, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    // SQLite has rolled back by itself after some errors, a full disk among them.
    if (db.inTransaction) db.exec('ROLLBACK')
    throw error
  }
}
