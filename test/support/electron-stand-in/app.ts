import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { isReady, onlyBeforeReady, preventable, setReady, violate } from './rules.ts'
import { closeBrowser } from './chromium.ts'
import { allWindows } from './windows.ts'

const appFolder = join(dirname(process.argv[1] ?? ''), '../..')
const manifest = JSON.parse(readFileSync(join(appFolder, 'package.json'), 'utf8')) as {
  version: string
  name: string
  productName?: string
}

const paths = new Map([
  ['appData', process.env['STAND_IN_APP_DATA'] ?? join(tmpdir(), 'stand-in-app-data')],
  ['downloads', process.env['STAND_IN_DOWNLOADS'] ?? tmpdir()],
  ['home', homedir()],
  ['temp', tmpdir()],
])

class App extends EventEmitter {
  readonly isPackaged = process.env['STAND_IN_PACKAGED'] === '1'
  name = manifest.productName ?? manifest.name
  sandboxed = false
  private quitting = false

  constructor() {
    super()
    // An app without a window runs on until it is told to end.
    setInterval(() => undefined, 60_000)
    // The entry module is evaluated before `ready`, as long as it does not wait for anything at its top level.
    setImmediate(() => {
      setReady()
      this.emit('ready', {}, {})
    })
  }

  isReady(): boolean {
    return isReady()
  }

  whenReady(): Promise<void> {
    return isReady() ? Promise.resolve() : new Promise((resolve) => this.once('ready', () => resolve()))
  }

  getVersion(): string {
    return manifest.version
  }

  getPath(name: string): string {
    const path =
      paths.get(name) ?? (name === 'userData' ? join(this.getPath('appData'), this.name) : undefined)
    return path ?? violate(`Failed to get '${name}' path`)
  }

  setPath(name: string, path: string): void {
    if (!existsSync(path)) violate(`Failed to set path: ${path} does not exist`)
    if (name === 'userData' || name === 'sessionData') onlyBeforeReady(`app.setPath('${name}')`)
    paths.set(name, path)
  }

  enableSandbox(): void {
    onlyBeforeReady('app.enableSandbox()')
    this.sandboxed = true
  }

  /** One process a `userData` folder; the one that was first hears `second-instance`. */
  requestSingleInstanceLock(): boolean {
    const lock = join(this.getPath('userData'), 'SingletonLock')
    mkdirSync(dirname(lock), { recursive: true })
    const holder = Number(statSync(lock, { throwIfNoEntry: false }) ? readFileSync(lock, 'utf8') : 0)
    if (holder !== 0 && isAlive(holder)) {
      process.kill(holder, 'SIGUSR2')
      return false
    }
    writeFileSync(lock, String(process.pid))
    process.on('exit', () => rmSync(lock, { force: true }))
    process.on('SIGUSR2', () => this.emit('second-instance', {}, [], '', {}))
    return true
  }

  /** `before-quit`, then each window's `close`, then `will-quit`; whoever prevents one of them stops it. */
  quit(): void {
    const event = preventable({})
    this.emit('before-quit', event)
    if (event.defaultPrevented || this.quitting) return
    this.quitting = true
    for (const window of allWindows()) window.close()
    if (allWindows().length > 0) {
      this.quitting = false
      return
    }
    const last = preventable({})
    this.emit('will-quit', last)
    if (last.defaultPrevented) this.quitting = false
    else this.exit(0)
  }

  exit(code = 0): void {
    for (const window of allWindows()) window.destroy()
    this.emit('quit', {}, code)
    void closeBrowser().then(() => process.exit(code))
  }

  /** A window is gone; without a listener the app ends with the last one. */
  windowClosed(): void {
    if (this.quitting || allWindows().length > 0) return
    if (!this.emit('window-all-closed')) this.quit()
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

export const app = new App()
