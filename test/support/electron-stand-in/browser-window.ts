import { EventEmitter } from 'node:events'
import { app } from './app.ts'
import { PageLink, type PageOwner } from './page-link.ts'
import { onlyAfterReady, preventable, violate } from './rules.ts'
import { windowGone, windowOpened } from './windows.ts'

export interface Bounds {
  x: number
  y: number
  width: number
  height: number
}

interface WindowOptions extends Partial<Bounds> {
  show?: boolean
  backgroundColor?: string
  webPreferences?: { preload?: string; additionalArguments?: string[] } & Record<string, unknown>
}

let windows = 0
const open = new Set<BrowserWindow>()

class WebContents extends EventEmitter implements PageOwner {
  readonly contents: WebContents = this
  readonly mainFrame = { url: 'about:blank' }
  readonly preload: string
  readonly argv: string[]
  openHandler: PageOwner['openHandler'] = null
  link: Promise<PageLink> | undefined
  destroyed = false

  constructor(options: WindowOptions) {
    super()
    const { preload, additionalArguments = [] } = options.webPreferences ?? {}
    this.preload = preload ?? violate('the window has no preload script')
    this.argv = ['stand-in', '--type=renderer', ...additionalArguments]
    this.on('render-process-gone', () => (this.link = undefined))
  }

  setWindowOpenHandler(handler: PageOwner['openHandler']): void {
    this.openHandler = handler
  }

  async loadURL(url: string): Promise<void> {
    this.link ??= PageLink.open(this)
    this.mainFrame.url = url
    await (await this.link).load(url)
    this.emit('did-finish-load')
  }

  reload(): void {
    void this.link?.then((link) => link.reload())
  }

  send(channel: string, ...args: unknown[]): void {
    if (this.destroyed) violate('Object has been destroyed')
    void this.link?.then((link) => link.send(channel, args))
  }

  isDestroyed(): boolean {
    return this.destroyed
  }
}

export class BrowserWindow extends EventEmitter {
  readonly id = ++windows
  readonly options: WindowOptions
  readonly webContents: WebContents
  readonly calls: string[] = []
  /** Whether it was to be seen before there was anything in it. */
  shownEmpty = false
  private bounds: Bounds
  private state = { maximized: false, fullScreen: false, minimized: false, visible: false, destroyed: false }

  constructor(options: WindowOptions) {
    super()
    onlyAfterReady('new BrowserWindow()')
    this.options = options
    const { x = 0, y = 0, width = 800, height = 600 } = options
    if (![x, y, width, height].every(Number.isInteger)) violate('bounds must be whole numbers')
    this.bounds = { x, y, width, height }
    this.state.visible = options.show !== false
    this.webContents = new WebContents(options)
    windowOpened(this)
    open.add(this)
    app.emit('web-contents-created', {}, this.webContents)
    app.emit('browser-window-created', {}, this)
    this.webContents.once('did-finish-load', () => {
      this.shownEmpty ||= this.state.visible
      this.emit('ready-to-show')
    })
  }

  static getAllWindows(): BrowserWindow[] {
    return [...open]
  }

  static fromWebContents(contents: unknown): BrowserWindow | null {
    return BrowserWindow.getAllWindows().find((window) => window.webContents === contents) ?? null
  }

  loadURL(url: string): Promise<void> {
    this.alive()
    return this.webContents.loadURL(url)
  }

  show(): void {
    this.alive()
    this.calls.push('show')
    this.state.visible = true
  }

  focus(): void {
    this.alive()
    this.calls.push('focus')
  }

  /** Shows the window, too, as Electron's does. */
  maximize(): void {
    this.alive()
    this.state.maximized = true
    this.state.visible = true
    this.calls.push('maximize')
  }

  minimize(): void {
    this.state.minimized = true
  }

  restore(): void {
    this.calls.push('restore')
    this.state.minimized = false
  }

  setFullScreen(fullScreen: boolean): void {
    this.state.fullScreen = fullScreen
  }

  setBounds(bounds: Bounds): void {
    this.alive()
    this.bounds = { ...bounds }
    this.emit('resize')
  }

  setBackgroundColor(color: string): void {
    this.alive()
    this.options.backgroundColor = color
  }

  getNormalBounds(): Bounds {
    this.alive()
    return { ...this.bounds }
  }

  isMaximized = (): boolean => this.state.maximized
  isFullScreen = (): boolean => this.state.fullScreen
  isMinimized = (): boolean => this.state.minimized
  isVisible = (): boolean => this.state.visible
  isDestroyed = (): boolean => this.state.destroyed

  close(): void {
    if (this.state.destroyed) return
    const event = preventable({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }

  destroy(): void {
    if (this.state.destroyed) return
    this.state.destroyed = true
    this.webContents.destroyed = true
    windowGone(this)
    open.delete(this)
    void this.webContents.link?.then((link) => link.page.close())
    this.webContents.emit('destroyed')
    this.emit('closed')
    app.windowClosed()
  }

  private alive(): void {
    if (this.state.destroyed) violate('Object has been destroyed')
  }
}
