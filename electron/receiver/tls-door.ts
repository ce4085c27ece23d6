import type { Socket } from 'node:net'
import { createServer, type Server } from 'node:tls'

/** What comes out of a port that speaks TLS. */
export interface TlsDoorEvents {
  onSecure(socket: Socket): void
  /** The sender speaks plain text. */
  onPlain(socket: Socket): void
  onFailure(address: string, error: Error): void
}

export interface TlsDoor {
  /** Takes a fresh connection. */
  enter(socket: Socket): void
}

/** First byte of every TLS connection: a record of type handshake (RFC 8446, section 5.1). */
const handshakeRecord = 0x16

/**
 * Looks at the first byte of each connection, because a sender that speaks plain HTTP to a TLS port should be told so
 * rather than see a broken handshake. Throws when certificate and key do not fit each other.
 */
export function createTlsDoor(
  tls: { readonly cert: string; readonly key: string },
  handshakeMs: () => number,
  events: TlsDoorEvents,
): TlsDoor {
  const server: Server = createServer({
    cert: tls.cert,
    key: tls.key,
    ALPNProtocols: ['http/1.1'],
    handshakeTimeout: handshakeMs(),
    allowHalfOpen: true,
  })
  server.on('secureConnection', (socket) => events.onSecure(socket))
  server.on('tlsClientError', (error, socket) => {
    events.onFailure(socket.remoteAddress ?? '', error)
    socket.destroy()
  })
  return {
    enter(socket) {
      const giveUp = (): void => {
        socket.destroy()
      }
      socket.setTimeout(handshakeMs(), giveUp)
      socket.once('end', giveUp)
      socket.once('data', (first: Buffer) => {
        socket.setTimeout(0)
        socket.off('timeout', giveUp)
        socket.off('end', giveUp)
        socket.pause()
        socket.unshift(first)
        if (first[0] === handshakeRecord) server.emit('connection', socket)
        else {
          events.onPlain(socket)
          socket.resume()
        }
      })
    },
  }
}
