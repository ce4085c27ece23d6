/** Dialogs, menu, theme, displays, keychain and the system's browser: recorded, and answered as the test says. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { onlyAfterReady, violate } from './rules.ts'

interface MenuItem {
  id?: string
  label?: string
  role?: string
  type?: string
  accelerator?: string
  click?: () => void
  submenu?: MenuItem[]
}

export interface Asked {
  kind: string
  options: unknown
}

/** What the test can look at and set. */
export const system = {
  asked: [] as Asked[],
  /** Answers to come, in order; a dialog waits until there is one. */
  answers: [] as unknown[],
  opened: [] as string[],
  menu: null as MenuItem[] | null,
  keychain: process.env['STAND_IN_KEYCHAIN'] ?? 'gnome_libsecret',
  displays: [{ x: 0, y: 25, width: 1920, height: 1055 }],
  onAnswer: new EventEmitter(),
}

async function ask(kind: string, args: unknown[]): Promise<unknown> {
  onlyAfterReady(`dialog.${kind}()`)
  system.asked.push({ kind, options: args.at(-1) })
  if (system.answers.length === 0) await new Promise((resolve) => system.onAnswer.once('answer', resolve))
  return system.answers.shift()
}

export const dialog = {
  showMessageBox: (...args: unknown[]) => ask('showMessageBox', args),
  showSaveDialog: (...args: unknown[]) => ask('showSaveDialog', args),
  showOpenDialog: (...args: unknown[]) => ask('showOpenDialog', args),
  showErrorBox(title: string, content: string): void {
    system.asked.push({ kind: 'showErrorBox', options: { title, content } })
    process.stderr.write(`${title}\n${content}\n`)
  },
}

export const Menu = {
  buildFromTemplate: (template: MenuItem[]) => template,
  setApplicationMenu(menu: MenuItem[]): void {
    onlyAfterReady('Menu.setApplicationMenu()')
    system.menu = menu
  },
}

export const shell = {
  openExternal(url: string): Promise<void> {
    system.opened.push(url)
    process.stderr.write(`openExternal ${url}\n`)
    return Promise.resolve()
  },
  openPath(path: string): Promise<string> {
    system.opened.push(path)
    return Promise.resolve('')
  },
}

class NativeTheme extends EventEmitter {
  private source = 'system'
  systemDark = process.env['STAND_IN_DARK'] === '1'

  get themeSource(): string {
    return this.source
  }

  set themeSource(source: string) {
    if (!['system', 'light', 'dark'].includes(source)) violate(`'${source}' is no theme source`)
    this.source = source
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.source === 'system' ? this.systemDark : this.source === 'dark'
  }
}

export const nativeTheme = new NativeTheme()

export const screen = {
  getPrimaryDisplay() {
    onlyAfterReady('screen')
    return { workArea: system.displays[0] }
  },
  getAllDisplays() {
    onlyAfterReady('screen')
    return system.displays.map((workArea) => ({ workArea }))
  },
}

/** The key of a pretended keychain; like a real one it is there again in the next process, if the test hands it on. */
const key = Buffer.from(process.env['STAND_IN_KEY'] ?? randomBytes(32).toString('hex'), 'hex')

export const safeStorage = {
  isAsyncEncryptionAvailable(): Promise<boolean> {
    onlyAfterReady('safeStorage')
    return Promise.resolve(system.keychain !== 'locked')
  },
  getSelectedStorageBackend(): string {
    onlyAfterReady('safeStorage')
    return system.keychain
  },
  encryptStringAsync(text: string): Promise<Buffer> {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Promise.resolve(Buffer.concat([Buffer.from('v11'), nonce, cipher.getAuthTag(), sealed]))
  },
  // eslint-disable-next-line @typescript-eslint/require-await -- it rejects, as Electron's does, and must not throw
  async decryptStringAsync(sealed: Buffer): Promise<{ result: string; shouldReEncrypt: boolean }> {
    if (!Buffer.isBuffer(sealed)) return violate('decryptStringAsync takes a Buffer')
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(3, 15))
    decipher.setAuthTag(sealed.subarray(15, 31))
    const result = Buffer.concat([decipher.update(sealed.subarray(31)), decipher.final()]).toString('utf8')
    return { result, shouldReEncrypt: false }
  },
}
