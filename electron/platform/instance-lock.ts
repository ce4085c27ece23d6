import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError, messageOf } from '#shared/contract/errors.ts'
import {
  heldBy,
  readInstanceInfo,
  removeInstanceInfo,
  writeInstanceInfo,
  type InstanceInfo,
} from './instance-info.ts'

export interface InstanceLock {
  /** Replaces what others are told about this instance. */
  announce(info: Pick<InstanceInfo, 'ui' | 'receiver' | 'token'>): void
  /** Lets go of the folder; may be called twice. */
  release(): void
}

/**
 * Takes the data folder for this process, or throws `conflict` with a sentence on who holds it.
 * The lock is SQLite's own on a tiny file: the system drops it when the process ends, however it ends, so none is ever stale.
 */
export function lockInstance(folder: string, host: InstanceInfo['host'], startedAt: number): InstanceLock {
  const database = openLocked(folder)
  const about = { pid: process.pid, host, startedAt }
  writeInstanceInfo(folder, { ...about, ui: null, receiver: null, token: null })
  return {
    announce(info) {
      if (database.open) writeInstanceInfo(folder, { ...about, ...info })
    },
    release() {
      if (!database.open) return
      removeInstanceInfo(folder)
      database.close()
    },
  }
}

function openLocked(folder: string): Database.Database {
  let database: Database.Database | undefined
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    database = new Database(join(folder, 'lock.db'), { timeout: 0 })
    // No journal file beside it: nothing is ever written, only the lock matters.
    database.pragma('journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (cause) {
    database?.close()
    if (cause instanceof Database.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(cause.code)) {
      throw heldBy(folder, readInstanceInfo(folder))
    }
    throw new AppError(
      'file.failed',
      `The data folder ${folder} can't be used: ${messageOf(cause)}. Choose another with --data or HOOKBENCH_DATA.`,
      { cause },
    )
  }
}
