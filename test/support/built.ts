import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { until } from './until.ts'

const run = promisify(execFile)

export const projectRoot = join(import.meta.dirname, '..', '..')
const wanted = ['main/main.js', 'preload/preload.cjs', 'renderer/index.html']
const lock = join(projectRoot, 'node_modules', '.cache', 'hookbench-build')
/** No build takes this long (milliseconds): whoever holds the lock is dead. */
const staleMs = 120_000

function isBuilt(): boolean {
  return wanted.every((file) => existsSync(join(projectRoot, 'out', file)))
}

function takeLock(): boolean {
  const heldSince = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
  if (heldSince !== undefined && Date.now() - heldSince > staleMs)
    rmSync(lock, { recursive: true, force: true })
  try {
    mkdirSync(join(lock, '..'), { recursive: true })
    mkdirSync(lock)
    return true
  } catch {
    return false
  }
}

/** Builds the app unless there is a build (`npm test` makes one first). Test files that ask at once build once. */
export async function ensureBuilt(): Promise<void> {
  if (!takeLock()) {
    await until(() => !existsSync(lock), { ms: 60_000 })
    if (!isBuilt()) throw new Error('The build failed in another test; run "npm run build".')
    return
  }
  try {
    if (isBuilt()) return
    const vite = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    await run(process.execPath, [vite, 'build'], { cwd: projectRoot })
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}
