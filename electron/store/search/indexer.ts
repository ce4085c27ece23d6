import { statSync } from 'node:fs'
import { setPriority } from 'node:os'
import { join } from 'node:path'
import { databaseName, openForReading } from '../database/handles.ts'
import { quickCheckBytes } from '../database/open-database.ts'
import { meansDamage, messageOf, toFailure } from '../failure.ts'
import type { FromWorker, IndexerOptions, RequestsMessage } from '../messages.ts'
import { createCheck } from './check.ts'
import { openIndex, removeIndex, type IndexDb } from './index-file.ts'
import { indexedText, type SearchedColumns } from './search-text.ts'

export type IndexerCalls = ReturnType<typeof openIndexer>['calls']

/** Requests of one step, and bytes of text after which it ends early. */
const stepRows = 400
const stepText = 1_500_000
/** While requests come in, the index takes about a thirteenth of a processor: searches scan what is not indexed yet. */
const busyMs = 60
const busyRest = 12
/** Gathers a little before a step, so that single requests do not make a segment each. */
const gatherMs = 40
const retryMs = 5_000
/** When nothing has come for so long, the file is tidied up, in milliseconds. */
const tidyMs = 1_000
/** Free pages that are left, and pages that are given back at once. */
const sparePages = 128
const tidyPages = 512

/** The requests themselves can't be read: another matter than a damaged index. */
class SourceDamage extends Error {}

function fromSource<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw meansDamage(error) ? new SourceDamage('The database is damaged.', { cause: error }) : error
  }
}

/** A large database is read through this long after the start, and not again for so long, in milliseconds. */
const examineAfterMs = 5_000
const examineEveryMs = 604_800_000

interface SourceRow extends SearchedColumns {
  id: number
}

/**
 * Builds the search index from what is committed, in a thread of its own and behind everything else. Nobody waits for
 * it: what is not indexed yet is searched by reading it.
 */
