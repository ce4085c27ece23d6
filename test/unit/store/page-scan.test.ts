import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { scanPages, type ScannedRow } from '../../../electron/store/database/page-scan.ts'

const folder = mkdtempSync(join(tmpdir(), 'hookbench-pages-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0

function makeFile(rows: readonly (readonly unknown[])[]): string {
  const path = join(folder, `${++files}.db`)
  const db = new Sqlite(path)
  db.pragma('auto_vacuum = INCREMENTAL')
  db.exec('CREATE TABLE things (id INTEGER PRIMARY KEY, a, b, c)')
  const insert = db.prepare('INSERT INTO things (a, b, c) VALUES (?, ?, ?)')
  for (const row of rows) insert.run(...row)
  db.close()
  return path
}

function scan(path: string): Map<number, ScannedRow> {
  const found = new Map<number, ScannedRow>()
  scanPages(path, (row) => {
    // The table's own rows have four columns, those of the schema five.
    if (row.values.length === 4) found.set(row.rowid, row)
  })
  return found
}

const value = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'binary', maxLength: 200 }).filter((text) => text.isWellFormed()),
  fc.uint8Array({ maxLength: 9_000 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(0, 1, 127, 128, -129, 32_768, 2 ** 31, -(2 ** 47)),
)

it('reads every row that SQLite wrote, of whatever type and length', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(value, value, value), { maxLength: 30 }), (rows) => {
      const found = scan(makeFile(rows))
      expect(found.size).toBe(rows.length)
      rows.forEach((row, place) => {
        const values = found.get(place + 1)?.values.slice(1) ?? []
        // SQLite keeps -0 and whole doubles as integers.
        expect(values.map((one) => (one === 0 ? 0 : one))).toEqual(row.map((one) => (one === 0 ? 0 : one)))
      })
    }),
    { numRuns: 60 },
  )
})

it('passes over pages that are free, and never fails on garbage', () => {
  const path = makeFile(Array.from({ length: 400 }, (_, n) => [n, 'x'.repeat(500), null]))
  const db = new Sqlite(path)
  db.exec('DELETE FROM things WHERE id > 50')
  db.close()
  expect([...scan(path).keys()].every((id) => id <= 57)).toBe(true)

  const bytes = readFileSync(path)
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 400 }), (changes) => {
      const garbled = Buffer.from(bytes)
      for (const [at, byte] of changes) garbled[at] = byte
      const copy = join(folder, 'garbled.db')
      writeFileSync(copy, garbled)
      scanPages(copy, () => undefined)
    }),
    { numRuns: 60 },
  )
})

it('sees what is only in the log, up to its last commit', () => {
  const path = join(folder, 'logged.db')
  const db = new Sqlite(path)
  db.pragma('auto_vacuum = INCREMENTAL')
  db.pragma('journal_mode = WAL')
  db.pragma('wal_autocheckpoint = 0')
  db.exec(
    "CREATE TABLE things (id INTEGER PRIMARY KEY, a, b, c); INSERT INTO things (a) VALUES ('in the log')",
  )
  expect(scan(path).get(1)?.values[1]).toBe('in the log')
  db.close()
})
