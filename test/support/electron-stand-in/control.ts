/** The test's hand in the process: answers questions over the channel that fork() made. */
import { app } from './app.ts'
import { BrowserWindow } from './browser-window.ts'
import { ipcMain } from './ipc-main.ts'
import { violations } from './rules.ts'
import { nativeTheme, system } from './system.ts'
import { ownSession, protocol } from './session.ts'

/** What the test sees of the process; everything in it can be cloned. */
function look() {
  const [window] = BrowserWindow.getAllWindows()
  return {
    pid: process.pid,
    violations,
    sandboxed: app.sandboxed,
    userData: app.getPath('userData'),
    schemes: protocol.schemes.map(({ scheme, privileges }) => ({ scheme, privileges })),
    invokable: [...ipcMain.handlers.keys()],
    listened: ipcMain.eventNames().map(String),
    asked: system.asked,
    opened: system.opened,
    themeSource: nativeTheme.themeSource,
    deviceAllowed: ownSession.deviceHandler?.({}) ?? true,
    menu: flatten(system.menu ?? []),
    windowCount: BrowserWindow.getAllWindows().length,
    window: window && {
      bounds: window.getNormalBounds(),
      visible: window.isVisible(),
      shownEmpty: window.shownEmpty,
      minimized: window.isMinimized(),
      maximized: window.isMaximized(),
      calls: window.calls,
      backgroundColor: window.options.backgroundColor,
      webPreferences: window.options.webPreferences,
      url: window.webContents.mainFrame.url,
    },
  }
}

type Menu = NonNullable<(typeof system)['menu']>

function flatten(items: Menu): { id?: string; label?: string; role?: string; accelerator?: string }[] {
  return items.flatMap(({ submenu, id, label, role, accelerator }) => [
    {
      ...(id && { id }),
      ...(label && { label }),
      ...(role && { role }),
      ...(accelerator && { accelerator }),
    },
    ...flatten(submenu ?? []),
  ])
}

const actions = {
  look,
  answer(value: unknown) {
    system.answers.push(value)
    system.onAnswer.emit('answer')
  },
  clickMenu(id: string) {
    const find = (items: Menu): Menu[number] | undefined => {
      for (const item of items) {
        const found = item.id === id ? item : find(item.submenu ?? [])
        if (found !== undefined) return found
      }
      return undefined
    }
    const item = find(system.menu ?? [])
    if (item?.click === undefined) throw new Error(`no menu item ${id}`)
    item.click()
  },
  emitApp: (event: string) => app.emit(event, {}),
  quit: () => app.quit(),
  closeWindow: () => BrowserWindow.getAllWindows()[0]?.close(),
  setBounds: (bounds: { x: number; y: number; width: number; height: number }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds(bounds),
  minimize: () => BrowserWindow.getAllWindows()[0]?.minimize(),
  maximize: () => BrowserWindow.getAllWindows()[0]?.maximize(),
  crash: async () => (await BrowserWindow.getAllWindows()[0]?.webContents.link)?.crash(),
  attachWebview() {
    let prevented = false
    const event = { preventDefault: () => (prevented = true) }
    BrowserWindow.getAllWindows()[0]?.webContents.emit('will-attach-webview', event, {}, {})
    return prevented
  },
  download(url: string) {
    let prevented = false
    const event = { preventDefault: () => (prevented = true) }
    ownSession.emit('will-download', event, { getURL: () => url })
    return prevented
  },
  /** A message with a sender of the test's making: another frame, another page. */
  async invokeAs(
    sender: { url: string; main: boolean; gone?: boolean },
    channel: string,
    ...args: unknown[]
  ) {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    const frame = { url: sender.url }
    const real = sender.main ? Object.assign({}, contents, { mainFrame: frame }) : contents
    return await ipcMain.invoked({ sender: real, senderFrame: sender.gone ? null : frame }, channel, args)
  },
  throwLater() {
    setImmediate(() => {
      throw new Error('thrown by the test')
    })
  },
}
export type Actions = typeof actions

process.on('message', (message: { id: number; action: keyof Actions; args: unknown[] }) => {
  const named: Record<string, (...args: never[]) => unknown> = actions
  const run = named[message.action] as (...args: unknown[]) => unknown
  Promise.resolve()
    .then(() => run(...message.args))
    .then(
      (value) =>
        process.send?.({ id: message.id, value: value === undefined ? null : structuredClone(value) }),
      (error: unknown) => process.send?.({ id: message.id, error: String(error) }),
    )
})
process.channel?.unref()
