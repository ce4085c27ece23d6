/** The Chromium behind the windows, and the way from it to the handlers of custom schemes. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, BrowserContext } from 'playwright'
import { launchBrowser } from '../browser.ts'
import { violate } from './rules.ts'
import { protocol } from './session.ts'

interface Running {
  browser: Browser
  context: BrowserContext
  server: Server
  port: number
}

let running: Promise<Running> | undefined

/** Started with the first window, so that an app that refuses to start costs nothing. */
export function getChromium(): Promise<Running> {
  return (running ??= start())
}

async function start(): Promise<Running> {
  const debugPort = process.env['STAND_IN_DEBUG_PORT'] ?? '0'
  const [browser, server] = await Promise.all([
    // A window that the page opens is reported (Page.windowOpen) and comes to nothing.
    launchBrowser({ args: [`--remote-debugging-port=${debugPort}`, '--block-new-web-contents'] }),
    listen(),
  ])
  const context = await browser.newContext({ viewport: null })
  return { browser, context, server, port: (server.address() as AddressInfo).port }
}

export async function closeBrowser(): Promise<void> {
  const { browser, server } = (await running?.catch(() => undefined)) ?? {}
  server?.closeAllConnections()
  server?.close()
  await browser?.close()
}

/**
 * Chromium knows no scheme of an app's. `app://hookbench/x` becomes `http://hookbench.localhost:PORT/x`, which is a
 * secure context with a real origin too, and is answered by the handler that the app registered for `app`.
 */
export function toReal(url: string, port: number): string {
  const found = /^([a-z]+):\/\/([^/]*)(.*)$/.exec(url)
  const scheme = found?.[1] ?? ''
  if (scheme === 'http' || scheme === 'https') return url
  const registered = protocol.schemes.find((known) => known.scheme === scheme)
  if (!registered?.privileges['standard'] || !registered.privileges['secure']) {
    return violate(`${url}: the scheme is not registered as standard and secure`)
  }
  return `http://${found?.[2] ?? ''}.localhost:${port}${found?.[3] ?? ''}`
}

/** The other way round: the address as Electron would tell it to the app. */
export function toApp(url: string, port: number): string {
  return url.replace(new RegExp(`^http://([a-z]+)\\.localhost:${port}(?=/|$)`), 'app://$1')
}

async function listen(): Promise<Server> {
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.statusCode = 500
      response.end(String(error))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const host = request.headers.host ?? ''
  const handler = protocol.handlers.get('app')
  if (handler === undefined) {
    response.statusCode = 502
    response.end('no handler')
    return
  }
  const url = `app://${host.replace(/\.localhost:\d+$/, '')}${request.url ?? '/'}`
  const reply = await handler(new Request(url, { method: request.method ?? 'GET' }))
  response.writeHead(reply.status, Object.fromEntries(reply.headers))
  response.end(Buffer.from(await reply.arrayBuffer()))
}
