// Builds the project when the build is missing or older than the sources. Without sources (a package) there is nothing to do.
'use strict'

const { spawnSync } = require('node:child_process')
const {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} = require('node:fs')
const { join } = require('node:path')

const sourceFolders = ['electron', 'renderer', 'shared', 'resources']
const sourceFiles = ['package.json', 'electron.vite.config.ts', 'tsconfig.base.json']
const builtFiles = [
  'out/main/cli.js',
  'out/main/main.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
]
const waitMs = 180_000

/** Newest change below a folder, epoch milliseconds. */
function newestIn(folder) {
  let newest = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) newest = Math.max(newest, newestIn(path))
    else if (/\.(ts|tsx|css|html|json|svg|png)$/.test(entry.name))
      newest = Math.max(newest, statSync(path).mtimeMs)
  }
  return newest
}

/** Why a build is needed, or null. */
function reasonToBuild(root) {
  if (!existsSync(join(root, 'electron.vite.config.ts'))) return null
  let oldestBuilt = Infinity
  for (const name of builtFiles) {
    const info = statSync(join(root, name), { throwIfNoEntry: false })
    if (info === undefined) return 'it is not built yet'
    oldestBuilt = Math.min(oldestBuilt, info.mtimeMs)
  }
  const folders = sourceFolders.map((name) => join(root, name)).filter((folder) => existsSync(folder))
  const newest = Math.max(
    ...folders.map(newestIn),
    ...sourceFiles.map((name) => statSync(join(root, name), { throwIfNoEntry: false })?.mtimeMs ?? 0),
  )
  return newest > oldestBuilt ? 'the sources are newer than the build' : null
}

/**
 * Throws with what to do when there is no build and none can be made; a build that is only out of date is better than none.
 * HOOKBENCH_BUILD=never leaves it as it is.
 */
function ensureBuilt(root) {
  if (process.env.HOOKBENCH_BUILD === 'never' || reasonToBuild(root) === null) return
  const release = takeTurn(root)
  try {
    const reason = reasonToBuild(root) // Another command may have built it while this one waited.
    if (reason === null) return
    const bin = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    if (!existsSync(bin)) {
      throw new Error(
        `Hookbench has to be built (${reason}), but its tools are not installed. Run "npm ci" in ${root} first.`,
      )
    }
    process.stderr.write(`hookbench: building (${reason}); this takes some seconds…\n`)
    const built = spawnSync(process.execPath, [bin, 'build', '--logLevel', 'warn'], {
      cwd: root,
      encoding: 'utf8',
    })
    if (built.status === 0) return
    process.stderr.write(`${built.stdout ?? ''}${built.stderr ?? ''}`)
    const isThere = builtFiles.every((name) => existsSync(join(root, name)))
    if (!isThere) throw new Error('The build failed; what it said is above. "npm run build" repeats it.')
    process.stderr.write('hookbench: the build failed; going on with the one before.\n')
  } finally {
    release()
  }
}

/** One build at a time. A turn whose holder is dead is taken over. */
function takeTurn(root) {
  const folder = join(root, 'node_modules', '.cache')
  const file = join(folder, 'hookbench-build.pid')
  const deadline = Date.now() + waitMs
  mkdirSync(folder, { recursive: true })
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!isAlive(readPid(file))) rmSync(file, { force: true })
    else if (Date.now() > deadline)
      throw new Error(
        `Another command is building Hookbench and does not end. Remove ${file} if that is not so.`,
      )
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
  }
}

/** NaN when the file is gone or still empty. */
function readPid(file) {
  try {
    return parseInt(readFileSync(file, 'utf8'), 10)
  } catch {
    return NaN
  }
}

function isAlive(pid) {
  if (Number.isNaN(pid)) return true // Written this instant: look again.
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

module.exports = { ensureBuilt }
