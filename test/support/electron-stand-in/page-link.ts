/** One page in Chromium as a window's contents: preload in an isolated world, IPC, guarded navigation. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { CDPSession, Page } from 'playwright'
import { getChromium, toApp, toReal } from './chromium.ts'
import { ipcMain } from './ipc-main.ts'
import { clone, preventable } from './rules.ts'
import { ownSession } from './session.ts'
import { nativeTheme } from './system.ts'
import { pageScript, preloadScript, type FromPage } from './worlds.ts'

const world = 'electron-isolated-world'

/** Electron's names of permissions, and Chromium's. */
const permissions = {
  'clipboard-sanitized-write': 'clipboard-write',
  'clipboard-read': 'clipboard-read',
  notifications: 'notifications',
  geolocation: 'geolocation',
  media: 'camera',
  midi: 'midi',
}

export interface PageOwner {
  emit(event: string, ...args: unknown[]): boolean
  openHandler: ((details: { url: string }) => { action: string }) | null
  readonly preload: string
  readonly argv: string[]
  /** The `sender` of the page's messages. */
  readonly contents: { mainFrame: unknown }
}

export class PageLink {
  readonly page: Page
  private readonly cdp: CDPSession
  private readonly port: number
  private readonly owner: PageOwner
  private mainFrameId = ''
  private contextId: number | undefined
  /** The one document that the app itself asked for; every other navigation is the page's. */
  private expected: string | undefined

  private constructor(owner: PageOwner, page: Page, cdp: CDPSession, port: number) {
    this.owner = owner
    this.page = page
    this.cdp = cdp
    this.port = port
  }

  static async open(owner: PageOwner): Promise<PageLink> {
    const { context, port } = await getChromium()
    const page = await context.newPage()
    const link = new PageLink(owner, page, await context.newCDPSession(page), port)
    await link.prepare()
    return link
  }

  private async prepare(): Promise<void> {
    const { cdp, owner } = this
    const secret = randomBytes(8).toString('hex')
    cdp.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === 'standInToNode') void this.fromPage(unpack(payload) as FromPage, executionContextId)
    })
    cdp.on('Page.windowOpen', ({ url }) => owner.openHandler?.({ url: toApp(url, this.port) }))
    cdp.on('Fetch.requestPaused', (paused) => void this.onDocument(paused))
    this.page.on('crash', () => owner.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 133 }))
    this.page.on('console', (message) => {
      const { url: sourceId, lineNumber } = message.location()
      owner.emit('console-message', { level: message.type(), message: message.text(), sourceId, lineNumber })
    })
    await cdp.send('Page.enable')
    await cdp.send('Runtime.enable')
    this.mainFrameId = (await cdp.send('Page.getFrameTree')).frameTree.frame.id
    await cdp.send('Runtime.addBinding', { name: 'standInToNode', executionContextName: world })
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript(secret) })
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', {
      source: preloadScript(secret, owner.argv, readFileSync(owner.preload, 'utf8')),
      worldName: world,
    })
    await cdp.send('Fetch.enable', { patterns: [{ resourceType: 'Document' }] })
  }

  /** Loads as `loadURL` does: rejects when the page can't be had. */
  async load(url: string): Promise<void> {
    const real = toReal(url, this.port)
    await this.grantPermissions(real)
    this.expected = real
    await this.page.emulateMedia({ colorScheme: nativeTheme.shouldUseDarkColors ? 'dark' : 'light' })
    await this.page.goto(real)
  }

  async reload(): Promise<void> {
    this.expected = this.page.url()
    await this.page.reload()
  }

  send(channel: string, args: unknown[]): void {
    this.deliver({ channel, args: clone(args) })
  }

  /** Kills the page's process. The command gets no answer, as nobody is left to give it. */
  crash(): void {
    this.cdp.send('Page.crash').catch(() => undefined)
  }

  private deliver(message: unknown): void {
    if (this.contextId === undefined) return
    const expression = `standInFromNode(${JSON.stringify(pack(message))})`
    // A page that went away meanwhile hears nothing, as in Electron.
    this.cdp.send('Runtime.evaluate', { expression, contextId: this.contextId }).catch(() => undefined)
  }

  private async fromPage(message: FromPage, contextId: number): Promise<void> {
    if (message.kind === 'hello') {
      this.contextId = contextId
      return
    }
    if (message.kind === 'preload-error') {
      this.owner.emit('preload-error', {}, this.owner.preload, new Error(message.message))
      return
    }
    const channel = message.channel ?? ''
    const args = message.args as unknown[]
    const event = { sender: this.owner.contents, senderFrame: this.owner.contents.mainFrame }
    if (message.kind === 'send') ipcMain.emit(channel, event, ...args)
    else {
      const { id } = message
      const reply = await ipcMain.invoked(event, channel, args).then(
        (value) => ({ id, ok: true, value }),
        (error: unknown) => ({ id, ok: false, value: (error as Error).message }),
      )
      if (this.contextId === contextId) this.deliver(reply)
    }
  }

  private async onDocument(paused: {
    requestId: string
    request: { url: string }
    frameId: string
  }): Promise<void> {
    const { requestId, frameId } = paused
    const isMainFrame = this.mainFrameId === frameId
    const url = toApp(paused.request.url, this.port)
    const details = { url, isMainFrame, isSameDocument: false }
    const asked = isMainFrame && this.expected === paused.request.url
    if (asked) this.expected = undefined
    else {
      const event = preventable(details)
      this.owner.emit('will-frame-navigate', event)
      if (isMainFrame && !event.defaultPrevented) this.owner.emit('will-navigate', event)
      if (event.defaultPrevented) {
        await this.cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
        return
      }
    }
    this.owner.emit('did-start-navigation', details)
    await this.cdp.send('Fetch.continueRequest', { requestId })
  }

  /** Chromium is told what the app's handlers say, so that the page meets their verdicts. */
  private async grantPermissions(real: string): Promise<void> {
    const { origin } = new URL(real)
    const asApp = toApp(origin, this.port)
    const { targetInfo } = await this.cdp.send('Target.getTargetInfo')
    const { browserContextId = '' } = targetInfo
    const { browser } = await getChromium()
    // Kept open: what it sets ends with it.
    const whole = await browser.newBrowserCDPSession()
    for (const [permission, name] of Object.entries(permissions)) {
      const setting = ownSession.isGranted(permission, asApp) ? 'granted' : 'denied'
      await whole.send('Browser.setPermission', { permission: { name }, setting, origin, browserContextId })
    }
  }
}

function pack(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof Uint8Array ? { $bytes: Buffer.from(inner).toString('base64') } : inner,
  )
}

function unpack(text: string): unknown {
  return JSON.parse(text, (_key, inner: unknown) => {
    const bytes = (inner as { $bytes?: string } | null)?.$bytes
    return bytes === undefined ? inner : new Uint8Array(Buffer.from(bytes, 'base64'))
  })
}
