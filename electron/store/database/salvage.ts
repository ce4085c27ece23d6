import Sqlite from 'better-sqlite3'
import { hash } from 'node:crypto'
import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { meansDamage } from '../failure.ts'
import { migrations } from '../migrations/index.ts'
import { inTransaction, openForWriting, type ReadDb, type WriteDb } from './handles.ts'
import { migrate } from './migrate.ts'
import { scanPages, type ScannedRow } from './page-scan.ts'
import { salvagedTables, type SalvagedTable } from './salvage-tables.ts'

export interface Salvaged {
  /** Requests that were carried over. */
  readonly requests: number
  /** Those of them whose headers and body could not be read: they are kept without, and marked as incomplete. */
  readonly broken: number
}

type Row = Record<string, unknown>

/** Ids are never given out twice: so many of the newest may be among what is lost. */
const lostIds = 1_000
/** Rows of one transaction. */
const chunkRows = 500

/**
 * Carries everything that can be read from a damaged database over to a new one, row by row: first through its trees,
 * from both ends up to where they break, then from whatever leaves are left. The damaged file itself is only copied,
 * never opened, because SQLite would write to it.
 */
export function salvage(damagedPath: string, newPath: string, folder: string): Salvaged {
  const copy = `${newPath}-source`
  const target = openForWriting(newPath)
  try {
    migrate(target, migrations, folder)
    for (const end of ['', '-wal']) {
      if (existsSync(damagedPath + end)) copyFileSync(damagedPath + end, copy + end)
    }
    const take = createTaker(target)
    const source = openDamaged(copy)
    if (source !== null) {
      for (const table of salvagedTables) readTree(source, table, take)
      source.close()
    }
    scanPages(damagedPath, (scanned) => {
      const hit = identify(scanned)
      if (hit !== null) take(hit.table, hit.row)
    })
    take.flush()
    return settle(target, take.lastId())
  } finally {
    target.pragma('wal_checkpoint(TRUNCATE)')
    target.close()
    for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true })
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
      // Nothing in it can be addressed; its leaves are read all the same.
      db.close()
      return null
    }
  } catch {
    return null
  }
}

interface Taker {
  (table: SalvagedTable, row: Row): void
  /** Writes what is gathered. */
  readonly flush: () => void
  /** The highest id of a request that was seen, whole or not. */
  readonly lastId: () => number
}

