import { channels, type MenuCommand } from '#shared/contract/bridge.ts'
import type { Capability } from '#shared/domain/app.ts'
import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import type { Logger } from '../platform/ports.ts'
import { watchPage } from './page.ts'
import { minimumSize, placeWindow, readWindowState, writeWindowState } from './window-state.ts'

/** The page's own background (`--bg` in tokens.css), so that nothing flashes before it is drawn. */
const background = { dark: '#151619', light: '#ffffff' }

export interface WindowOptions {
  readonly dataFolder: string
  /** What to load: `app://hookbench/`, or the development server. */
  readonly url: string
  readonly capabilities: readonly Capability[]
  readonly logger: Logger
  /** The page is gone or about to be replaced: it is owed nothing any more. */
  readonly onPageGone: () => void
}

export interface MainWindow {
  readonly window: BrowserWindow
  /** Sends to the page; does nothing once the window is gone. */
  send(channel: string, payload: unknown): void
  command(command: MenuCommand): void
  /** Brings it to the front, whatever state it is in. */
  focus(): void
}

/** Makes the one window, where it was the last time. */
export function createMainWindow(options: WindowOptions): MainWindow {
  const { logger } = options
  const stateFile = join(options.dataFolder, 'window.json')
  const state = readWindowState(stateFile)
  const displays = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()]
  const window = new BrowserWindow({
    ...placeWindow(
      state?.bounds,
      displays.map((display) => display.workArea),
    ),
    minWidth: minimumSize.width,
    minHeight: minimumSize.height,
    show: false,
    title: 'Hookbench',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload: join(import.meta.dirname, '../preload/preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // The list must stay live, and its figures right, while the window is covered.
      backgroundThrottling: false,
      additionalArguments: [`--capabilities=${options.capabilities.join(',')}`],
    },
  })
  window.once('ready-to-show', () => {
    // Not before: maximising shows a window that is hidden.
    if (state?.maximized) window.maximize()
    if (state?.fullScreen) window.setFullScreen(true)
    window.show()
  })
  window.on('close', () => {
    try {
      writeWindowState(stateFile, {
        bounds: window.getNormalBounds(),
        maximized: window.isMaximized(),
        fullScreen: window.isFullScreen(),
      })
    } catch (error) {
      logger.log(
        'warn',
        'window',
        `The window's place could not be remembered in ${stateFile}: ${String(error)}`,
      )
    }
  })
  const onTheme = (): void =>
    window.setBackgroundColor(nativeTheme.shouldUseDarkColors ? background.dark : background.light)
  nativeTheme.on('updated', onTheme)
  window.once('closed', () => nativeTheme.off('updated', onTheme))
  watchPage(window, options)

  const send = (channel: string, payload: unknown): void => {
    if (!window.isDestroyed() && !window.webContents.isDestroyed()) window.webContents.send(channel, payload)
  }
  return {
    window,
    send,
    command: (command) => send(channels.command, command),
    focus() {
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
    },
  }
}
