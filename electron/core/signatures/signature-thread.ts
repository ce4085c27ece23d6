import { Worker } from 'node:worker_threads'
import { AppError, messageOf } from '#shared/contract/errors.ts'
import { workerUrl } from '../../platform/worker-url.ts'
import type { JobMessage, ReplyMessage, SignatureJob, SignatureReplies } from './messages.ts'

/** Checks and explains signatures off the thread that takes requests and serves the window. */
export interface SignatureThread {
  run<K extends keyof SignatureReplies>(kind: K, job: SignatureJob): Promise<SignatureReplies[K]>
  /** Rejects what is under way and lets the thread end by itself: it never holds up the process. */
  close(): void
}

interface Pending {
  resolve(value: unknown): void
  reject(error: AppError): void
}

const stopping = (): AppError => new AppError('cancelled', 'Hookbench is stopping.')

/** The thread is started by the first job and again after it died; jobs that were under way then are rejected. */
export function createSignatureThread(): SignatureThread {
  const pending = new Map<number, Pending>()
  let worker: Worker | undefined
  let nextSeq = 1
  let closed = false

  function rejectAll(error: AppError): void {
    for (const waiting of pending.values()) waiting.reject(error)
    pending.clear()
  }

  function start(): Worker {
    const started = new Worker(workerUrl(import.meta.url, 'signature-worker', 'signature-worker'))
    started.unref()
    started.on('message', (reply: ReplyMessage) => {
      const waiting = pending.get(reply.seq)
      pending.delete(reply.seq)
      if (reply.ok) waiting?.resolve(reply.value)
      else waiting?.reject(new AppError('internal', `A signature could not be checked: ${reply.message}`))
    })
    let why: unknown
    started.on('error', (error) => {
      why = error
    })
    started.on('exit', () => {
      if (worker === started) worker = undefined
      const reason = why === undefined ? '' : `: ${messageOf(why)}`
      rejectAll(new AppError('internal', `The signature check ended unexpectedly${reason}. Try again.`))
    })
    return started
  }

  return {
    run(kind, job) {
      if (closed) return Promise.reject(stopping())
      worker ??= start()
      const seq = nextSeq++
      const message: JobMessage = { seq, kind, job }
      // A copy of just these bytes: a view into a pool would take its whole pool along.
      const body = new Uint8Array(job.request.body)
      worker.postMessage({ ...message, job: { ...job, request: { ...job.request, body } } }, [body.buffer])
      return new Promise((resolve, reject) => {
        pending.set(seq, { resolve, reject })
      })
    },
    close() {
      closed = true
      worker?.postMessage(null)
      rejectAll(stopping())
    },
  }
}
