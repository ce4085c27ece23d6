import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { connect, type Client } from '../../electron/transport/client.ts'

const root = join(import.meta.dirname, '..', '..')
/** The command line from source; `HOOKBENCH_TEST_CLI` names another, e.g. the built one. */
const cli = process.env.HOOKBENCH_TEST_CLI ?? join(root, 'electron', 'headless', 'cli.ts')

/** The source is compiled once for all of these processes, not once for each. */
const compileCache = join(root, 'node_modules', '.cache', 'test-compile')

export interface TestHostOptions {
  /** Kept after `stop` when given; else a folder of its own that `stop` removes. */
  readonly dataFolder?: string
  /** Further arguments of `hookbench serve`. */
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

export interface TestHost {
  readonly client: Client
  /** e.g. `http://127.0.0.1:40123` */
  readonly receiverUrl: string
  /** With the token, to open in a browser. */
  readonly uiUrl: string
  readonly token: string
  readonly dataFolder: string
  readonly pid: number
  /** What it wrote to stderr so far. */
  stderr(): string
  /** Ends it as SIGTERM does and resolves to its exit code. */
  stop(): Promise<number | null>
  /** Ends it as a crash does; the folder stays. */
  kill(): Promise<void>
}

/** A whole headless Hookbench in a process of its own: own folder, any free ports, nothing shared with other tests. */
export async function startTestHost(options: TestHostOptions = {}): Promise<TestHost> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'hookbench-test-')))
  const args = [
    'serve',
    '--json',
    '--port',
    '0',
    '--ui-port',
    '0',
    '--data',
    dataFolder,
    ...(options.args ?? []),
  ]
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      HOOKBENCH_SECRET_KEY: 'only for tests',
      NODE_COMPILE_CACHE: compileCache,
      ...options.env,
    },
  })
  let stderr = ''
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  try {
    const ready = await readReady(child, () => stderr)
    const client = await connect({ url: ready.ui, token: ready.token })
    return {
      client,
      receiverUrl: ready.receiver,
      uiUrl: ready.ui,
      token: ready.token,
      dataFolder,
      pid: ready.pid,
      stderr: () => stderr,
      async stop() {
        await client.close()
        const code = await end(child, 'SIGTERM')
        if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true })
        return code
      },
      async kill() {
        await end(child, 'SIGKILL')
        await client.closed
      },
    }
  } catch (error) {
    await end(child, 'SIGKILL')
    if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true })
    throw error
  }
}

interface Ready {
  readonly receiver: string
  readonly ui: string
  readonly token: string
  readonly pid: number
}

async function readReady(child: ChildProcess, stderr: () => string): Promise<Ready> {
  const lines = createInterface({ input: child.stdout! })
  const exit = once(child, 'exit').then(([code]) => {
    throw new Error(`The host ended with ${String(code)} before it was ready: ${stderr()}`)
  })
  const [line] = (await Promise.race([once(lines, 'line'), exit])) as [string]
  exit.catch(() => undefined)
  return JSON.parse(line) as Ready
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
  return child.exitCode
}
