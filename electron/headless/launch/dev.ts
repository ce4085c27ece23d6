import { spawn } from 'node:child_process'
import { createServer as createNetServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { prepareDesktop } from './desktop.ts'
import { runChild } from './run-child.ts'

/**
 * `npm run dev`: the desktop app under electron-vite where a window can be shown. Elsewhere the headless host from source,
 * started anew when a file changes, with the window served by Vite's development server in front of it.
 */
export async function runDev(root: string, args: string[]): Promise<void> {
  const desktop = await prepareDesktop(root)
  if ('binary' in desktop) {
    const bin = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    await runChild(process.execPath, [bin, 'dev', '--watch', '--', ...args], root)
    return
  }
  process.stderr.write(
    `hookbench: no desktop window (${desktop.reason}), so this is developed in the browser.\n`,
  )
  await runBrowserDev(root, args)
}

async function runBrowserDev(root: string, args: string[]): Promise<void> {
  const uiPort = await findFreePort()
  const target = `http://127.0.0.1:${uiPort}`
  let authorization = ''
  const cli = join(root, 'electron', 'headless', 'cli.ts')
  const serve = [
    '--watch',
    '--watch-preserve-output',
    cli,
    'serve',
    '--json',
    '--ui-port',
    String(uiPort),
    ...args,
  ]
  const host = spawn(process.execPath, serve, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })

  const { createServer } = await import('vite')
  const { default: config } = (await import(pathToFileURL(join(root, 'electron.vite.config.ts')).href)) as {
    default: { renderer: Record<string, unknown> }
  }
  const proxy = {
    target,
    changeOrigin: true,
    ws: true,
    configure: (server: ProxyServer) => lendToken(server),
  }
  const vite = await createServer({
    ...config.renderer,
    configFile: false,
    server: { host: '127.0.0.1', proxy: { '/rpc': proxy, '/events': proxy, '/bodies': proxy } },
  })
  await vite.listen()
  const own = vite.resolvedUrls?.local[0]?.replace(/\/$/, '') ?? ''

  /** The page is Vite's, so its calls get the token here; those of any other origin are passed on as they are, and refused. */
  function lendToken(server: ProxyServer): void {
    const lend = (outgoing: OutgoingHeaders): void => {
      const origin = outgoing.getHeader('origin')
      if (origin !== undefined && origin !== own) return
      if (origin !== undefined) outgoing.setHeader('origin', target)
      outgoing.setHeader('authorization', authorization)
    }
    server.on('proxyReq', lend)
    server.on('proxyReqWs', lend)
  }

  createInterface({ input: host.stdout }).on('line', (line) => {
    const ready = JSON.parse(line) as { receiver: string; token: string }
    authorization = `Bearer ${ready.token}`
    process.stdout.write(`  Receiver  ${ready.receiver}\n  Window    ${own}/\n`)
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => host.kill('SIGTERM'))
  process.exitCode = await new Promise<number>((resolve) => host.once('exit', (code) => resolve(code ?? 0)))
  await vite.close()
}

interface OutgoingHeaders {
  getHeader(name: string): unknown
  setHeader(name: string, value: string): unknown
}

interface ProxyServer {
  on(event: 'proxyReq' | 'proxyReqWs', listener: (outgoing: OutgoingHeaders) => void): unknown
}

async function findFreePort(): Promise<number> {
  const server = createNetServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
