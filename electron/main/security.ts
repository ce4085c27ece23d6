// Trust: the page is ours, yet it shows what strangers sent. So whatever it is talked into, it stays where it is: no
// navigation, no windows, no webviews, no permission, and a link leaves only as an http(s) address for the system's browser.
import { app, session, shell, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron'
import type { Logger } from '../platform/ports.ts'

/** The address as it may be handed to the system, or null: http or https, and no name or password that hides the true host. */
function externalUrl(text: string): string | null {
  if (text.length > 4_096 || !URL.canParse(text)) return null
  const url = new URL(text)
  const web = url.protocol === 'https:' || url.protocol === 'http:'
  return web && url.username === '' && url.password === '' ? url.href : null
}

/** Whether a message comes from the main frame of a page of ours. */
export function createTrustCheck(origin: string): (event: IpcMainEvent | IpcMainInvokeEvent) => boolean {
  return ({ sender, senderFrame }) =>
    senderFrame !== null && senderFrame === sender.mainFrame && originOf(senderFrame.url) === origin
}

/** `scheme://host:port`. Node's `URL.origin` is "null" for schemes that it does not know, such as ours. */
export function originOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}

/** Guards every page there will ever be. Call it before the first window is made, after `ready`. */
export function guardPages(origin: string, logger: Logger): void {
  const refuse = (what: string): void => logger.log('warn', 'window', `Refused: ${what}`)

  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      const address = externalUrl(url)
      if (address === null) refuse(`opening ${url.slice(0, 200)}`)
      else {
        shell.openExternal(address).catch((error: unknown) => {
          logger.log('error', 'window', `The system could not open ${address}: ${String(error)}`)
        })
      }
      return { action: 'deny' }
    })
    // Reloading the page itself is the one navigation there is; what a frame was given to show (srcdoc) is none.
    contents.on('will-frame-navigate', (details) => {
      if (details.isMainFrame ? originOf(details.url) === origin : details.url === 'about:srcdoc') return
      details.preventDefault()
      refuse(`navigating to ${details.url.slice(0, 200)}`)
    })
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
      refuse('embedding a webview')
    })
  })

  // Copying to the clipboard is all that the page may do beyond itself.
  const allowed = (permission: string, asking: string): boolean =>
    permission === 'clipboard-sanitized-write' && originOf(asking) === origin
  const own = session.defaultSession
  own.setPermissionRequestHandler((_contents, permission, callback, details) => {
    const granted = allowed(permission, details.requestingUrl)
    if (!granted) refuse(`the permission "${permission}"`)
    callback(granted)
  })
  own.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    allowed(permission, requestingOrigin),
  )
  own.setDevicePermissionHandler(() => false)
  // A save that the page starts itself (a blob it made) may go on to the system's save dialog; an address may not.
  own.on('will-download', (event, item) => {
    if (item.getURL().startsWith(`blob:${origin}/`)) return
    event.preventDefault()
    refuse(`downloading ${item.getURL().slice(0, 200)}`)
  })
}
