import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, messageOf, toAppError } from '#shared/contract/errors.ts'
import type { Logger } from '../platform/ports.ts'
import { suspectName } from './database/open-database.ts'
import type { FromWorker, Opening, WorkerOptions } from './messages.ts'
import type { ReaderCalls } from './reader/reader.ts'
import type { IndexerCalls } from './search/indexer.ts'
import { createWorkerLink, type WorkerLink } from './worker-link.ts'
import type { WriterCalls } from './writer/writer.ts'

export interface Threads {
  readonly writer: WorkerLink<WriterCalls>
  readonly reader: WorkerLink<ReaderCalls>
  readonly indexer: WorkerLink<IndexerCalls>
  /** Requests were stored: the index has something to do. */
  readonly noteArrival: () => void
  readonly close: () => Promise<void>
}

export interface ThreadsOptions {
  readonly folder: string
  readonly logger: Logger
  readonly workerOptions: (role: WorkerOptions['role']) => WorkerOptions
  readonly now: () => number
  /** How often the threads are told the time, in milliseconds. */
  readonly tickMs: number
  readonly onMessage: (message: FromWorker) => void
  /** The writer is down: what it was doing has failed. Told again for each attempt to bring it up that fails. */
  readonly onWriterDown: (error: AppError) => void
  readonly onWriterUp: (opening: Opening) => void
}

/** Waiting times before a dead thread is started again, in milliseconds; the last one repeats. */
const restartDelays = [0, 100, 500, 2_000, 5_000] as const
/** The index is told of new requests at most this often, in milliseconds. */
const arrivalMs = 50

/**
 * Starts the store's three threads and keeps them up. Nothing else may hold the database while the writer opens it,
 * because it might have to set it aside: the others are stopped first whenever the writer is started again.
 */
export async function startThreads(options: ThreadsOptions): Promise<Threads> {
  const { logger, workerOptions } = options
  let closing = false
  let reviving = false
  let indexReady = false
  let arrivalTimer: NodeJS.Timeout | undefined

  function onMessage(message: FromWorker): void {
    switch (message.kind) {
      case 'log':
        logger.log(message.level, 'store', message.message)
        return
      case 'removed':
        indexer.post({ kind: 'requests', removed: message.ids })
        return
      case 'index':
        indexReady = message.ready
        reader.post({ kind: 'index', ready: message.ready })
        return
      case 'index-lost':
        logger.log(
          'warn',
          'store',
          `The search index could not be read and is built again: ${message.message}`,
        )
        indexer.call('rebuild', []).catch((error: unknown) => logger.log('error', 'store', messageOf(error)))
        return
      case 'damaged':
        void reviveAll(new AppError('store.damaged', message.message), true)
        return
      default:
        options.onMessage(message)
    }
  }

  const link = <Calls extends Record<string, (...args: never[]) => unknown>>(
    role: WorkerOptions['role'],
    onCrash: (error: AppError) => void,
  ): WorkerLink<Calls> =>
    createWorkerLink<Calls>({ worker: () => workerOptions(role), now: options.now, onMessage, onCrash })

  const writer = link<WriterCalls>('writer', (error) => void reviveAll(error, false))
  const reader = link<ReaderCalls>('reader', (error) => void reviveOne(reader, error))
  const indexer = link<IndexerCalls>('indexer', (error) => void reviveOne(indexer, error))

  async function startReader(): Promise<void> {
    await reader.start()
    if (indexReady) reader.post({ kind: 'index', ready: true })
  }

  /** Tries until it works or the store is closed. */
  async function persist(start: () => Promise<void>, onFailure: (error: AppError) => void): Promise<boolean> {
    for (let attempt = 0; ; attempt++) {
      await delay(restartDelays[Math.min(attempt, restartDelays.length - 1)])
      if (closing) return false
      try {
        await start()
        return true
      } catch (error) {
        logger.log('error', 'store', messageOf(error))
        onFailure(toAppError(error))
      }
    }
  }

  async function reviveOne(
    one: WorkerLink<ReaderCalls> | WorkerLink<IndexerCalls>,
    error: AppError,
  ): Promise<void> {
    if (closing || reviving) return
    logger.log('error', 'store', error.message)
    await persist(one === reader ? startReader : one.start, (failure) => one.giveUp(failure))
  }

  async function reviveAll(error: AppError, damaged: boolean): Promise<void> {
    if (closing || reviving) return
    reviving = true
    logger.log('error', 'store', error.message)
    options.onWriterDown(error)
    try {
      if (damaged) await markSuspect()
      indexReady = false
      await Promise.all([writer, reader, indexer].map((one) => one.halt(error)))
      const up = await persist(writer.start, (failure) => {
        options.onWriterDown(failure)
        for (const one of [writer, reader, indexer]) one.giveUp(failure)
      })
      if (!up) return
      if (writer.opening.message !== null) logger.log('warn', 'store', writer.opening.message)
      await persist(startReader, (failure) => reader.giveUp(failure))
      await persist(indexer.start, (failure) => indexer.giveUp(failure))
      options.onWriterUp(writer.opening)
    } finally {
      reviving = false
    }
  }

  /** Asks the next opening to read the whole database and to repair it. */
  async function markSuspect(): Promise<void> {
    try {
      await writeFile(join(options.folder, suspectName), '')
    } catch (error) {
      logger.log('error', 'store', `The damaged database could not be marked: ${messageOf(error)}`)
    }
  }

  await writer.start()
  try {
    await startReader()
  } catch (error) {
    closing = true
    await reader.close()
    await writer.close()
    throw error
  }
  // The index is a convenience: whatever keeps it from opening does not keep the store from it.
  await indexer.start().catch((error: unknown) => void reviveOne(indexer, toAppError(error)))
  const ticking = setInterval(() => writer.post({ kind: 'tick', now: options.now() }), options.tickMs)
  ticking.unref()

  return {
    writer,
    reader,
    indexer,
    noteArrival() {
      arrivalTimer ??= setTimeout(() => {
        arrivalTimer = undefined
        indexer.post({ kind: 'requests', removed: null })
      }, arrivalMs)
    },
    async close() {
      closing = true
      clearInterval(ticking)
      clearTimeout(arrivalTimer)
      // Readers before those who write: whoever closes a file last has to be able to write its log back.
      await reader.close()
      await indexer.close()
      await writer.close()
    },
  }
}
