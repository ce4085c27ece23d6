// Trust: this server listens on loopback for the window in a browser and for the command line. Nobody is trusted before
// access.ts has seen the run's token, a Host of ours and, from browsers, an Origin of ours. No GET changes anything.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Door } from '#shared/contract/door.ts'
import { httpPaths } from '#shared/contract/envelope.ts'
import { AppError, messageOf } from '#shared/contract/errors.ts'
import type { Logger } from '../platform/ports.ts'
import { bracketed, createAccess, type Access } from './access.ts'
import { serveBody } from './http-body-download.ts'
import { serveEvents } from './http-events.ts'
import { answer, answerError, answerPage } from './http-replies.ts'
import { serveCall } from './http-rpc.ts'
import { createStaticServer } from './http-static.ts'

export interface HttpTransportOptions {
  readonly door: Door
  readonly host: string
  /** 0 means any free port. */
  readonly port: number
  readonly token: string
  /** Further `host:port` values to accept as Host and Origin. */
  readonly allowedHosts?: readonly string[]
  /** Folder of the built renderer; without it only programs are served. */
  readonly staticRoot?: string
  readonly logger: Logger
  /** Bytes that may wait for a slow subscriber; 4 MB unless told. */
  readonly maxBufferedBytes?: number
}

export interface HttpTransport {
  /** Without the token, e.g. `http://127.0.0.1:4601`. */
  readonly url: string
  readonly port: number
  /** Lets calls under way finish for up to `graceMs` (1 s unless told), then cancels them and closes every connection. */
  close(graceMs?: number): Promise<void>
}

/** Puts the door on HTTP and WebSocket. Rejects with `conflict` when the port is taken. */
export async function startHttpTransport(options: HttpTransportOptions): Promise<HttpTransport> {
  const { door, logger, host, token, allowedHosts = [] } = options
  const server = createServer({ keepAliveTimeout: 60_000, headersTimeout: 10_000 })
  server.maxConnections = 512
  const port = await listen(server, options)
  const access = createAccess({ token, host, port, allowedHosts })
  const serveStatic = options.staticRoot === undefined ? null : createStaticServer(options.staticRoot)
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()

  server.on('error', (error) => logger.log('error', 'transport', error.message))
  server.on('request', (request, response) => {
    const work = serve(request, response).catch((error: unknown) => {
      if (response.destroyed) return
      logger.log('error', 'transport', `${request.method} ${request.url?.split('?')[0]}: ${messageOf(error)}`)
      if (response.headersSent) response.destroy()
      else answerError(response, 500, 'internal', messageOf(error))
    })
    running.add(work)
    void work.finally(() => running.delete(work))
  })

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(request.url ?? '/', 'http://hookbench')
    if (url === null) {
      answerError(response, 400, 'input.invalid', 'This address can not be read.')
      return
    }
    const forPrograms = url.pathname.startsWith(httpPaths.rpc) || url.pathname === httpPaths.events
    const refusal = access.refusal(request)
    if (refusal !== null) {
      if (forPrograms) answerError(response, 403, 'forbidden', refusal, { connection: 'close' })
      else answerPage(response, 403, { title: 'Not from here', sentences: [refusal] })
      return
    }
    const given = url.pathname === '/' && request.method === 'GET' ? url.searchParams.get('token') : null
    if (given !== null) {
      admit(access, given, request, response)
      return
    }
    if (!access.isAuthorized(request)) {
      if (forPrograms)
        answerError(response, 401, 'unauthorized', unauthorizedMessage, { connection: 'close' })
      else answerPage(response, 401, unauthorizedPage)
      return
    }
    if (url.pathname.startsWith(httpPaths.rpc)) {
      const name = readName(url.pathname.slice(httpPaths.rpc.length))
      await serveCall(door, name, request, response, stopping.signal)
    } else if (url.pathname.startsWith(httpPaths.bodies) && wantsBody(request)) {
      await serveBody(door, url, request, response)
    } else if (url.pathname === httpPaths.events) {
      answerError(response, 426, 'input.invalid', 'Events come over a WebSocket.', { upgrade: 'websocket' })
    } else if (serveStatic !== null) {
      await serveStatic(url.pathname, request, response)
    } else {
      answerError(response, 404, 'not-found', 'There is nothing at this address.')
    }
  }

  const events = serveEvents({
    door,
    server,
    path: httpPaths.events,
    refuse: (request) => refuseUpgrade(access, request),
    ...(options.maxBufferedBytes === undefined ? {} : { maxBufferedBytes: options.maxBufferedBytes }),
  })

  return {
    url: `http://${bracketed(host)}:${port}`,
    port,
    async close(graceMs = 1_000) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      const patience = setTimeout(() => stopping.abort(), graceMs)
      const end = setTimeout(() => server.closeAllConnections(), graceMs + 250)
      await Promise.all([...running, events.close()])
      clearTimeout(patience)
      clearTimeout(end)
      server.closeAllConnections()
      await closed
    },
  }
}

/** A name that can't be decoded is no procedure's, and the door says so. */
function readName(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}

const unauthorizedMessage =
  'Open the URL that hookbench printed when it started: it carries the token of this run. Programs send it as "authorization: Bearer <token>".'

const unauthorizedPage = {
  title: 'Open the link that Hookbench printed',
  sentences: [
    'This page needs the token of the running Hookbench. It is part of the URL that `hookbench serve` printed when it started, and it changes with every start.',
    'Open that URL again, or start with `hookbench serve --open`.',
  ],
}

/** Trades the token in the URL for a cookie, and leads to a URL without it. */
function admit(access: Access, token: string, request: IncomingMessage, response: ServerResponse): void {
  if (!access.isToken(token)) {
    answerPage(response, 401, unauthorizedPage)
    return
  }
  const cookie = { 'set-cookie': access.setCookie }
  const site = request.headers['sec-fetch-site']
  if (site === undefined || site === 'none' || site === 'same-origin') {
    answer(response, 303, { location: '/', 'cache-control': 'no-store', ...cookie }, '')
  } else {
    // A link on another site: a redirect would still count as that site's navigation, for which a strict cookie is withheld.
    answerPage(
      response,
      200,
      { title: 'Opening Hookbench', sentences: ['One moment.'], refreshTo: '/' },
      cookie,
    )
  }
}

/** Other ports of this machine count as the same site, so the cookie alone does not show that our own page asks. */
function wantsBody(request: IncomingMessage): boolean {
  const site = request.headers['sec-fetch-site']
  const ours = site === undefined || site === 'same-origin' || site === 'none'
  return ours && (request.method === 'GET' || request.method === 'HEAD')
}

function refuseUpgrade(access: Access, request: IncomingMessage): { status: number; message: string } | null {
  const refusal = access.refusal(request)
  if (refusal !== null) return { status: 403, message: refusal }
  return access.isAuthorized(request) ? null : { status: 401, message: unauthorizedMessage }
}

/** The port that is listened on. */
async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE'
      const message = taken
        ? `Port ${port} on ${host} is taken by another program.`
        : `Can't listen on ${host}, port ${port}: ${cause.message}`
      reject(new AppError(taken ? 'conflict' : 'network.failed', message, { cause }))
    })
    server.listen(port, host, resolve)
  })
  return (server.address() as AddressInfo).port
}
