import Sqlite from 'better-sqlite3'
import { migrations } from '../migrations/index.ts'
import { inTransaction, openForWriting, type ReadDb, type WriteDb } from './handles.ts'
import { migrate } from './migrate.ts'

export interface Salvaged {
  /** Requests that were carried over. */
  readonly requests: number
  /** Requests of which a part could not be read; they are left out. */
  readonly broken: number
}

type Row = Record<string, unknown>

/** Tables by the order in which they are carried over; requests are carried over together with their details. */
const smallTables = ['endpoints', 'deletions', 'secrets', 'settings', 'meta', 'notes'] as const
/** Rows that are read at once; a failure is narrowed down by halves. */
const span = 512

/**
 * Carries everything that can be read from a damaged database over to a new one, row by row. Works around pages that
 * can't be read: a range of ids that fails is halved until only the rows on the bad page are left out.
 */
export function salvage(damagedPath: string, newPath: string, folder: string): Salvaged {
  const target = openForWriting(newPath)
  try {
    migrate(target, migrations, folder)
    const source = openDamaged(damagedPath)
    if (source === null) return { requests: 0, broken: 0 }
    try {
      for (const table of smallTables) copyTable(source, target, table)
      const result = copyRequests(source, target)
      recount(target)
      return result
    } finally {
      source.close()
    }
  } finally {
    target.pragma('wal_checkpoint(TRUNCATE)')
    target.close()
  }
}

/** Null when not even the schema can be read. */
function openDamaged(path: string): ReadDb | null {
  try {
    const db = new Sqlite(path, { fileMustExist: true }) as unknown as ReadDb
    try {
      db.pragma('query_only = ON')
      db.prepare('SELECT count(*) FROM sqlite_schema').get()
      return db
    } catch {
      // Nothing in it can be addressed: the caller starts afresh, the file itself is kept.
      db.close()
      return null
    }
  } catch {
    return null
  }
}

/** What `read` finds between two row ids, both inclusive, leaving out what can't be read. */
function readAround<T>(
  read: (from: number, to: number) => T[],
  from: number,
  to: number,
  onRows: (rows: T[]) => void,
): void {
  try {
    onRows(read(from, to))
  } catch {
    // The bad page is somewhere in this range.
    if (from === to) return
    const middle = Math.floor((from + to) / 2)
    readAround(read, from, middle, onRows)
    readAround(read, middle + 1, to, onRows)
  }
}

/** First and last row id as far as they can be read; a little beyond the last, should its own page be the bad one. */
function extent(source: ReadDb, table: string): [number, number] | null {
  const ends = [
    `SELECT rowid AS id FROM ${table} ORDER BY rowid LIMIT 1`,
    `SELECT rowid AS id FROM ${table} ORDER BY rowid DESC LIMIT 1`,
  ]
  const found = ends.map((sql) => {
    try {
      return (source.prepare(sql).get() as { id: number } | undefined)?.id ?? null
    } catch {
      return undefined
    }
  })
  const [first, last] = found
  if (first === null || last === null) return null
  if (first === undefined && last === undefined) return [0, 4_000_000]
  return [first ?? 0, last ?? Math.max(first ?? 0, 1) * 2 + 1_000_000]
}

function copyTable(source: ReadDb, target: WriteDb, table: string): void {
  const range = columnsOf(source, target, table) === null ? null : extent(source, table)
  const columns = columnsOf(source, target, table)
  if (range === null || columns === null) return
  const read = source.prepare<[number, number], Row>(
    `SELECT rowid AS _rowid, ${columns.join(', ')} FROM ${table} WHERE rowid BETWEEN ? AND ?`,
  )
  const insert = inserter(target, table, columns)
  walk(range, (from, to) =>
    inTransaction(target, () =>
      readAround(
        (a, b) => read.all(a, b),
        from,
        to,
        (rows) => rows.forEach(insert),
      ),
    ),
  )
}

