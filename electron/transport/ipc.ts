// Trust: this is where the window's words enter the core. Only our own main frame is heard (`isTrusted`); whatever else
// calls gets `forbidden`, and nothing here acts on a name or an input before the dispatcher has parsed it.
import { channels } from '#shared/contract/bridge.ts'
import type { Door } from '#shared/contract/door.ts'
import { callEnvelopeSchema, type ReplyEnvelope } from '#shared/contract/envelope.ts'
import { toAppError } from '#shared/contract/errors.ts'
import type { EventFrame } from '#shared/contract/events.ts'
import { startEventFeed } from './event-feed.ts'

/** Events that a window may leave unacknowledged before it is sent nothing more. */
const maxUnacknowledged = 256

/** The part of Electron's ipcMain that is used, handed in so that this file runs in plain Node. */
export interface IpcMainLike<E> {
  handle(channel: string, listener: (event: E, ...args: unknown[]) => Promise<unknown>): void
  removeHandler(channel: string): void
  on(channel: string, listener: (event: E, ...args: unknown[]) => void): unknown
  off(channel: string, listener: (event: E, ...args: unknown[]) => void): unknown
}

export interface IpcOptions<E> {
  readonly door: Door
  readonly ipcMain: IpcMainLike<E>
  /** Whether the sender is the main frame of our own window. */
  readonly isTrusted: (event: E) => boolean
  /** Sends to our window; must not throw when the window is gone. */
  readonly send: (channel: string, payload: EventFrame[]) => void
}

export interface IpcAttachment {
  /** The page went away (reload, crash): its calls are cancelled and it is owed no events. */
  pageGone(): void
  /** Cancels what runs and lets go of every channel. */
  detach(): void
}

const refused: ReplyEnvelope = {
  ok: false,
  error: { code: 'forbidden', message: 'This page may not talk to Hookbench.' },
}

const malformed: ReplyEnvelope = {
  ok: false,
  error: {
    code: 'input.invalid',
    message: 'A call needs { id, name, input }: id a text of 1 to 64 characters, name a procedure.',
  },
}

/** Puts the door on Electron's IPC: one invoke channel, one to cancel, one for events with their acknowledgements. */
export function attachIpc<E>(options: IpcOptions<E>): IpcAttachment {
  const { door, ipcMain, isTrusted, send } = options
  const running = new Map<string, AbortController>()
  let sentSeq = 0
  let acknowledgedSeq = 0

  async function onCall(event: E, payload: unknown): Promise<ReplyEnvelope> {
    if (!isTrusted(event)) return refused
    const call = callEnvelopeSchema.safeParse(payload)
    if (!call.success || running.has(call.data.id)) return malformed
    const controller = new AbortController()
    running.set(call.data.id, controller)
    try {
      return await door.dispatch(call.data, controller.signal)
    } catch (thrown) {
      return { ok: false, error: toAppError(thrown).toWire() }
    } finally {
      running.delete(call.data.id)
    }
  }

  function onCancel(event: E, id: unknown): void {
    if (isTrusted(event) && typeof id === 'string') running.get(id)?.abort()
  }

  const feed = startEventFeed(door, {
    send(frames) {
      sentSeq = frames.at(-1)?.seq ?? sentSeq
      send(channels.event, frames)
    },
    isFull: () => sentSeq - acknowledgedSeq >= maxUnacknowledged,
  })

  function onAck(event: E, seq: unknown): void {
    if (!isTrusted(event) || typeof seq !== 'number' || !(seq <= sentSeq)) return
    acknowledgedSeq = seq === 0 ? sentSeq : Math.max(acknowledgedSeq, seq)
    feed.resume()
  }

  function pageGone(): void {
    for (const controller of running.values()) controller.abort()
    acknowledgedSeq = sentSeq
  }

  ipcMain.handle(channels.call, onCall)
  ipcMain.on(channels.cancel, onCancel)
  ipcMain.on(channels.ack, onAck)

  return {
    pageGone,
    detach() {
      ipcMain.removeHandler(channels.call)
      ipcMain.off(channels.cancel, onCancel)
      ipcMain.off(channels.ack, onAck)
      feed.close()
      pageGone()
    },
  }
}
