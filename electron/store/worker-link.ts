import { Worker } from 'node:worker_threads'
import { AppError, messageOf, toAppError } from '#shared/contract/errors.ts'
import type { CallMessage, FromWorker, Opening, ToWorker, WorkerOptions } from './messages.ts'

type Call = (...args: never[]) => unknown

/** A thread of the store as seen from outside. A thread that dies is started again; what it was doing is rejected. */
export interface WorkerLink<Calls extends Record<string, Call>> {
  readonly opening: Opening
  /** False while the thread is being started again. */
  readonly alive: boolean
  call<N extends keyof Calls & string>(
    name: N,
    ...args: Parameters<Calls[N]>
  ): Promise<Awaited<ReturnType<Calls[N]>>>
  post(message: ToWorker, transfer: ArrayBuffer[]): void
  /** Lets the thread close its connection and end. */
  close(): Promise<void>
}

export interface LinkOptions {
  readonly worker: WorkerOptions
  /** Messages that are no replies to calls. */
  readonly onMessage: (message: FromWorker) => void
  /** The thread died; everything it was doing is lost. A new one is on its way. */
  readonly onCrash: (error: AppError) => void
  readonly onRestart: (opening: Opening) => void
}

interface Pending {
  resolve(value: unknown): void
  reject(error: AppError): void
}

/** Waiting times before a dead thread is started again, in milliseconds; the last one repeats. */
const restartDelays = [0, 100, 500, 2_000, 5_000] as const

/** Where the thread's file is: beside this source, or beside the bundle, outside of the archive when the app is packaged. */
export function workerUrl(here: string): URL {
  if (here.endsWith('.ts')) return new URL('./worker.ts', here)
  return new URL(new URL('./store-worker.js', here).href.replace(/\/app\.asar\//, '/app.asar.unpacked/'))
}

/** Resolves when the thread has opened the database; rejects with the reason why it could not. */
export async function startWorker<Calls extends Record<string, Call>>(
  options: LinkOptions,
): Promise<WorkerLink<Calls>> {
  const pending = new Map<number, Pending>()
  let waiting: CallMessage[] = []
  let nextId = 1
  let failures = 0
  let closing = false
  let alive = true
  let timer: NodeJS.Timeout | undefined
  let { worker, opening } = await launch()

  async function launch(): Promise<{ worker: Worker; opening: Opening }> {
    const started = new Worker(workerUrl(import.meta.url), { workerData: { ...options.worker } })
    let why: unknown
    let ready = false
    const opened = Promise.withResolvers<Opening>()
    started.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') opened.resolve(message.opening)
      else if (message.kind === 'broken') opened.reject(AppError.fromWire(message.error))
      else onMessage(message)
    })
    started.on('error', (error) => (why = error))
    started.on('exit', () => {
      opened.reject(
        new AppError('store.failed', `The store could not start: ${messageOf(why ?? 'its thread ended')}.`, {
          cause: why,
        }),
      )
      // Not before it was ready: then it is up to whoever launched it.
      if (ready) onExit(why)
    })
    const first = await opened.promise
    ready = true
    return { worker: started, opening: first }
  }

  function onMessage(message: FromWorker): void {
    if (message.kind !== 'reply' && message.kind !== 'reply-error') return options.onMessage(message)
    const call = pending.get(message.id)
    pending.delete(message.id)
    if (message.kind === 'reply') call?.resolve(message.value)
    else call?.reject(AppError.fromWire(message.error))
  }

  function onExit(why: unknown): void {
    if (closing) return
    alive = false
    const reason = why === undefined ? 'ended unexpectedly' : `failed: ${messageOf(why)}`
    const error = new AppError(
      'store.failed',
      `The store's ${options.worker.role} ${reason}. It is being started again.`,
      { cause: why },
    )
    rejectAll(error)
    options.onCrash(error)
    restartLater()
  }

  function rejectAll(error: AppError): void {
    const lost = [...pending.values()]
    pending.clear()
    waiting = []
    for (const call of lost) call.reject(error)
  }

  function restartLater(): void {
    const delay = restartDelays[Math.min(failures, restartDelays.length - 1)]
    failures++
    timer = setTimeout(() => void restart(), delay)
  }

  async function restart(): Promise<void> {
    try {
      const next = await launch()
      if (closing) {
        await next.worker.terminate()
        return
      }
      worker = next.worker
      opening = next.opening
      alive = true
      failures = 0
      const queued = waiting
      waiting = []
      for (const message of queued) worker.postMessage(message)
      options.onRestart(opening)
    } catch (error) {
      rejectAll(toAppError(error))
      options.onCrash(toAppError(error))
      if (!closing) restartLater()
    }
  }

  return {
    get opening() {
      return opening
    },
    get alive() {
      return alive
    },
    call<N extends keyof Calls & string>(name: N, ...args: Parameters<Calls[N]>) {
      return new Promise<Awaited<ReturnType<Calls[N]>>>((resolve, reject) => {
        if (closing) {
          reject(new AppError('store.failed', 'The store is closed.'))
          return
        }
        const message: CallMessage = { kind: 'call', id: nextId++, name, args }
        pending.set(message.id, { resolve: resolve as (value: unknown) => void, reject })
        if (alive) worker.postMessage(message)
        else waiting.push(message)
      })
    },
    post(message, transfer) {
      worker.postMessage(message, transfer)
    },
    async close() {
      if (closing) return
      closing = true
      clearTimeout(timer)
      const gone = new Promise<void>((resolve) => {
        if (!alive) return resolve()
        worker.once('exit', () => resolve())
      })
      if (alive) worker.postMessage({ kind: 'call', id: 0, name: 'close', args: [] } satisfies CallMessage)
      await gone
      rejectAll(new AppError('store.failed', 'The store is closed.'))
    },
  }
}
