import { EventEmitter } from 'node:events'
import { setImmediate as tick } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { Call } from '#shared/contract/contract.ts'
import { channels, type HookbenchBridge } from '#shared/contract/bridge.ts'
import type { ReplyEnvelope } from '#shared/contract/envelope.ts'
import { AppError } from '#shared/contract/errors.ts'
import type { EventFrame } from '#shared/contract/events.ts'
import { connect } from '../../electron/transport/client.ts'
import { startEventFeed } from '../../electron/transport/event-feed.ts'
import { startHttpTransport } from '../../electron/transport/http.ts'
import { attachIpc, type IpcMainLike } from '../../electron/transport/ipc.ts'
import { bridgeLink } from '../../renderer/src/client/bridge-link.ts'
import { createClient } from '../../renderer/src/client/client.ts'
import type { ScriptedDoor } from './scripted-door.ts'

/** A client and what lies between it and the door. */
export interface Connected {
  readonly call: Call
  /** What has come, in order. */
  readonly frames: EventFrame[]
  /** Stops taking events, and takes them again. */
  stall(): void
  unstall(): void
  /** The host goes away with calls under way. */
  loseHost(): Promise<void>
  close(): Promise<void>
}

export interface Transport {
  readonly name: string
  connect(door: ScriptedDoor): Promise<Connected>
}

/** No transport at all: the dispatcher in the same process. */
const direct: Transport = {
  name: 'direct dispatcher',
  connect({ door }) {
    const frames: EventFrame[] = []
    const gone = new AbortController()
    let stalled = false
    const feed = startEventFeed(door, { send: (more) => frames.push(...more), isFull: () => stalled })
    const call = async (
      name: string,
      input: unknown,
      options: Parameters<Call>[2] = {},
    ): Promise<unknown> => {
      const timeout = options.timeoutMs === undefined ? [] : [AbortSignal.timeout(options.timeoutMs)]
      const caller = options.signal === undefined ? [] : [options.signal]
      const signal = AbortSignal.any([gone.signal, ...timeout, ...caller])
      const reply = await door.dispatch({ id: '1', name, input }, signal)
      if (reply.ok) return reply.value
      if (gone.signal.aborted) throw new AppError('disconnected', 'gone')
      throw timeout[0]?.aborted === true ? new AppError('timed-out', 'late') : AppError.fromWire(reply.error)
    }
    return Promise.resolve({
      call: call as Call,
      frames,
      stall: () => (stalled = true),
      unstall() {
        stalled = false
        feed.resume()
      },
      loseHost() {
        gone.abort()
        return Promise.resolve()
      },
      close() {
        feed.close()
        return Promise.resolve()
      },
    })
  },
}

/** Two ends of Electron's IPC in one process: everything that passes is structured-cloned, a tick later. */
export function createIpcPair() {
  const wire = new EventEmitter()
  const handlers = new Map<string, (event: { from: string }, ...args: unknown[]) => Promise<unknown>>()
  const ipcMain: IpcMainLike<{ from: string }> = {
    handle(channel, listener) {
      if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
      handlers.set(channel, listener)
    },
    removeHandler: (channel) => handlers.delete(channel),
    on: (channel, listener) => wire.on(channel, listener),
    off: (channel, listener) => wire.off(channel, listener),
  }
  const toWindow = new EventEmitter()
  return {
    ipcMain,
    wire,
    handlers,
    sendToWindow(channel: string, payload: unknown): void {
      const copy = structuredClone(payload)
      setImmediate(() => toWindow.emit(channel, copy))
    },
    async invoke(channel: string, payload: unknown, from = 'main frame'): Promise<unknown> {
      const copy = structuredClone(payload)
      await tick()
      const handler = handlers.get(channel)
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`)
      const reply: unknown = await handler({ from }, copy)
      return structuredClone(reply)
    },
    send(channel: string, payload: unknown, from = 'main frame'): void {
      const copy = structuredClone(payload)
      setImmediate(() => wire.emit(channel, { from }, copy))
    },
    toWindow,
  }
}

/** The desktop's transport with the window's own client behind a bridge that does what the preload script does. */
const ipc: Transport = {
  name: 'IPC',
  connect({ door }) {
    const pair = createIpcPair()
    const attached = attachIpc({
      door,
      ipcMain: pair.ipcMain,
      isTrusted: ({ from }) => from === 'main frame',
      send: (channel, frames) => pair.sendToWindow(channel, frames),
    })
    const frames: EventFrame[] = []
    let taking = true
    const unread: (() => void)[] = []
    const lost = Promise.withResolvers<never>()
    lost.promise.catch(() => undefined)
    const bridge: HookbenchBridge = {
      capabilities: [],
      request: (call) =>
        Promise.race([lost.promise, pair.invoke(channels.call, call) as Promise<ReplyEnvelope>]),
      cancel: (id) => pair.send(channels.cancel, id),
      subscribe(listener) {
        const take = (message: EventFrame[]): void => {
          if (!taking) {
            unread.push(() => take(message))
            return
          }
          listener(message)
          pair.send(channels.ack, message.at(-1)?.seq)
        }
        pair.toWindow.on(channels.event, take)
        pair.send(channels.ack, 0)
        return () => pair.toWindow.off(channels.event, take)
      },
      onCommand: () => () => undefined,
      dialog: () => Promise.reject(new Error('no dialogs here')),
    }
    const client = createClient(bridgeLink(bridge))
    bridge.subscribe((more) => frames.push(...more))
    return Promise.resolve({
      call: client.call,
      frames,
      stall: () => (taking = false),
      unstall() {
        taking = true
        for (const take of unread.splice(0)) take()
      },
      loseHost() {
        lost.reject(new Error('the app is going away'))
        return Promise.resolve()
      },
      close() {
        client.close()
        attached.detach()
        return Promise.resolve()
      },
    })
  },
}

const http: Transport = {
  name: 'HTTP and WebSocket',
  async connect({ door, logger }) {
    const token = 'test-token'
    const maxBufferedBytes = 20_000
    const server = await startHttpTransport({
      door,
      host: '127.0.0.1',
      port: 0,
      token,
      logger,
      maxBufferedBytes,
    })
    const client = await connect({ url: server.url, token })
    const frames: EventFrame[] = []
    const reader = new WebSocket(`${server.url}/events`, { headers: { authorization: `Bearer ${token}` } })
    reader.on('message', (data: Buffer) => frames.push(...(JSON.parse(data.toString()) as EventFrame[])))
    await new Promise((resolve) => reader.once('open', resolve))
    return {
      call: client.call,
      frames,
      stall: () => reader.pause(),
      unstall: () => reader.resume(),
      loseHost: () => server.close(0),
      async close() {
        reader.terminate()
        await client.close()
        await server.close(0)
      },
    }
  },
}

export const transports: readonly Transport[] = [direct, ipc, http]