/** Adds rows to the new database, a few hundred per transaction. The first of several with the same key counts. */
function createTaker(target: WriteDb): Taker {
  const columns = new Map<string, string[]>()
  const statements = new Map<string, Sqlite.Statement>()
  let lastId = 0
  let gathered: { table: SalvagedTable; row: Row }[] = []

  function insert({ name }: SalvagedTable, row: Row): void {
    let known = columns.get(name)
    if (known === undefined) {
      known = (target.pragma(`table_info(${name})`) as { name: string }[]).map((column) => column.name)
      columns.set(name, known)
    }
    const used = known.filter((column) => column in row)
    const sql = `INSERT OR IGNORE INTO ${name} (${used.join(', ')}) VALUES (${used.map(() => '?').join(', ')})`
    const statement = statements.get(sql) ?? target.prepare(sql)
    statements.set(sql, statement)
    try {
      statement.run(...used.map((column) => row[column]))
    } catch (error) {
      // A garbled value does not fit its column; a full disk, on the other hand, must end it all.
      if (!(error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_CONSTRAINT'))) throw error
    }
  }

  function flush(): void {
    const rows = gathered
    gathered = []
    inTransaction(target, () => {
      for (const { table, row } of rows) insert(table, row)
    })
  }

  function take(table: SalvagedTable, row: Row): void {
    if (table.name === 'requests' || table.name === 'details') lastId = Math.max(lastId, Number(row['id']))
    gathered.push({ table, row })
    if (gathered.length >= chunkRows) flush()
  }
  return Object.assign(take, { flush, lastId: () => lastId })
}

/** Reads a table in the order of its row ids up to where it breaks, then from the other end. */
function readTree(source: ReadDb, table: SalvagedTable, take: Taker): void {
  for (const order of ['ASC', 'DESC']) {
    try {
      const rows = source.prepare<[], Row>(`SELECT * FROM ${table.name} NOT INDEXED ORDER BY rowid ${order}`)
      for (const row of rows.iterate()) if (table.whole(row)) take(table, row)
      return
    } catch (error) {
      // This is where the tree is broken, or the table is not there at all.
      if (!meansDamage(error) && !(error instanceof Sqlite.SqliteError && error.code === 'SQLITE_ERROR'))
        throw error
    }
  }
}

/** Which table a row without one belongs to; null when it is none of ours, or not whole. */
function identify(scanned: ScannedRow): { table: SalvagedTable; row: Row } | null {
  for (const table of salvagedTables) {
    if (scanned.values.length > table.columns.length || scanned.values.length < table.fewest) continue
    const row: Row = {}
    scanned.values.forEach((value, place) => {
      const column = table.columns[place]
      if (column !== undefined) row[column] = value
    })
    if (table.rowid !== null) row[table.rowid] = scanned.rowid
    if (table.looksLike(row) && table.whole(row)) return { table, row }
  }
  return null
}

/** Fills in what is missing and works counts and marks out afresh; rows of endpoints that are lost go to the unmatched ones. */
function settle(target: WriteDb, lastId: number): Salvaged {
  return inTransaction(target, () => {
    const lost = 'id NOT IN (SELECT id FROM details)'
    const broken =
      target.prepare<[], number>(`SELECT count(*) FROM requests WHERE ${lost}`).pluck().get() ?? 0
    target.exec(
      `UPDATE requests SET complete = 0, body_size = 0, byte_count = 0, content_type = NULL WHERE ${lost}`,
    )
    target
      .prepare(
        `INSERT INTO details (id, http_version, headers, trailers, body_sha256, remote_port, tls, problem, answer, body)
         SELECT id, '1.1', '[]', '[]', ?, 0, 0, ?, '[[],0,null,null]', x'' FROM requests WHERE ${lost}`,
      )
      .run(hash('sha256', '', 'hex'), 'Its headers and body could not be read from the damaged database.')
    target.exec(`
      DELETE FROM details WHERE id NOT IN (SELECT id FROM requests);
      DELETE FROM notes WHERE id NOT IN (SELECT id FROM requests);
      UPDATE requests SET endpoint = 0 WHERE endpoint NOT IN (SELECT key FROM endpoints);
      UPDATE requests SET deletion = NULL WHERE deletion NOT IN (SELECT key FROM deletions);
      UPDATE requests SET has_note = id IN (SELECT id FROM notes);
      UPDATE endpoints SET deletion = NULL WHERE deletion NOT IN (SELECT key FROM deletions);
      DELETE FROM meta WHERE name = 'seeded' AND (SELECT count(*) FROM endpoints WHERE key <> 0) = 0;
      UPDATE endpoints SET
        request_count = (SELECT count(*) FROM requests r WHERE r.endpoint = endpoints.key AND r.deletion IS NULL),
        byte_count = (SELECT coalesce(sum(r.byte_count), 0) FROM requests r
          WHERE r.endpoint = endpoints.key AND r.deletion IS NULL),
        unread_count = (SELECT count(*) FROM requests r
          WHERE r.endpoint = endpoints.key AND r.deletion IS NULL AND r.id > endpoints.read_up_to);
    `)
    target
      .prepare(
        `INSERT INTO meta (name, value) VALUES ('last_id', ?)
         ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)`,
      )
      .run(lastId + lostIds)
    const requests = target.prepare<[], number>('SELECT count(*) FROM requests').pluck().get() ?? 0
    return { requests, broken }
  })
}
