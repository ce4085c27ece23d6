import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type Page } from 'playwright'
import { until } from '../until.ts'
import type { Actions } from './control.ts'

const register = fileURLToPath(new URL('./register.ts', import.meta.url))

export interface LaunchOptions {
  /** The built main file, e.g. `out/main/main.js`. */
  readonly main: string
  readonly args?: readonly string[]
  readonly env?: Record<string, string>
}

type Result<N extends keyof Actions> = Awaited<ReturnType<Actions[N]>>

export interface Shell {
  readonly child: ChildProcess
  /** What the process wrote so far, both streams. */
  output(): string
  ask<N extends keyof Actions>(action: N, ...args: Parameters<Actions[N]>): Promise<Result<N>>
  /** The window's page, once it has loaded; ask again after a crash. */
  page(): Promise<Page>
  /** Exit code and signal, once it ended. */
  readonly exited: Promise<{ code: number | null; signal: string | null }>
  /** Ends it, at once if need be. */
  dispose(): Promise<void>
}

/** Starts a built main process on the stand-in. It runs until it quits or `dispose` is called. */
export async function launchShell(options: LaunchOptions): Promise<Shell> {
  const debugPort = await freePort()
  const child = fork(options.main, [...(options.args ?? [])], {
    execArgv: ['--disable-warning=ExperimentalWarning', '--import', register],
    env: { ...process.env, STAND_IN_DEBUG_PORT: String(debugPort), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  })
  let written = ''
  child.stdout?.on('data', (chunk) => (written += String(chunk)))
  child.stderr?.on('data', (chunk) => (written += String(chunk)))
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  child.on('message', (message: { id: number; value?: unknown; error?: string }) => {
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error === undefined) call?.resolve(message.value)
    else call?.reject(new Error(message.error))
  })
  const exited = once(child, 'exit').then(([code, signal]) => {
    for (const call of waiting.values())
      call.reject(new Error(`the app ended (${String(code ?? signal)}):\n${written}`))
    return { code: code as number | null, signal: signal as string | null }
  })
  let browser: Browser | undefined
  let next = 0
  const shell: Shell = {
    child,
    output: () => written,
    exited,
    ask: (action, ...args) =>
      new Promise((resolve, reject) => {
        const id = ++next
        waiting.set(id, { resolve: resolve, reject })
        child.send({ id, action, args }, (error) => {
          if (error) reject(error)
        })
      }),
    async page() {
      await until(async () => (await shell.ask('look')).window?.visible === true, {
        ms: 40_000,
        explain: () => written,
      })
      browser ??= await chromium.connectOverCDP(`http://127.0.0.1:${debugPort}`, { noDefaults: true })
      const pages = browser.contexts().flatMap((context) => context.pages())
      const page = pages.findLast((candidate) => candidate.url().startsWith('http'))
      if (page === undefined) throw new Error(`the window has no page:\n${written}`)
      return page
    },
    async dispose() {
      await browser?.close()
      if (child.exitCode === null && child.signalCode === null) {
        const patience = setTimeout(() => child.kill('SIGKILL'), 3_000)
        child.kill('SIGTERM')
        await exited
        clearTimeout(patience)
      }
    },
  }
  return shell
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
