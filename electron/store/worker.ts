/**
 * Entry of the store's threads. Trusts the thread that started it; takes nothing from the network.
 * `role` in its start data says which of the two it is: the writer or the reader.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { StoreFailure, toWire } from './failure.ts'
import type { CallMessage, FromWorker, ToWorker, WorkerOptions } from './messages.ts'
import { openReader } from './reader/reader.ts'
import { openWriter } from './writer/writer.ts'

const port = parentPort
if (port === null) throw new Error('This file is a thread of the store and is not started by itself.')
const options = workerData as WorkerOptions

function send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port?.postMessage(message, transfer)
}

async function answer(
  calls: Record<string, (...args: never[]) => unknown>,
  message: CallMessage,
): Promise<void> {
  const { id, name, args } = message
  try {
    const call = calls[name]
    if (call === undefined) throw new StoreFailure('internal', `The store has no call ${name}.`)
    const value = await (call as (...args: unknown[]) => unknown)(...args)
    const bytes =
      value instanceof Uint8Array &&
      value.buffer instanceof ArrayBuffer &&
      value.byteLength === value.buffer.byteLength
    send({ kind: 'reply', id, value }, bytes ? [value.buffer] : [])
    if (name === 'close') port?.close()
  } catch (error) {
    send({ kind: 'reply-error', id, error: toWire(error) })
  }
}

try {
  if (options.role === 'writer') {
    const writer = openWriter(options, send)
    port.on('message', (message: ToWorker) => {
      if (message.kind === 'batch') writer.onBatch(message)
      else void answer(writer.calls, message)
    })
    send({ kind: 'ready', opening: writer.opening })
  } else {
    const reader = openReader(options)
    port.on('message', (message: ToWorker) => {
      if (message.kind === 'call') void answer(reader.calls, message)
    })
    send({ kind: 'ready', opening: { repaired: false, message: null } })
  }
} catch (error) {
  send({ kind: 'broken', error: toWire(error) })
  port.close()
}
