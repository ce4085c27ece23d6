import { Worker } from 'node:worker_threads'
import { AppError, messageOf } from '#shared/contract/errors.ts'
import { workerUrl } from '../platform/worker-url.ts'
import type { CallMessage, FromWorker, Opening, ToWorker, WorkerOptions } from './messages.ts'

type AnyCalls = Record<string, (...args: never[]) => unknown>

/** A thread of the store as seen from outside. Calls that are made while it is down wait until it is up again. */
export interface WorkerLink<Calls extends AnyCalls> {
  /** How opening went the last time. */
  readonly opening: Opening
  readonly alive: boolean
  /** Starts the thread; resolves when it has opened the database, rejects with the reason why it could not. */
  readonly start: () => Promise<void>
  /** Ends the thread at once. What it was doing is rejected with `why`. */
  readonly halt: (why: AppError) => Promise<void>
  /** Rejects the calls that wait for the thread to come up. */
  readonly giveUp: (why: AppError) => void
  readonly call: <N extends keyof Calls & string>(
    name: N,
    args: LeadingArgs<Parameters<Calls[N]>>,
    signal?: AbortSignal,
  ) => Promise<Awaited<ReturnType<Calls[N]>>>
  /** Messages that are sent while the thread is down are lost. */
  readonly post: (message: ToWorker, transfer?: ArrayBuffer[]) => void
  /** Lets the thread close its connection and end. */
  readonly close: () => Promise<void>
}

/** A call's arguments without the signal, which the thread adds itself. */
type LeadingArgs<A extends unknown[]> = A extends [...infer Lead, signal?: AbortSignal] ? Lead : A

export interface LinkOptions {
  readonly worker: () => WorkerOptions
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Messages that are no replies to calls. */
  readonly onMessage: (message: FromWorker) => void
  /** The thread ended by itself; everything it was doing has been rejected with this error. */
  readonly onCrash: (error: AppError) => void
}

interface Pending {
  readonly message: CallMessage
  resolve(value: unknown): void
  reject(error: AppError): void
}

export function createWorkerLink<Calls extends AnyCalls>(options: LinkOptions): WorkerLink<Calls> {
  const pending = new Map<number, Pending>()
  let waiting: Pending[] = []
  let worker: Worker | null = null
  let opening: Opening = { repaired: false, message: null }
  let nextId = 1
  let closed = false

  function rejectPending(error: AppError): void {
    const lost = [...pending.values()]
    pending.clear()
    for (const call of lost) call.reject(error)
  }

  function onReply(message: FromWorker): void {
    if (message.kind !== 'reply' && message.kind !== 'reply-error') {
      options.onMessage(message)
      return
    }
    const call = pending.get(message.id)
    pending.delete(message.id)
    if (message.kind === 'reply') call?.resolve(message.value)
    else call?.reject(AppError.fromWire(message.error))
  }

  function onExit(gone: Worker, why: unknown): void {
    // One that was halted or closed is expected to end.
    if (worker !== gone) return
    worker = null
    const { role } = options.worker()
    const reason = why === undefined ? 'ended unexpectedly' : `failed: ${messageOf(why)}`
    const error = new AppError(
      'store.failed',
      `The store's ${role} ${reason}. It is being started again; try once more.`,
      { cause: why },
    )
    rejectPending(error)
    options.onCrash(error)
  }

  async function start(): Promise<void> {
    const started = new Worker(workerUrl(import.meta.url, 'worker', 'store-worker'), {
      workerData: { ...options.worker() },
    })
    const opened = Promise.withResolvers<Opening>()
    let why: unknown
    started.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') opened.resolve(message.opening)
      else if (message.kind === 'broken') opened.reject(AppError.fromWire(message.error))
      else onReply(message)
    })
    started.on('error', (error) => {
      why = error
    })
    started.on('exit', () => {
      opened.reject(
        new AppError('store.failed', `The store could not start: ${messageOf(why ?? 'its thread ended')}.`, {
          cause: why,
        }),
      )
      onExit(started, why)
    })
    opening = await opened.promise
    if (closed) {
      await started.terminate()
      return
    }
    worker = started
    const queued = waiting
    waiting = []
    for (const call of queued) send(call)
  }

  function send(call: Pending): void {
    pending.set(call.message.id, call)
    worker?.postMessage(call.message)
  }

  async function end(gone: Worker): Promise<void> {
    await new Promise<void>((resolve) => {
      gone.once('exit', () => resolve())
      gone.postMessage({
        kind: 'call',
        id: 0,
        name: 'close',
        args: [],
        now: options.now(),
      } satisfies CallMessage)
    })
  }

  return {
    get opening() {
      return opening
    },
    get alive() {
      return worker !== null
    },
    start,
    async halt(why) {
      const gone = worker
      worker = null
      rejectPending(why)
      await gone?.terminate()
    },
    giveUp(why) {
      const lost = waiting
      waiting = []
      for (const call of lost) call.reject(why)
    },
    call(name, args, signal) {
      if (closed) return Promise.reject(new AppError('store.failed', 'The store is closed.'))
      const id = nextId++
      signal?.addEventListener(
        'abort',
        () => worker?.postMessage({ kind: 'cancel', id } satisfies ToWorker),
        { once: true },
      )
      return new Promise((resolve, reject) => {
        const call: Pending = {
          message: { kind: 'call', id, name, args, now: options.now() },
          resolve: resolve,
          reject,
        }
        if (worker === null) waiting.push(call)
        else send(call)
      })
    },
    post(message, transfer) {
      worker?.postMessage(message, transfer)
    },
    async close() {
      if (closed) return
      closed = true
      const gone = worker
      worker = null
      if (gone !== null) await end(gone)
      const error = new AppError('store.failed', 'The store is closed.')
      rejectPending(error)
      for (const call of waiting) call.reject(error)
      waiting = []
    },
  }
}
