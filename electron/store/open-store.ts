import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, messageOf } from '#shared/contract/errors.ts'
import { defaultEndpointSettings } from '#shared/domain/endpoint.ts'
import { endpointIdSchema, type RequestId } from '#shared/domain/ids.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import { defaultSettings, settingsSchema, type Settings } from '#shared/domain/settings.ts'
import type { Clock, Ids, Logger } from '../platform/ports.ts'
import { createBodyFiles, inlineBodyBytes, makeSession, readBodyFile } from './body-file.ts'
import { createCaptureQueue } from './capture-queue.ts'
import { bodiesName } from './database/handles.ts'
import { createDeleting } from './deleting.ts'
import { createListeners } from './listeners.ts'
import type { FromWorker, WorkerOptions } from './messages.ts'
import { createMarking } from './marking.ts'
import type { Capture, Store, StoredEndpoint } from './store.ts'
import { startThreads } from './threads.ts'

export interface StoreOptions {
  /** The data folder; made when it is not there. Holds `hookbench.db`, `bodies/` and, after a repair, `damaged-…/`. */
  readonly folder: string
  readonly clock: Clock
  readonly ids: Ids
  readonly logger: Logger
  /** How many requests may wait; by the settings unless given. */
  readonly limits?: { readonly queuedRequests: number }
  /** Upper bound of the database in pages of 4 kB: how tests bring about a full disk. */
  readonly maxPages?: number
  /** How often retention by age and the end of an undo are looked at, in milliseconds; 1 s unless told. */
  readonly tickMs?: number
}

/** Summaries are gathered for so long before they are told, in milliseconds. */
const tellDelayMs = 10

/** The settings of the endpoint that the first start makes. */
function firstEndpoint(ids: Ids, now: number): StoredEndpoint {
  return {
    id: endpointIdSchema.parse(ids.make('ep')),
    token: ids.token(),
    createdAt: now,
    ...defaultEndpointSettings,
    name: 'My endpoint',
  }
}

