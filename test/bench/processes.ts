import { fork, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LoadOrder, LoadReport } from './load.ts'

const root = join(import.meta.dirname, '../..')

process.setMaxListeners(0)

/** A folder that is removed when the process ends. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `hookbench-bench-${name}-`))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface Ready {
  receiver: string
  ui: string
  token: string
  pid: number
}

export interface ProbeReport {
  kind: 'probe'
  /** Event-loop delay in ms since the last reset. */
  delay: { p50: number; p99: number; max: number }
  rss: number
}

/** The product as its users start it, with a probe loaded beside it that tells event-loop delay and memory. */
export interface Served {
  readonly ready: Ready
  readonly port: number
  readonly startMs: number
  readonly child: ChildProcess
  probe(reset?: boolean): Promise<ProbeReport>
  stop(): Promise<void>
  kill(): Promise<void>
}

export async function serve(data: string): Promise<Served> {
  const cli = join(root, 'out/main/cli.js')
  if (!existsSync(cli)) throw new Error('Run "npm run build" first: out/main/cli.js is missing.')
  const startedAt = performance.now()
  const child = fork(cli, ['serve', '--port', '0', '--ui-port', '0', '--data', data, '--json'], {
    execArgv: ['--import', join(import.meta.dirname, 'probe.ts')],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, HOOKBENCH_SECRET_KEY: 'bench' },
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = await new Promise<Ready>((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const end = text.indexOf('\n')
      if (end >= 0) resolve(JSON.parse(text.slice(0, end)) as Ready)
    })
    child.once('exit', (code) =>
      reject(new Error(`hookbench serve ended with ${String(code)} before it was ready`)),
    )
  })
  const startMs = performance.now() - startedAt
  return {
    ready,
    startMs,
    child,
    port: Number(new URL(ready.receiver).port),
    probe: (reset = false) =>
      new Promise((resolve) => {
        const onMessage = (message: unknown): void => {
          if ((message as { kind?: string }).kind !== 'probe') return
          child.off('message', onMessage)
          resolve(message as ProbeReport)
        }
        child.on('message', onMessage)
        child.send({ kind: 'probe', reset })
      }),
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Runs a load in a process of its own; `onSent` hears of each request as its last byte is written. */
export function runLoad(order: LoadOrder, onSent?: (seq: number, at: number) => void): Promise<LoadReport> {
  const child = fork(join(import.meta.dirname, 'load.ts'), [JSON.stringify(order)], {
    execArgv: [],
    serialization: 'advanced',
  })
  return new Promise((resolve, reject) => {
    let report: LoadReport | undefined
    child.on('message', (message: LoadReport | { kind: 'sent'; seq: number; at: number }) => {
      if (message.kind === 'sent') onSent?.(message.seq, message.at)
      else report = message
    })
    child.once('exit', () => {
      if (report === undefined) reject(new Error('the load ended without a report'))
      else resolve(report)
    })
  })
}

/** A bare node:http server that reads the body and answers: the baseline. */
export async function bareServer(): Promise<{ port: number; stop: () => Promise<void> }> {
  const child = fork(join(import.meta.dirname, 'bare-server.ts'), [], { execArgv: [] })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const port = await new Promise<number>((resolve) => {
    child.once('message', (message) => resolve((message as { port: number }).port))
  })
  return {
    port,
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}
