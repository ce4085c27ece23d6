import type { MenuCommand } from '#shared/contract/bridge.ts'
import type { MenuItemConstructorOptions } from 'electron'

interface MenuOptions {
  /** Sends a command to the page. */
  readonly command: (command: MenuCommand) => void
  readonly openFolder: (path: string) => void
  readonly dataFolder: string
  readonly logFolder: string
}

/**
 * The native menu. The page sees each key first and takes those it knows itself; an accelerator here serves where the
 * page does not listen, and shows the key to who looks for it.
 */
export function menuTemplate(options: MenuOptions, mac: boolean): MenuItemConstructorOptions[] {
  const item = (label: string, command: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id: command,
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => options.command(command),
  })
  const folder = (label: string, path: string): MenuItemConstructorOptions => ({
    label,
    click: () => options.openFolder(path),
  })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const settings = item('Settings…', 'settings', 'CmdOrCtrl+,')

  const appMenu: MenuItemConstructorOptions = {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      line,
      settings,
      line,
      { role: 'services' },
      line,
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      line,
      { role: 'quit' },
    ],
  }
  return [
    ...(mac ? [appMenu] : []),
    {
      label: '&File',
      submenu: [
        item('New Endpoint', 'new-endpoint', 'CmdOrCtrl+N'),
        item('Copy Endpoint URL', 'copy-url', 'CmdOrCtrl+Shift+C'),
        item('Send a Sample…', 'send-sample', 'CmdOrCtrl+Shift+S'),
        line,
        ...(mac ? [] : [settings, line]),
        mac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('Command Palette…', 'palette', 'CmdOrCtrl+K'),
        item('Filter Requests', 'focus-filter', 'CmdOrCtrl+Shift+F'),
        item('Pause or Resume the List', 'toggle-live', 'CmdOrCtrl+Shift+L'),
        item('Log', 'log', 'CmdOrCtrl+J'),
        line,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        line,
        { role: 'reload' },
        { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('Keyboard Shortcuts', 'shortcuts', 'CmdOrCtrl+/'),
        line,
        folder('Open Data Folder', options.dataFolder),
        folder('Open Log Folder', options.logFolder),
        ...(mac ? [] : [line, { role: 'about' as const }]),
      ],
    },
  ]
}