/**
 * Opens the store of a data folder (makes it when there is none): schema brought up to date, damage repaired.
 * Rejects with AppError `store.failed` or `store.full` when that can't be done. One store per folder at a time: the
 * caller holds the folder's lock.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { folder, clock, ids, logger } = options
  const bodiesFolder = join(folder, bodiesName)
  await mkdir(bodiesFolder, { recursive: true }).catch((error: unknown) => {
    throw new AppError(
      'store.failed',
      `The data folder ${folder} can't be made: ${messageOf(error)}. Choose another one.`,
      { cause: error },
    )
  })
  const onListenerError = (error: unknown): void =>
    logger.log('error', 'store', `A listener failed: ${messageOf(error)}`)
  const captured = createListeners<[RequestSummary[]]>(onListenerError)
  const changed = createListeners<[RequestSummary[]]>(onListenerError)
  const deleted = createListeners<[RequestId[] | null]>(onListenerError)
  const troubled = createListeners<[string | null]>(onListenerError)
  const session = makeSession()
  const startedAt = clock.now()
  const createBodyFile = createBodyFiles(bodiesFolder, session)
  let trouble: string | null = null
  let queuedRequests = options.limits?.queuedRequests ?? defaultSettings.receiver.limits.queuedRequests
  let untold: RequestSummary[] = []
  let tellTimer: NodeJS.Timeout | undefined

  function setTrouble(message: string | null): void {
    if (message === trouble) return
    trouble = message
    troubled.tell(message)
  }

  function tellCaptured(): void {
    clearTimeout(tellTimer)
    tellTimer = undefined
    const items = untold
    untold = []
    if (items.length > 0) captured.tell(items)
  }

  function workerOptions(role: WorkerOptions['role']): WorkerOptions {
    const common = { folder, now: clock.now() }
    if (role !== 'writer') return { role, ...common }
    return { role, ...common, startedAt, session, unmatchedToken: ids.token(), maxPages: options.maxPages }
  }

  function onMessage(message: FromWorker): void {
    if (message.kind === 'stored' || message.kind === 'not-stored') {
      queue.onStored(message)
      threads.noteArrival()
    } else if (message.kind === 'changed') {
      // Nobody hears of a change before the request itself.
      tellCaptured()
      changed.tell(message.items)
    } else if (message.kind === 'deleted') {
      tellCaptured()
      deleted.tell(message.ids as RequestId[])
    }
  }

  const queue = createCaptureQueue({
    send: (message, transfer) => threads.writer.post(message, transfer),
    limit: () => queuedRequests,
    wantsCaptured: () => captured.size > 0,
    onCaptured: (items) => {
      untold = untold.length === 0 ? items : untold.concat(items)
      tellTimer ??= setTimeout(tellCaptured, tellDelayMs)
    },
    onRejected: (capture) => {
      if (capture.body instanceof Uint8Array) return
      rm(join(bodiesFolder, capture.body.file), { force: true }).catch((error: unknown) => {
        logger.log(
          'warn',
          'store',
          `A body file could not be removed; the next start tries again: ${messageOf(error)}`,
        )
      })
    },
    onFailure: (error) => setTrouble(error.message),
    onSuccess: () => setTrouble(null),
  })
  const threads = await startThreads({
    folder,
    logger,
    workerOptions,
    now: () => clock.now(),
    tickMs: options.tickMs ?? 1_000,
    onMessage,
    onWriterDown: (error) => {
      setTrouble(error.message)
      queue.onCrash(error)
    },
    onWriterUp: () => {
      queue.onRestart()
      setTrouble(null)
    },
  })
  const { writer, reader, indexer } = threads
  const deleting = createDeleting(threads, { clock, ids }, (gone) => {
    tellCaptured()
    deleted.tell(gone)
  })

  async function settings(): Promise<Settings> {
    const stored = await reader.call('settings.get', [])
    if (stored === null) return defaultSettings
    const read = settingsSchema.safeParse(stored)
    if (read.success) return read.data
    logger.log('warn', 'store', 'The stored settings could not be read; the defaults are used.')
    return defaultSettings
  }

  /** Large bodies never wait in memory, nor do they stand in the database's way. */
  async function addAsFile(capture: Capture, bytes: Uint8Array): Promise<RequestId> {
    const file = await createBodyFile()
    try {
      await file.write(bytes)
      return await queue.add({ ...capture, body: await file.finish() })
    } catch (error) {
      await file.discard()
      throw error
    }
  }

  function add(capture: Capture): Promise<RequestId> {
    const { body } = capture
    if (!(body instanceof Uint8Array) || body.byteLength <= inlineBodyBytes) return queue.add(capture)
    return addAsFile(capture, body.slice())
  }

  async function close(): Promise<void> {
    await queue.drained()
    await threads.close()
    tellCaptured()
  }
  let closed: Promise<void> | null = null

  try {
    if (options.limits === undefined) queuedRequests = (await settings()).receiver.limits.queuedRequests
    await writer.call('endpoints.seed', [firstEndpoint(ids, startedAt)])
  } catch (error) {
    await threads.close()
    throw error
  }

  return {
    opening: writer.opening,
    capture: {
      add,
      answered: queue.answered,
      createBodyFile,
      readBodyFile: (body) => readBodyFile(bodiesFolder, body),
      get waiting() {
        return queue.waiting
      },
    },
    onCaptured: captured.add,
    onChanged: changed.add,
    onDeleted: deleted.add,
    onTrouble: troubled.add,
    requests: {
      list: (input, signal) => reader.call('requests.list', [input, clock.now()], signal),
      histogram: (input, signal) => reader.call('requests.histogram', [input, clock.now()], signal),
      get: (id) => reader.call('requests.get', [id]),
      bodyInfo: (id) => reader.call('requests.bodyInfo', [id]),
      body: (input) => reader.call('requests.body', [input]),
      annotate: (input) => writer.call('requests.annotate', [input]),
      mark: createMarking((marks) => writer.call('requests.mark', [marks])),
      delete: deleting.deleteRequests,
      restore: deleting.restoreRequests,
    },
    endpoints: {
      list: () => reader.call('endpoints.list', []),
      get: (id) => reader.call('endpoints.get', [id]),
      create: (endpoint) => writer.call('endpoints.create', [endpoint]),
      update: (id, patch) => writer.call('endpoints.update', [id, patch]),
      delete: deleting.deleteEndpoint,
      restore: deleting.restoreEndpoint,
      markRead: (id) => writer.call('endpoints.markRead', [id]),
    },
    secrets: {
      list: (endpointId) => reader.call('secrets.list', [endpointId]),
      add: (secret, sealed) => writer.call('secrets.add', [secret, sealed]),
      remove: (id) => writer.call('secrets.remove', [id]),
      sealed: (id) => reader.call('secrets.sealed', [id]),
    },
    settings: {
      get: settings,
      async put(next) {
        await writer.call('settings.put', [next])
        queuedRequests = next.receiver.limits.queuedRequests
      },
    },
    stats: () => reader.call('stats', []),
    check: () => indexer.call('check', []),
    compact: () => writer.call('compact', []),
    caughtUp: () => indexer.call('caughtUp', []),
    close: () => (closed ??= close()),
  }
}
