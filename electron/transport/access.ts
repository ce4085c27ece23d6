// Trust: whoever reaches the port is nobody until it shows the run's token (cookie or bearer). A web page the user visits
// can reach loopback ports too, so the Host must be one of ours (DNS rebinding) and an Origin, where there is one, as well.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** A token for one run: 192 bits. */
export function makeRunToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Compares in constant time: hashes first, so that not even the length shows. */
function sameSecret(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

export interface Access {
  /** The sentence to refuse with, or null when Host and Origin are ours. */
  refusal(request: IncomingMessage): string | null
  isAuthorized(request: IncomingMessage): boolean
  /** Whether `token` is this run's. */
  isToken(token: string): boolean
  /** The Set-Cookie value that stands for the token. */
  readonly setCookie: string
}

export interface AccessOptions {
  readonly token: string
  readonly port: number
  /** The address that is listened on. */
  readonly host: string
  /** Further `host:port` values to accept, e.g. of a development proxy. */
  readonly allowedHosts?: readonly string[]
}

export function createAccess(options: AccessOptions): Access {
  const { token, port } = options
  const hosts = new Set(options.allowedHosts?.map((host) => host.toLowerCase()))
  for (const name of ['127.0.0.1', 'localhost', '[::1]', bracketed(options.host).toLowerCase()]) {
    hosts.add(`${name}:${port}`)
    if (port === 80) hosts.add(name)
  }
  // Cookies are shared by all ports of a host: the name keeps two instances apart, and the value is not the token itself.
  const cookieName = `hookbench_${port}`
  const cookieValue = createHash('sha256').update(`cookie ${token}`).digest('base64url')

  return {
    setCookie: `${cookieName}=${cookieValue}; Path=/; HttpOnly; SameSite=Strict`,
    isToken: (given) => sameSecret(given, token),
    refusal(request) {
      const host = request.headers.host?.toLowerCase()
      if (host === undefined || !hosts.has(host)) {
        return `This is not an address that Hookbench answers to. Open it as http://127.0.0.1:${port}; through a tunnel, use the same port number on both ends.`
      }
      const origin = request.headers.origin
      if (origin !== undefined && !hosts.has(origin.toLowerCase().replace(/^http:\/\//, ''))) {
        return 'Only pages that Hookbench itself serves may do that.'
      }
      return null
    },
    isAuthorized(request) {
      const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
      if (bearer !== undefined) return sameSecret(bearer, token)
      const cookie = readCookie(request.headers.cookie ?? '', cookieName)
      return cookie !== null && sameSecret(cookie, cookieValue)
    },
  }
}

/** A host as it stands in a URL: IPv6 addresses in brackets. */
export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function readCookie(header: string, name: string): string | null {
  for (const part of header.split(';')) {
    const [key, ...value] = part.split('=')
    if (key?.trim() === name) return value.join('=').trim()
  }
  return null
}