export function openIndexer(options: IndexerOptions, send: (message: FromWorker) => void) {
  const { folder } = options
  // On Linux the call concerns this thread alone; elsewhere it would slow the whole process down.
  if (process.platform === 'linux') setPriority(0, 10)
  const log = (level: 'debug' | 'info' | 'warn' | 'error', message: string): void =>
    send({ kind: 'log', level, message })
  const source = openForReading(join(folder, databaseName))
  const selectRows = source.prepare<[number, number], SourceRow>(`
    SELECT r.id, r.method, r.target, r.event, r.summary, r.provider, d.headers, d.body, d.body_file
    FROM requests r JOIN details d ON d.id = r.id WHERE r.id > ? ORDER BY r.id LIMIT ?`)
  const newest = source.prepare<[], number>('SELECT coalesce(max(id), 0) FROM requests').pluck()
  const idsBetween = source
    .prepare<[number, number], number>('SELECT id FROM requests WHERE id BETWEEN ? AND ?')
    .pluck()

  const onIndexDamage = (error: unknown): void =>
    log('warn', `The search index is damaged and is built again: ${messageOf(error)}`)
  let index = statements(openIndex(folder, onIndexDamage))
  let removed: number[] = []
  let lastArrival = -Infinity
  let timer: NodeJS.Timeout | undefined
  let tidyTimer: NodeJS.Timeout | undefined
  let stopped = false
  let reconciledUpTo = 0
  const endedBadly = index.state('clean') === 0
  const examined = index.state('checked_at')
  index.setState.run(0, 'clean')
  const examineTimer =
    endedBadly || Math.abs(options.now - examined) > examineEveryMs
      ? setTimeout(examine, examineAfterMs)
      : undefined
  send({ kind: 'index', ready: true })
  schedule(gatherMs)

  function schedule(delay: number): void {
    if (stopped || timer !== undefined) return
    clearTimeout(tidyTimer)
    timer = setTimeout(run, delay)
  }

  function run(): void {
    timer = undefined
    const started = performance.now()
    try {
      const more = step()
      if (!more) {
        tidyTimer = setTimeout(tidy, tidyMs)
        return
      }
      const took = performance.now() - started
      const busy = performance.now() - lastArrival < busyMs
      schedule(busy ? took * busyRest : 0)
    } catch (error) {
      if (error instanceof SourceDamage) send({ kind: 'damaged', message: toFailure(error.cause).message })
      else if (meansDamage(error)) rebuild(error)
      else {
        log('warn', `The search index could not go on: ${toFailure(error).message}`)
        schedule(retryMs)
      }
    }
  }

  /** Gives back what removed requests have left behind, and cuts the log. */
  function tidy(): void {
    try {
      const free = index.db.pragma('freelist_count', { simple: true }) as number
      if (free > sparePages) {
        index.db.pragma(`incremental_vacuum(${Math.min(tidyPages, free - sparePages)})`)
        tidyTimer = setTimeout(tidy, gatherMs)
        return
      }
      index.db.pragma('busy_timeout = 0')
      index.db.pragma('wal_checkpoint(TRUNCATE)')
      index.db.pragma('busy_timeout = 5000')
    } catch (error) {
      log('debug', `The search index could not be tidied up: ${toFailure(error).message}`)
    }
  }

  /** Returns whether there is more to do. */
  function step(): boolean {
    const last = index.upTo()
    if (reconciledUpTo < last) {
      reconcile(reconciledUpTo + 1, Math.min(last, reconciledUpTo + 20_000))
      return true
    }
    if (removed.length > 0) {
      forget(removed.splice(0, 500))
      return true
    }
    const rows = fromSource(() => selectRows.all(last, stepRows))
    const [first] = rows
    if (first === undefined) return false
    inIndexTransaction(() => {
      let size = 0
      let upTo = last
      for (const row of rows) {
        const text = indexedText(folder, row)
        index.insert.run(row.id, text)
        upTo = row.id
        size += text.length
        if (size > stepText) break
      }
      index.setState.run(upTo, 'indexed_up_to')
      reconciledUpTo = upTo
    })
    return true
  }

  /** Drops what went while nobody was here to hear of it. */
  function reconcile(from: number, to: number): void {
    const there = new Set(fromSource(() => idsBetween.all(from, to)))
    const gone = index.idsBetween.all(from, to).filter((id) => !there.has(id))
    if (gone.length > 0) forget(gone)
    reconciledUpTo = to
  }

  function forget(ids: readonly number[]): void {
    inIndexTransaction(() => {
      for (const id of ids) index.remove.run(id)
    })
  }

  function inIndexTransaction(work: () => void): void {
    index.db.exec('BEGIN IMMEDIATE')
    try {
      work()
      index.db.exec('COMMIT')
    } catch (error) {
      if (index.db.inTransaction) index.db.exec('ROLLBACK')
      throw error
    }
  }

  function rebuild(why: unknown): void {
    onIndexDamage(why)
    send({ kind: 'index', ready: false })
    index.db.close()
    removeIndex(folder)
    index = statements(openIndex(folder, onIndexDamage))
    reconciledUpTo = 0
    removed = []
    send({ kind: 'index', ready: true })
    schedule(0)
  }

  const check = createCheck(source, folder, (message) => send({ kind: 'damaged', message }))

  /** Reads a large database through now and then, and after a run that ended badly; a small one is read at every start. */
  function examine(): void {
    if (stopped || statSync(join(folder, databaseName)).size <= quickCheckBytes) return
    const [first] = source.pragma('quick_check(1)') as { quick_check: string }[]
    if (first === undefined || first.quick_check === 'ok') index.setState.run(options.now, 'checked_at')
    else send({ kind: 'damaged', message: `The database is damaged: ${first.quick_check}` })
  }

  return {
    onRequests(message: RequestsMessage): void {
      if (message.removed === null) lastArrival = performance.now()
      else removed.push(...message.removed)
      schedule(gatherMs)
    },
    calls: {
      check,
      /** Builds the index afresh: a reader found it damaged. */
      rebuild: () => {
        clearTimeout(timer)
        timer = undefined
        rebuild(new Error('a search failed'))
      },
      /** For tests and figures: resolves when everything that is committed is indexed. */
      caughtUp: async () => {
        while (index.upTo() < (newest.get() ?? 0)) await new Promise((resolve) => setTimeout(resolve, 20))
      },
      close: () => {
        stopped = true
        for (const one of [timer, tidyTimer, examineTimer]) clearTimeout(one)
        index.setState.run(1, 'clean')
        index.db.close()
        source.close()
      },
    },
  }
}

function statements(db: IndexDb) {
  const state = db.prepare<[string], number>('SELECT value FROM state WHERE name = ?').pluck()
  return {
    db,
    insert: db.prepare('INSERT INTO search (rowid, text) VALUES (?, ?)'),
    remove: db.prepare('DELETE FROM search WHERE rowid = ?'),
    idsBetween: db
      .prepare<[number, number], number>('SELECT id FROM search_docsize WHERE id BETWEEN ? AND ?')
      .pluck(),
    setState: db.prepare('UPDATE state SET value = ? WHERE name = ?'),
    state: (name: string) => state.get(name) ?? 0,
    upTo: () => state.get('indexed_up_to') ?? 0,
  }
}
