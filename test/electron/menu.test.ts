import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import { menuTemplate } from '../../electron/main/menu.ts'
import { menuCommands, type HookbenchBridge } from '../../shared/contract/bridge.ts'
import { until } from '../support/until.ts'
import { useShells } from './support.ts'

declare const hookbench: HookbenchBridge

/** What Electron gives these roles (lib/browser/api/menu-item-roles.ts); `Mod` is Command on macOS, else Control. */
const roleAccelerators: Record<string, string | { mac: string; other: string | null }> = {
  close: 'Mod+W',
  hide: 'Mod+H',
  hideOthers: 'Mod+Alt+H',
  quit: { mac: 'Mod+Q', other: 'Mod+Q' },
  reload: 'Mod+R',
  resetZoom: 'Mod+0',
  toggleDevTools: { mac: 'Alt+Mod+I', other: 'Mod+Shift+I' },
  togglefullscreen: { mac: 'Control+Mod+F', other: 'F11' },
  zoomIn: 'Mod+Plus',
  zoomOut: 'Mod+-',
}
/** Menus that Electron fills itself, by the accelerators inside. */
const filledMenus: Record<string, string[]> = {
  editMenu: ['Mod+Z', 'Mod+Shift+Z', 'Mod+Y', 'Mod+X', 'Mod+C', 'Mod+V', 'Mod+A', 'Mod+Shift+V'],
  windowMenu: ['Mod+M'],
}
const plainRoles = ['about', 'services', 'unhide', 'help', 'appMenu']

const actions: string[] = []
const opened: string[] = []
const options = {
  command: (command: string) => actions.push(command),
  openFolder: (path: string) => opened.push(path),
  dataFolder: '/data',
  logFolder: '/data/logs',
}

function flatten(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [
    item,
    ...flatten((item.submenu as MenuItemConstructorOptions[] | undefined) ?? []),
  ])
}

function normal(accelerator: string): string {
  const keys = accelerator.split('+').map((key) => (/^(CmdOrCtrl|CommandOrControl)$/.test(key) ? 'Mod' : key))
  return [...keys.slice(0, -1).toSorted(), keys.at(-1)].join('+')
}

describe.each([
  ['macOS', true],
  ['Windows and Linux', false],
] as const)('the menu on %s', (_name, mac) => {
  const items = flatten(menuTemplate(options, mac))

  test('has each accelerator once, and only ones that Electron can read', () => {
    const taken = items.flatMap((item) => {
      if (item.accelerator !== undefined) {
        expect(item.accelerator).toMatch(/^(CmdOrCtrl\+)?((Shift|Alt)\+)*([A-Z0-9,./]|Plus|F\d{1,2})$/)
        // A key without a modifier would take letters away from text fields.
        expect(item.accelerator).toMatch(/CmdOrCtrl|Alt|^F\d/)
        return [item.accelerator]
      }
      const role = item.role ?? ''
      if (role === '' || plainRoles.includes(role)) return []
      if (filledMenus[role]) return filledMenus[role]
      const own = roleAccelerators[role]
      expect(own, `the accelerator of role ${role} is known to this test`).toBeDefined()
      const key = typeof own === 'object' ? (mac ? own.mac : own.other) : own
      return key === null || key === undefined ? [] : [key]
    })
    const normals = taken.map(normal)
    expect(normals.filter((key, index) => normals.indexOf(key) !== index)).toEqual([])
  })

  test('offers every command that the window knows, once', () => {
    const ids = items.flatMap((item) => item.id ?? [])
    expect(ids.toSorted()).toEqual([...menuCommands].toSorted())
  })

  test('has the standard places: quit, about, editing, the window', () => {
    const roles = items.map((item) => item.role)
    expect(roles).toEqual(
      expect.arrayContaining(['quit', 'about', 'editMenu', 'windowMenu', 'toggleDevTools']),
    )
    expect(roles.includes('appMenu')).toBe(mac)
  })

  test('does what it says', () => {
    actions.length = 0
    opened.length = 0
    for (const item of items) (item.click as (() => void) | undefined)?.()
    expect(actions.toSorted()).toEqual([...menuCommands].toSorted())
    expect(opened).toEqual(['/data', '/data/logs'])
  })
})

describe('a command of the menu', () => {
  const { newFolder, launch } = useShells()

  test('reaches the page', async () => {
    const shell = await launch(await newFolder())
    const page = await shell.page()
    await page.evaluate(() => {
      const heard: string[] = []
      Object.assign(window, { heard })
      hookbench.onCommand((command) => heard.push(command))
    })
    for (const command of menuCommands) await shell.ask('clickMenu', command)
    const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard)
    await until(async () => (await heard()).length === menuCommands.length)
    expect(await heard()).toEqual([...menuCommands])
  })
})
