import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, messageOf } from '#shared/contract/errors.ts'
import { defaultAnswer } from '#shared/domain/answer.ts'
import { handshakeKinds } from '#shared/domain/endpoint.ts'
import { endpointIdSchema, unmatchedEndpointId, type RequestId } from '#shared/domain/ids.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import { defaultSettings, settingsSchema, type Settings } from '#shared/domain/settings.ts'
import type { Clock, Ids, Logger } from '../platform/ports.ts'
import { createBodyFiles, makeSession } from './body-file.ts'
import { createCaptureQueue } from './capture-queue.ts'
import { bodiesName } from './database/handles.ts'
import { createListeners } from './listeners.ts'
import type { FromWorker, WorkerOptions } from './messages.ts'
import type { ReaderCalls } from './reader/reader.ts'
import type { Store, StoredEndpoint } from './store.ts'
import { startWorker } from './worker-link.ts'
import type { WriterCalls } from './writer/writer.ts'

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
}

const notYet = (): Promise<never> =>
  Promise.reject(new AppError('unsupported', 'The store can not do this yet.'))

/** Summaries are gathered for so long before they are told, in milliseconds. */
const tellDelayMs = 5

/** The settings of the endpoint that the first start makes. */
function firstEndpoint(ids: Ids, now: number): StoredEndpoint {
  return {
    id: endpointIdSchema.parse(ids.make('ep')),
    token: ids.token(),
    createdAt: now,
    name: 'My endpoint',
    slug: null,
    color: 'blue',
    enabled: true,
    answer: defaultAnswer,
    cors: false,
    handshakes: [...handshakeKinds],
    retention: { maxCount: 100_000, maxAgeMs: null, maxBytes: null },
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
    tellTimer = undefined
    const items = untold
    untold = []
    captured.tell(items)
  }

  const workerOptions = (role: WorkerOptions['role']): WorkerOptions => ({
    role,
    folder,
    now: clock.now(),
    unmatchedToken: ids.token(),
    maxPages: options.maxPages,
  })

  function onMessage(message: FromWorker): void {
    switch (message.kind) {
      case 'stored':
        queue.onStored(message)
        if (message.changed.length > 0) changed.tell(message.changed)
        return
      case 'not-stored':
        return queue.onStored(message)
      case 'deleted':
        return deleted.tell(message.ids as RequestId[] | null)
      case 'log':
        return logger.log(message.level, 'store', message.message)
      case 'ready':
      case 'broken':
      case 'reply':
      case 'reply-error':
        return
    }
  }

  const writer = await startWorker<WriterCalls>({
    worker: workerOptions('writer'),
    onMessage,
    onCrash: (error) => {
      logger.log('error', 'store', error.message)
      queue.onCrash(error)
      setTrouble(error.message)
    },
    onRestart: () => {
      logger.log('info', 'store', 'The writer runs again.')
      queue.onRestart()
      setTrouble(null)
    },
  })
  const queue = createCaptureQueue({
    send: (message, transfer) => writer.post(message, transfer),
    limit: () => queuedRequests,
    wantsCaptured: () => captured.size > 0,
    onCaptured: (items) => {
      untold = untold.length === 0 ? items : untold.concat(items)
      tellTimer ??= setTimeout(tellCaptured, tellDelayMs)
    },
    onFailure: (error) => setTrouble(error.message),
    onSuccess: () => setTrouble(null),
  })
  const reader = await startWorker<ReaderCalls>({
    worker: workerOptions('reader'),
    onMessage,
    onCrash: (error) => logger.log('error', 'store', error.message),
    onRestart: () => logger.log('info', 'store', 'The reader runs again.'),
  }).catch(async (error: unknown) => {
    await writer.close()
    throw error
  })

  async function settings(): Promise<Settings> {
    const stored = await reader.call('settings.get')
    if (stored === null) return defaultSettings
    const read = settingsSchema.safeParse(stored)
    if (read.success) return read.data
    logger.log('warn', 'store', 'The stored settings could not be read; the defaults are used.')
    return defaultSettings
  }

  if (options.limits === undefined) queuedRequests = (await settings()).receiver.limits.queuedRequests
  const existing = await reader.call('endpoints.list')
  if (existing.every((endpoint) => endpoint.id === unmatchedEndpointId)) {
    await writer.call('endpoints.create', firstEndpoint(ids, clock.now()))
  }
  let closed: Promise<void> | null = null

  return {
    opening: writer.opening,
    capture: {
      add: (capture) => queue.add(capture),
      answered: (outcome) => queue.answered(outcome),
      createBodyFile: createBodyFiles(bodiesFolder, makeSession()),
      get waiting() {
        return queue.waiting
      },
    },
    onCaptured: captured.add,
    onChanged: changed.add,
    onDeleted: deleted.add,
    onTrouble: troubled.add,
    requests: {
      list: (input) => reader.call('requests.list', input),
      histogram: notYet,
      get: (id) => reader.call('requests.get', id),
      bodyInfo: notYet,
      body: (input) => reader.call('requests.body', input),
      annotate: notYet,
      delete: notYet,
      restore: notYet,
    },
    endpoints: {
      list: () => reader.call('endpoints.list'),
      get: (id) => reader.call('endpoints.get', id),
      create: (endpoint) => writer.call('endpoints.create', endpoint),
      update: (id, patch) => writer.call('endpoints.update', id, patch),
      delete: notYet,
      restore: notYet,
      markRead: (id) => writer.call('endpoints.markRead', id),
    },
    secrets: {
      list: (endpointId) => reader.call('secrets.list', endpointId),
      add: (secret, sealed) => writer.call('secrets.add', secret, sealed),
      remove: (id) => writer.call('secrets.remove', id),
      sealed: (id) => reader.call('secrets.sealed', id),
    },
    settings: {
      get: settings,
      async put(next) {
        await writer.call('settings.put', next)
        queuedRequests = next.receiver.limits.queuedRequests
      },
    },
    stats: async () => ({ ...(await reader.call('stats')), bytes: 0 }),
    check: notYet,
    compact: notYet,
    close: () => (closed ??= close()),
  }

  async function close(): Promise<void> {
    await queue.drained()
    await reader.close()
    await writer.close()
    clearTimeout(tellTimer)
    if (untold.length > 0) tellCaptured()
  }
}
