/**
 * Entry of the store's threads. Trusts the thread that started it; takes nothing from the network.
 * `role` in its start data says which one it is: writer, reader or indexer.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { StoreFailure, toWire } from './failure.ts'
import type { CallMessage, FromWorker, Opening, ToWorker, WorkerOptions } from './messages.ts'
import { openReader } from './reader/reader.ts'
import { openIndexer } from './search/indexer.ts'
import { openWriter } from './writer/writer.ts'

type Calls = Record<string, (...args: never[]) => unknown>

/** What a role does with what it is sent. */
interface Role {
  readonly opening?: Opening
  readonly calls: Calls
  /** Told the caller's time before each call. */
  readonly onTime?: (now: number) => void
  readonly onMessage: (message: ToWorker) => void
}

const port = parentPort
if (port === null) throw new Error('This file is a thread of the store and is not started by itself.')
/** Calls that may be cancelled while they run. */
const running = new Map<number, AbortController>()

function send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer)
}

function openRole(options: WorkerOptions): Role {
  switch (options.role) {
    case 'writer': {
      const writer = openWriter(options, send)
      return {
        opening: writer.opening,
        calls: writer.calls,
        onTime: writer.onTime,
        onMessage: (message) => {
          if (message.kind === 'batch') writer.onBatch(message)
          else if (message.kind === 'tick') writer.onTick(message.now)
        },
      }
    }
    case 'reader': {
      const reader = openReader(options, send)
      return {
        calls: reader.calls,
        onMessage: (message) => {
          if (message.kind === 'index') reader.onIndex(message.ready)
          else if (message.kind === 'cancel') running.get(message.id)?.abort()
        },
      }
    }
    case 'indexer': {
      const indexer = openIndexer(options, send)
      return {
        calls: indexer.calls,
        onMessage: (message) => {
          if (message.kind === 'requests') indexer.onRequests(message)
        },
      }
    }
  }
}

/** Calls that take longer are told in the log, in milliseconds. */
const slowMs = 40

async function answer(calls: Calls, { id, name, args }: CallMessage): Promise<void> {
  const controller = new AbortController()
  running.set(id, controller)
  const started = performance.now()
  try {
    const call = calls[name] as ((...args: unknown[]) => unknown) | undefined
    if (call === undefined) throw new StoreFailure('internal', `The store has no call ${name}.`)
    const value = await call(...args, controller.signal)
    send({ kind: 'reply', id, value }, transferable(value))
    const took = performance.now() - started
    if (took > slowMs)
      send({ kind: 'log', level: 'debug', message: `${name} took ${took.toFixed(0)} ms: ${shortened(args)}` })
  } catch (error) {
    const wire = toWire(error)
    send({ kind: 'reply-error', id, error: wire })
    if (wire.code === 'store.damaged') send({ kind: 'damaged', message: wire.message })
  } finally {
    running.delete(id)
    if (name === 'close') port?.close()
  }
}

function transferable(value: unknown): ArrayBuffer[] {
  if (!ArrayBuffer.isView(value) || !(value.buffer instanceof ArrayBuffer)) return []
  return value.byteLength === value.buffer.byteLength ? [value.buffer] : []
}

/** Enough to recognise a call by; never secrets, whose calls are not slow and not listed by value. */
function shortened(args: readonly unknown[]): string {
  const [first] = args
  return typeof first === 'object' && first !== null && !ArrayBuffer.isView(first)
    ? JSON.stringify(first).slice(0, 200)
    : typeof first
}

try {
  const role = openRole(workerData as WorkerOptions)
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'call') {
      role.onTime?.(message.now)
      void answer(role.calls, message)
    } else role.onMessage(message)
  })
  send({ kind: 'ready', opening: role.opening ?? { repaired: false, message: null } })
} catch (error) {
  send({ kind: 'broken', error: toWire(error) })
  port.close()
}
