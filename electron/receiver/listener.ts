import { createServer, type AddressInfo, type Socket } from 'node:net'
import { Connection } from './connection.ts'
import type { Engine } from './engine.ts'
import type { ReceiverAddress } from './receiver.ts'
import { createTlsDoor } from './tls-door.ts'

/** One open port with its connections. */
export interface Listener {
  readonly port: number
  /** Takes no new connections from now on; those that are open go on. */
  closePort(): Promise<void>
  /** Ends all connections: idle ones at once, others after their answers, and what is left after `graceMs` all the same. */
  drain(graceMs: number): Promise<void>
}

/** Connections above the limit that are being told so; more than that are closed without a word. */
const turnedAwayAtOnce = 64
const turnedAwayMs = 1_000
const fewestSweepMs = 20
const mostSweepMs = 250

const busyAnswer = (() => {
  const body =
    '{"error":{"code":"receiver.overloaded","message":"Too many connections are open. Try again later."}}\n'
  return Buffer.from(
    `HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nRetry-After: 1\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
  )
})()

/** Opens the port. Rejects with the system's error when that can't be done. */
export async function openListener(engine: Engine, address: ReceiverAddress): Promise<Listener> {
  const connections = new Set<Connection>()
  /** All that is open, also what has not come as far as a connection yet. */
  const sockets = new Set<Socket>()
  let turnedAway = 0
  let sweepTimer: NodeJS.Timeout | null = null
  let onEmpty: (() => void) | null = null
  const door =
    address.tls === null
      ? null
      : createTlsDoor(address.tls, () => engine.limits.headerTimeoutMs, {
          onSecure: (socket) => accept(socket, true, false),
          onPlain: (socket) => accept(socket, false, true),
          onFailure: (peer, error) =>
            engine.log('warn', 'tls', `A TLS handshake with ${peer} failed: ${error.message}`),
        })

  function sweep(): void {
    const now = engine.deps.clock.now()
    for (const connection of connections) connection.sweep(now)
    sweepTimer = connections.size === 0 ? null : setTimeout(sweep, sweepInterval(engine))
  }

  function accept(socket: Socket, tls: boolean, wrongScheme: boolean): void {
    connections.add(new Connection(engine, socket, { tls, wrongScheme, onClose: forget }))
    sweepTimer ??= setTimeout(sweep, sweepInterval(engine))
  }

  function forget(connection: Connection): void {
    connections.delete(connection)
    if (connections.size === 0) onEmpty?.()
  }

  function turnAway(socket: Socket): void {
    engine.log(
      'warn',
      'connections',
      `More than ${engine.limits.connections} connections are open: further ones are answered with 503 and closed.`,
    )
    if (door !== null || turnedAway >= turnedAwayAtOnce) {
      socket.destroy()
      return
    }
    turnedAway++
    socket.on('close', () => turnedAway--)
    socket.setTimeout(turnedAwayMs, () => socket.destroy())
    socket.resume()
    socket.end(busyAnswer)
  }

  function enter(socket: Socket): void {
    if (door === null) accept(socket, false, false)
    else door.enter(socket)
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    socket.on('error', ignoreResets)
    const full = sockets.size - turnedAway >= engine.limits.connections
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    if (full) turnAway(socket)
    else enter(socket)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: address.host, port: address.port, backlog: 1_024 }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  server.on('error', (error) =>
    engine.log('error', 'accept', `A connection could not be taken: ${error.message}`),
  )

  return {
    port: (server.address() as AddressInfo).port,
    closePort: () =>
      new Promise((resolve) => {
        // The callback waits for the connections, too; the port itself is closed at once.
        server.close()
        setImmediate(resolve)
      }),
    async drain(graceMs) {
      for (const connection of connections) connection.drain()
      if (connections.size > 0) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, graceMs)
          onEmpty = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      for (const connection of [...connections]) {
        connection.close('Hookbench was stopped before the request was complete.')
      }
      for (const socket of sockets) socket.destroy()
      if (sweepTimer !== null) clearTimeout(sweepTimer)
    },
  }
}

/** Often enough for the shortest time limit, seldom enough to cost nothing. */
function sweepInterval(engine: Engine): number {
  const { headerTimeoutMs, bodyIdleTimeoutMs, keepAliveMs } = engine.limits
  const shortest = Math.min(headerTimeoutMs, bodyIdleTimeoutMs, Math.max(keepAliveMs, 1))
  return Math.min(mostSweepMs, Math.max(fewestSweepMs, shortest / 4))
}

/** A sender that goes away is part of life; what it left behind is looked after where the connection closes. */
function ignoreResets(): void {
  return
}
