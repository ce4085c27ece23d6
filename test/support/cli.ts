import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

const cli =
  process.env.HOOKBENCH_TEST_CLI ?? join(import.meta.dirname, '..', '..', 'electron', 'headless', 'cli.ts')

/** The source is compiled once for all of these processes, not once for each. */
const compileCache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'test-compile')

export interface CliOptions {
  readonly dataFolder: string
  readonly env?: Readonly<Record<string, string>>
  readonly stdin?: 'ignore' | 'pipe'
}

export interface CliResult {
  readonly code: number | null
  readonly stdout: Buffer
  readonly stderr: string
  /** stdout as JSON. */
  json(): unknown
}

/** Starts `hookbench` with these arguments; `--data` is added. */
export function spawnCli(
  args: readonly string[],
  { dataFolder, env = {}, stdin = 'ignore' }: CliOptions,
): ChildProcess {
  return spawn(process.execPath, [cli, ...args], {
    stdio: [stdin, 'pipe', 'pipe'],
    env: {
      ...process.env,
      HOOKBENCH_SECRET_KEY: 'only for tests',
      NODE_COMPILE_CACHE: compileCache,
      NO_COLOR: '',
      HOOKBENCH_DATA: dataFolder,
      ...env,
    },
  })
}

/** The first line of a stream; rejects when it ends without one. Further lines go to `onLine`. */
export function firstLine(
  stream: Readable | null,
  onLine: (line: string) => void = () => undefined,
): Promise<string> {
  return new Promise((resolve, reject) => {
    if (stream === null) throw new Error('There is no stream to read a line from.')
    const lines = createInterface({ input: stream })
    lines.once('line', (line) => {
      resolve(line)
      lines.on('line', onLine)
    })
    lines.once('close', () => reject(new Error('The output ended before its first line.')))
  })
}

/** Runs `hookbench` to its end. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  const child = spawnCli(args, options)
  const stdout: Buffer[] = []
  let stderr = ''
  child.stdout!.on('data', (data: Buffer) => stdout.push(data))
  child.stderr!.on('data', (data: Buffer) => (stderr += data.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  const bytes = Buffer.concat(stdout)
  return { code, stdout: bytes, stderr, json: () => JSON.parse(bytes.toString()) as unknown }
}
