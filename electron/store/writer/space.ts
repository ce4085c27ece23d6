import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { databaseName, type WriteDb } from '../database/handles.ts'
import { nothingToDo, type Chore } from './chores.ts'
import type { StoreContext } from './context.ts'

/** Pages of the log (4 kB each) at which it is written back into the database: while captures come in, and at rest. */
const busyPages = 2_000
const restPages = 256
/** Free pages that are left for new requests, so that the file does not shrink and grow all the time. */
const sparePages = 128
/** Beyond this many free pages (64 MB) the file shrinks even while captures come in. */
const mustShrinkPages = 16_384
const stepPages = 64
/** At rest means: no captures for so long, in milliseconds. */
const restMs = 500
/** At rest the log's file is cut when a burst has left it larger than this. */
const restLogBytes = 4_194_304

export interface Space {
  readonly checkpoint: Chore
  readonly shrink: Chore
  /** Gives all free pages back to the disk, step by step; returns the size of database and log before and after. */
  readonly compact: () => Promise<{ beforeBytes: number; afterBytes: number }>
}

/** Keeps the log short and the file no larger than its content. */
export function createSpace(db: WriteDb, context: StoreContext, idleMs: () => number): Space {
  let shrunk = false
  const freePages = (): number => db.pragma('freelist_count', { simple: true }) as number

  /** Pages in the log that are not in the database yet. */
  function pendingPages(): number {
    const [state] = db.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]
    return state === undefined ? 0 : state.log - state.checkpointed
  }

  function fileSize(end: '' | '-wal'): number {
    return statSync(join(context.folder, databaseName + end), { throwIfNoEntry: false })?.size ?? 0
  }

  /** Writes everything back and cuts the log's file to nothing, unless a reader is in the way right now. */
  function truncateLog(): void {
    db.pragma('busy_timeout = 0')
    try {
      db.pragma('wal_checkpoint(TRUNCATE)')
    } finally {
      db.pragma('busy_timeout = 5000')
    }
  }

  const bytes = (): number => fileSize('') + fileSize('-wal')

  return {
    checkpoint: {
      name: 'checkpoint',
      step() {
        const pending = pendingPages()
        const resting = idleMs() >= restMs
        const long = fileSize('-wal') > restLogBytes
        // The file gets shorter only when the log, which says so, is written back.
        const cut = shrunk && pending > 0 && freePages() <= sparePages
        if (pending < restPages && !long && !cut) return nothingToDo
        if (pending < busyPages && !resting) return restMs
        if (resting && long) truncateLog()
        else db.pragma('wal_checkpoint(PASSIVE)')
        shrunk &&= pendingPages() > 0
        // A reader may hold part of the log back: that part is tried again later.
        return pendingPages() >= restPages ? restMs : nothingToDo
      },
    },
    shrink: {
      name: 'shrinking',
      step() {
        const free = freePages()
        if (free <= sparePages) return nothingToDo
        if (free < mustShrinkPages && idleMs() < restMs) return restMs
        db.pragma(`incremental_vacuum(${Math.min(stepPages, free - sparePages)})`)
        shrunk = true
        return 0
      },
    },
    async compact() {
      const beforeBytes = bytes()
      for (let free = freePages(); free > 0; free = freePages()) {
        db.pragma(`incremental_vacuum(${stepPages})`)
        await setImmediate()
        if (freePages() >= free) break
      }
      truncateLog()
      return { beforeBytes, afterBytes: bytes() }
    },
  }
}