function walk([first, last]: [number, number], step: (from: number, to: number) => void): void {
  for (let from = first; from <= last; from += span) step(from, Math.min(from + span - 1, last))
}

/** Columns that both sides know; null when the source has no such table. */
function columnsOf(source: ReadDb, target: WriteDb, table: string): string[] | null {
  const namesIn = (db: ReadDb): string[] =>
    (db.pragma(`table_info(${table})`) as { name: string }[]).map((column) => column.name)
  const there = new Set(namesIn(source))
  const both = namesIn(target).filter((name) => there.has(name))
  return both.length === 0 ? null : both
}

function inserter(target: WriteDb, table: string, columns: string[]): (row: Row) => boolean {
  const statement = target.prepare(
    `INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  )
  return (row) => {
    try {
      return statement.run(...columns.map((name) => row[name])).changes > 0
    } catch (error) {
      // A garbled value does not fit its column; a full disk, on the other hand, must end it all.
      if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')) return false
      throw error
    }
  }
}

/** A request is carried over only with its details, so that what is there afterwards is whole. */
function copyRequests(source: ReadDb, target: WriteDb): Salvaged {
  const columns = columnsOf(source, target, 'requests')
  const detailColumns = columnsOf(source, target, 'details')
  const range = columns === null ? null : extent(source, 'requests')
  if (columns === null || detailColumns === null || range === null) return { requests: 0, broken: 0 }
  const readRequests = source.prepare<[number, number], Row>(
    `SELECT ${columns.join(', ')} FROM requests NOT INDEXED WHERE id BETWEEN ? AND ?`,
  )
  const readDetails = source.prepare<[number, number], Row>(
    `SELECT ${detailColumns.join(', ')} FROM details NOT INDEXED WHERE id BETWEEN ? AND ?`,
  )
  const insertRequest = inserter(target, 'requests', columns)
  const insertDetails = inserter(target, 'details', detailColumns)
  let requests = 0
  let broken = 0
  walk(range, (from, to) => {
    const details = new Map<unknown, Row>()
    readAround(
      (a, b) => readDetails.all(a, b),
      from,
      to,
      (rows) => rows.forEach((row) => details.set(row['id'], row)),
    )
    inTransaction(target, () =>
      readAround(
        (a, b) => readRequests.all(a, b),
        from,
        to,
        (rows) => {
          for (const row of rows) {
            const detail = details.get(row['id'])
            if (detail !== undefined && insertDetails(detail) && insertRequest(row)) requests++
            else broken++
          }
        },
      ),
    )
  })
  return { requests, broken }
}

/** Counts and marks are worked out afresh; rows of endpoints that could not be read go to the unmatched ones. */
function recount(target: WriteDb): void {
  inTransaction(target, () => {
    target.exec(`
      DELETE FROM details WHERE id NOT IN (SELECT id FROM requests);
      DELETE FROM notes WHERE id NOT IN (SELECT id FROM requests);
      UPDATE requests SET endpoint = 0 WHERE endpoint NOT IN (SELECT key FROM endpoints);
      DELETE FROM meta WHERE name = 'seeded' AND (SELECT count(*) FROM endpoints WHERE key <> 0) = 0;
      UPDATE requests SET deletion = NULL WHERE deletion NOT IN (SELECT key FROM deletions);
      UPDATE requests SET has_note = id IN (SELECT id FROM notes);
      UPDATE endpoints SET deletion = NULL WHERE deletion NOT IN (SELECT key FROM deletions);
      UPDATE endpoints SET
        request_count = (SELECT count(*) FROM requests r WHERE r.endpoint = endpoints.key AND r.deletion IS NULL),
        byte_count = (SELECT coalesce(sum(r.byte_count), 0) FROM requests r WHERE r.endpoint = endpoints.key AND r.deletion IS NULL),
        unread_count = (SELECT count(*) FROM requests r WHERE r.endpoint = endpoints.key AND r.deletion IS NULL AND r.id > endpoints.read_up_to);
    `)
  })
}
