import Sqlite from 'better-sqlite3'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { meansDamage } from '../failure.ts'

/** The search index has a file of its own: it can be built again from the requests at any time, and never holds up a capture. */
export const indexName = 'search.db'
/** Another number makes the index be built afresh: raise it when the searched text changes. */
const indexVersion = 2

export type IndexDb = Sqlite.Database

/** Opens the index for writing; one that is damaged, or of another version, is thrown away and begun afresh. */
export function openIndex(folder: string, onDamage: (error: unknown) => void): IndexDb {
  try {
    return prepare(folder)
  } catch (error) {
    if (!meansDamage(error)) throw error
    onDamage(error)
    removeIndex(folder)
    return prepare(folder)
  }
}

export function removeIndex(folder: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(join(folder, indexName + end), { force: true })
}

function prepare(folder: string): IndexDb {
  const path = join(folder, indexName)
  let db = open(path)
  const version = db.pragma('user_version', { simple: true }) as number
  if (version !== indexVersion && version !== 0) {
    db.close()
    removeIndex(folder)
    db = open(path)
  }
  if (version !== indexVersion) {
    db.exec(`
      BEGIN;
      CREATE VIRTUAL TABLE search USING fts5 (
        text, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1');
      CREATE TABLE state (name TEXT PRIMARY KEY, value REAL NOT NULL) STRICT;
      INSERT INTO state (name, value) VALUES ('indexed_up_to', 0), ('checked_at', 0), ('clean', 1);
      PRAGMA user_version = ${indexVersion};
      COMMIT;
      INSERT INTO search (search, rank) VALUES ('hashsize', 8388608);
    `)
  }
  try {
    // Damage is better met here, where it is made good at once.
    db.prepare('SELECT name, value FROM state').all()
    db.prepare('SELECT max(id) FROM search_docsize').get()
    db.prepare(`SELECT rowid FROM search WHERE search MATCH '"zzz"' LIMIT 1`).get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function open(path: string): IndexDb {
  const db = new Sqlite(path)
  try {
    db.pragma('page_size = 4096')
    db.pragma('auto_vacuum = INCREMENTAL')
    db.pragma('journal_mode = WAL')
    // Losing the last moments costs nothing: they are indexed again.
    db.pragma('synchronous = NORMAL')
    db.pragma('busy_timeout = 5000')
    db.pragma('cache_size = -16384')
    db.pragma('temp_store = MEMORY')
    db.pragma('wal_autocheckpoint = 1000')
    db.pragma('journal_size_limit = 8388608')
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return db
  } catch (error) {
    db.close()
    throw error
  }
}
