import { app, dialog, type BrowserWindow } from 'electron'
import type { Logger } from '../platform/ports.ts'

interface PageOptions {
  readonly url: string
  readonly logger: Logger
  readonly onPageGone: () => void
}

/** Loads the page, tells when it is gone, and offers a way on when it breaks. */
export function watchPage(window: BrowserWindow, { url, logger, onPageGone }: PageOptions): void {
  const page = window.webContents
  const open = (): void => {
    window.loadURL(url).catch((error: unknown) => {
      logger.log('error', 'window', `${url} could not be loaded: ${String(error)}`)
    })
  }
  page.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
    if (isMainFrame && !isSameDocument) onPageGone()
  })
  page.on('destroyed', onPageGone)
  page.on('render-process-gone', (_event, { reason, exitCode }) => {
    onPageGone()
    if (reason === 'clean-exit') return
    logger.log('error', 'window', `The page's process ended: ${reason}, exit code ${exitCode}.`)
    void offerReload(window, reason, open)
  })
  page.on('preload-error', (_event, path, error) => {
    logger.log('error', 'window', `${path} failed: ${error.stack ?? error.message}`)
  })
  page.on('console-message', ({ level, message, sourceId, lineNumber }) => {
    if (level === 'error') logger.log('error', 'page', `${message} (${sourceId}:${lineNumber})`)
  })
  window.on('unresponsive', () => logger.log('warn', 'window', 'The page does not respond.'))
  open()
}

async function offerReload(window: BrowserWindow, reason: string, open: () => void): Promise<void> {
  if (window.isDestroyed()) return
  const { response } = await dialog.showMessageBox(window, {
    type: 'error',
    message: 'The Hookbench window stopped working',
    detail: `Its process ended (${reason}). Webhooks are still being received and stored. Reload to go on; the log has the details.`,
    buttons: ['Reload', 'Quit'],
    defaultId: 0,
    cancelId: 0,
  })
  if (response === 1) app.quit()
  else if (!window.isDestroyed()) open()
}
