import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'

/** A download of Electron (about 110 MB) is given up after this many milliseconds, */
const fetchMs = 240_000
/** unpacking a copy that lies in the cache after this many, */
const unpackMs = 30_000
/** and a server that does not answer is taken for out of reach after this many. */
const reachMs = 3_000

export type Desktop = { readonly binary: string } | { readonly reason: string; readonly display: boolean }

/** Electron's binary, fetched by its own installer where needed and possible; else why there can be no window. */
export async function prepareDesktop(root: string): Promise<Desktop> {
  const own = process.env.ELECTRON_EXEC_PATH ?? ''
  if (own !== '') {
    return existsSync(own)
      ? { binary: own }
      : { reason: `ELECTRON_EXEC_PATH names no file: ${own}`, display: hasDisplay() }
  }
  if (!hasDisplay()) return { reason: 'there is no display', display: false }
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return { reason: 'Electron does not run as root', display: true }
  }
  const found = findBinary(root)
  if (found !== null) return { binary: found }
  const problem = await fetchBinary(root)
  const fetched = findBinary(root)
  if (fetched !== null) return { binary: fetched }
  return { reason: problem ?? 'Electron is not installed', display: true }
}

function hasDisplay(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  return process.platform !== 'linux' || (DISPLAY ?? '') !== '' || (WAYLAND_DISPLAY ?? '') !== ''
}

/** Looks for files only: asking the package itself (`require('electron')`) would start a download. */
function findBinary(root: string): string | null {
  const folder = join(root, 'node_modules', 'electron')
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return null
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist')
  const binary = join(dist, readFileSync(pathFile, 'utf8').trim())
  return existsSync(binary) ? binary : null
}

/** Runs the installer that comes with the electron package; null when it went well, else why it did not. */
async function fetchBinary(root: string): Promise<string | null> {
  const installer = join(root, 'node_modules', 'electron', 'install.js')
  if (!existsSync(installer)) return 'Electron is not installed'
  const reachable = await canReachDownloads()
  if (!reachable && !hasCachedDownload())
    return 'Electron has not been fetched yet and its download is out of reach'
  if (reachable) process.stderr.write('hookbench: fetching Electron, about 110 MB, once…\n')
  const ended = await runQuietly(installer, reachable ? fetchMs : unpackMs)
  return ended ? null : 'Electron could not be fetched'
}

function runQuietly(script: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], {
      stdio: 'ignore',
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}

async function canReachDownloads(): Promise<boolean> {
  const { env } = process
  const proxy = env.HTTPS_PROXY ?? env.https_proxy ?? env.ELECTRON_GET_USE_PROXY
  if (proxy !== undefined && proxy !== '') return true
  const mirror = env.ELECTRON_MIRROR ?? env.npm_config_electron_mirror ?? 'https://github.com'
  const url = URL.parse(mirror)
  if (url === null) return false
  const port = url.port === '' ? (url.protocol === 'http:' ? 80 : 443) : Number(url.port)
  return new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port, timeout: reachMs })
    const settle = (reached: boolean): void => {
      resolve(reached)
      socket.destroy()
    }
    // The time-out of a socket does not cover the name lookup.
    const timer = setTimeout(() => settle(false), reachMs)
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
    socket.once('close', () => clearTimeout(timer))
  })
}

/** Where @electron/get keeps what it downloaded. */
function hasCachedDownload(): boolean {
  const { env, platform } = process
  const folder =
    env.electron_config_cache ??
    (platform === 'darwin'
      ? join(homedir(), 'Library', 'Caches', 'electron')
      : platform === 'win32'
        ? join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'electron', 'Cache')
        : join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'electron'))
  return existsSync(folder)
}
