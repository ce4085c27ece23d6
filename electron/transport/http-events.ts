import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Door } from '#shared/contract/door.ts'
import { startEventFeed, type EventFeed } from './event-feed.ts'

/** Bytes that may wait for a slow reader; beyond it events are let go and the reader sees a gap in `seq`. */
const maxBufferedBytes = 4_194_304
const maxSubscribers = 64
const heartbeatMs = 20_000

export interface EventSocketsOptions {
  readonly door: Door
  readonly server: Server
  readonly path: string
  /** The status to refuse an upgrade with, or null to let it in. */
  readonly refuse: (request: IncomingMessage) => { status: number; message: string } | null
  readonly maxBufferedBytes?: number
}

/** `WS /events`: each socket gets its own numbered, bounded feed. */
export function serveEvents(options: EventSocketsOptions) {
  const { door, server, path, refuse } = options
  const limit = options.maxBufferedBytes ?? maxBufferedBytes
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 1_024, perMessageDeflate: false })
  const alive = new WeakSet<WebSocket>()
  const feeds = new Map<WebSocket, EventFeed>()

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const refusal =
      request.url?.split('?')[0] !== path
        ? { status: 404, message: 'Events are at /events.' }
        : (refuse(request) ??
          (sockets.clients.size >= maxSubscribers
            ? { status: 503, message: `More than ${maxSubscribers} subscribers: close some first.` }
            : null))
    if (refusal !== null) {
      const text = `${refusal.message}\n`
      socket.end(
        `HTTP/1.1 ${refusal.status} Refused\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
      )
      return
    }
    sockets.handleUpgrade(request, socket, head, serveSocket)
  }

  function serveSocket(socket: WebSocket): void {
    alive.add(socket)
    const feed = startEventFeed(door, {
      send: (frames) => socket.send(JSON.stringify(frames), () => feed.resume()),
      isFull: () => socket.readyState !== socket.OPEN || socket.bufferedAmount > limit,
    })
    feeds.set(socket, feed)
    socket.on('pong', () => alive.add(socket))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      feeds.delete(socket)
      feed.close()
    })
  }

  // A reader that vanished without a word (sleep, cable) must not be fed for ever.
  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (alive.delete(socket)) socket.ping()
      else socket.terminate()
    }
  }, heartbeatMs)
  heartbeat.unref()
  server.on('upgrade', onUpgrade)

  return {
    /** Sends what waits and says goodbye to every socket; those that do not answer within a second are cut. */
    async close(): Promise<void> {
      clearInterval(heartbeat)
      server.off('upgrade', onUpgrade)
      const gone = [...sockets.clients].map(
        (socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
      )
      for (const [socket, feed] of feeds) {
        feed.close()
        socket.close(1001, 'Hookbench stopped')
      }
      const cut = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
      }, 1_000)
      await Promise.all(gone)
      clearTimeout(cut)
      sockets.close()
    },
  }
}
