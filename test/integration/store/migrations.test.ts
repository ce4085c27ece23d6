import Sqlite from 'better-sqlite3'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openForWriting } from '../../../electron/store/database/handles.ts'
import { migrate } from '../../../electron/store/database/migrate.ts'
import { salvagedTables } from '../../../electron/store/database/salvage-tables.ts'
import { migrations } from '../../../electron/store/migrations/index.ts'
import { close, makeFolder, open } from './store-fixture.ts'

const steps = [
  {
    version: 1,
    name: 'first',
    up: 'CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;',
  },
  { version: 2, name: 'second', up: "ALTER TABLE things ADD COLUMN color TEXT NOT NULL DEFAULT 'none';" },
  {
    version: 3,
    name: 'third',
    up: 'CREATE INDEX things_by_color ON things (color); UPDATE things SET color = upper(name);',
  },
]

describe('migrations', () => {
  it('are numbered from one without a gap', () => {
    expect(migrations.map((step) => step.version)).toEqual(migrations.map((_, place) => place + 1))
  })

  it('bring rows of an older version along, and keep a copy from before', () => {
    const folder = makeFolder()
    const path = join(folder, 'some.db')
    const old = openForWriting(path)
    expect(migrate(old, steps.slice(0, 1), folder)).toEqual({ from: 0, backup: null })
    old.exec("INSERT INTO things (name) VALUES ('ant'), ('bee')")
    old.close()

    const db = openForWriting(path)
    const { from, backup } = migrate(db, steps, folder)
    expect(from).toBe(1)
    expect(backup).toBe(join(folder, 'backup-before-v2.db'))
    expect(db.prepare('SELECT * FROM things').all()).toEqual([
      { id: 1, name: 'ant', color: 'ANT' },
      { id: 2, name: 'bee', color: 'BEE' },
    ])
    expect(db.pragma('user_version', { simple: true })).toBe(3)
    expect(migrate(db, steps, folder)).toEqual({ from: 3, backup: null })
    db.close()
    const copy = new Sqlite(backup!, { readonly: true })
    expect(copy.prepare('SELECT * FROM things').all()).toEqual([
      { id: 1, name: 'ant' },
      { id: 2, name: 'bee' },
    ])
    expect(copy.pragma('user_version', { simple: true })).toBe(1)
    copy.close()
  })

  it('that fail leave the database as it was, and can be tried again', () => {
    const folder = makeFolder()
    const db = openForWriting(join(folder, 'some.db'))
    migrate(db, steps.slice(0, 1), folder)
    const broken = [
      ...steps.slice(0, 2),
      { version: 3, name: 'broken', up: 'CREATE TABLE other (id); SELECT nonsense;' },
    ]
    expect(() => migrate(db, broken, folder)).toThrow('nonsense')
    expect(db.pragma('user_version', { simple: true })).toBe(2)
    expect(db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'other'").get()).toEqual({ n: 0 })
    migrate(db, steps, folder)
    expect(db.pragma('user_version', { simple: true })).toBe(3)
    db.close()
  })

  it('refuse a database of a newer version, and leave it alone', async () => {
    const folder = makeFolder()
    const store = await open({ folder })
    await close(store)
    const db = new Sqlite(join(folder, 'hookbench.db'))
    db.pragma('user_version = 999')
    db.close()
    await expect(open({ folder })).rejects.toMatchObject({
      code: 'store.failed',
      message: expect.stringContaining('newer Hookbench') as string,
    })
    expect(existsSync(join(folder, 'hookbench.db'))).toBe(true)
    expect(readdirSync(folder).filter((name) => name.startsWith('damaged'))).toEqual([])
  })

  it('make the tables that a repair knows by their columns', () => {
    const db = openForWriting(':memory:')
    migrate(db, migrations, makeFolder())
    for (const table of salvagedTables) {
      const columns = (db.pragma(`table_info(${table.name})`) as { name: string }[]).map(
        (column) => column.name,
      )
      expect(table.columns, table.name).toEqual(columns)
    }
    db.close()
  })
})
