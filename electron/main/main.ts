// Trust: this process holds the keys to the machine. It takes words from the page over the channels of attachIpc and
// attachDialogs, from the command line over loopback with the run's token, and from nobody else.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { app, dialog, ipcMain, Menu, shell } from 'electron'
import type { MenuCommand } from '#shared/contract/bridge.ts'
import { AppError, messageOf } from '#shared/contract/errors.ts'
import { createClock } from '../platform/clock.ts'
import { findDataFolder } from '../platform/data-folder.ts'
import { readInstanceInfo } from '../platform/instance-info.ts'
import { createLogger, fileLogSink } from '../platform/logger.ts'
import { attachIpc } from '../transport/ipc.ts'
import { attachDialogs } from './dialogs.ts'
import { startHost, type Host } from './host.ts'
import { menuTemplate } from './menu.ts'
import { appOrigin, registerAppScheme, serveApp } from './protocol.ts'
import { createTrustCheck, guardPages, originOf } from './security.ts'
import { createMainWindow, type MainWindow } from './window.ts'

const { values: told } = parseArgs({
  args: process.argv.slice(1),
  strict: false,
  options: { data: { type: 'string' }, port: { type: 'string' } },
})
const dataFolder = findDataFolder(typeof told.data === 'string' ? told.data : undefined)
const logFolder = join(dataFolder, 'logs')
const rendererFolder = join(import.meta.dirname, '../renderer')
/** `electron-vite dev` serves the page itself. */
const pageUrl = (app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']) ?? `${appOrigin}/`
const pageOrigin = originOf(pageUrl) ?? appOrigin

const logger = createLogger(createClock())

let starting: Promise<Host> | undefined
let closing: Promise<void> | undefined
let closed = false
let main: MainWindow | undefined

/** What has to happen before `ready`. */
function prepare(): void {
  registerAppScheme()
  app.enableSandbox()
  // Electron's own files go below the data folder, so that the one running instance is one a data folder.
  const desktopFolder = join(dataFolder, 'desktop')
  mkdirSync(desktopFolder, { recursive: true, mode: 0o700 })
  app.setPath('userData', desktopFolder)
  logger.subscribe(fileLogSink(join(logFolder, 'hookbench.log')))
}

async function run(): Promise<void> {
  await app.whenReady()
  serveApp(rendererFolder)
  guardPages(pageOrigin, logger)
  const port = typeof told.port === 'string' && /^\d{1,5}$/.test(told.port) ? { port: Number(told.port) } : {}
  starting = startHost({ dataFolder, rendererFolder, logger, ...port })
  const host = await starting
  const isTrusted = createTrustCheck(pageOrigin)
  const ipc = attachIpc({
    door: host.core.door,
    ipcMain,
    isTrusted,
    send: (channel, frames) => main?.send(channel, frames),
  })
  attachDialogs({ call: host.core.call, isTrusted })

  const show = (): void => {
    if (main !== undefined) {
      main.focus()
      return
    }
    main = createMainWindow({
      dataFolder,
      url: pageUrl,
      capabilities: host.capabilities,
      logger,
      onPageGone: () => ipc.pageGone(),
    })
    main.window.once('closed', () => (main = undefined))
  }
  const menu = {
    dataFolder,
    logFolder,
    openFolder: (path: string) => void shell.openPath(path),
    command: (command: MenuCommand) => {
      show()
      main?.command(command)
    },
  }
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(menu, process.platform === 'darwin')))
  app.on('second-instance', show)
  app.on('activate', show)
  if (closing === undefined) show()
}

/** Closes the core first: what is under way is answered and stored, then the app may go. */
function close(): Promise<void> {
  return (closing ??= (async () => {
    const host = await starting?.catch(() => undefined)
    await host?.close()
    closed = true
  })())
}

/** Says why the app can't start. A headless Hookbench that holds the folder is no dead end: its window can be opened. */
async function refuseToStart(error: unknown): Promise<void> {
  logger.log('error', 'host', `Could not start: ${messageOf(error)}`)
  const holder = error instanceof AppError && error.code === 'conflict' ? readInstanceInfo(dataFolder) : null
  const address = holder?.ui && holder.token ? `${holder.ui}/?token=${holder.token}` : null
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: "Hookbench can't start",
    detail: messageOf(error),
    buttons: address === null ? ['Quit'] : ['Quit', 'Open Its Window in the Browser'],
    defaultId: address === null ? 0 : 1,
    cancelId: 0,
  })
  if (response === 1 && address !== null) await shell.openExternal(address)
  app.exit(1)
}

process.on('unhandledRejection', (reason) => {
  logger.log(
    'error',
    'host',
    `Unhandled rejection: ${reason instanceof Error ? reason.stack : String(reason)}`,
  )
})
process.on('uncaughtException', (error) => {
  logger.log('error', 'host', `Uncaught: ${error.stack ?? error.message}`)
  // What it left behind is unknown: store what came, then end.
  void close().then(() => {
    dialog.showErrorBox('Hookbench had to stop', `${error.message}\n\nThe log is in ${logFolder}.`)
    app.exit(1)
  })
})
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => app.quit())

app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit()
})
app.on('before-quit', (event) => {
  if (closed) return
  event.preventDefault()
  void close().then(() => app.quit())
})

try {
  prepare()
  if (app.requestSingleInstanceLock()) run().catch(refuseToStart)
  else app.quit()
} catch (error) {
  const advice = 'Choose another with --data or HOOKBENCH_DATA.'
  dialog.showErrorBox(
    "Hookbench can't start",
    `The data folder can't be used: ${messageOf(error)}. ${advice}`,
  )
  app.exit(1)
}
