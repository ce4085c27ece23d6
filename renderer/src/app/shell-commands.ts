import { useEffect } from 'react'
import type { MenuCommand } from '#shared/contract/bridge.ts'
import { call } from '../client/host.ts'
import { messageOf } from '../client/call-error.ts'
import { runCommand, useCommands, useRegistry } from '../state/commands.ts'
import { showPanels, usePanels } from '../state/panels.ts'
import { go } from '../state/route.ts'
import { showTheme, useTheme } from '../state/theme.ts'
import type { Theme } from '#shared/domain/settings.ts'
import { sayError } from '../ui/toast.tsx'

/** Where each entry of the desktop's menu leads. */
const menuToCommand: Record<MenuCommand, string> = {
  palette: 'palette.open',
  shortcuts: 'shortcuts.open',
  settings: 'go.settings',
  log: 'log.toggle',
  'new-endpoint': 'endpoint.create',
  'copy-url': 'endpoint.copy-url',
  'send-sample': 'sample.send',
  'focus-filter': 'filter.focus',
  'toggle-live': 'list.toggle-live',
}

/** Chooses a theme: shown at once, kept by the host. */
export function chooseTheme(theme: Theme): void {
  const before = useTheme.getState().chosen
  showTheme(theme)
  call('settings.update', { theme }).catch((error: unknown) => {
    showTheme(before)
    sayError('The theme could not be saved.', messageOf(error))
  })
}

/** The commands that are there on every screen, and the desktop's menu. */
export function useShellCommands(): void {
  const logOpen = usePanels((panels) => panels.log)
  useCommands([
    {
      id: 'palette.open',
      title: 'Command palette',
      group: 'View',
      keys: ['$mod+k', '$mod+Shift+p'],
      quiet: true,
      run: () => showPanels({ palette: true }),
    },
    {
      id: 'shortcuts.open',
      title: 'Keyboard shortcuts',
      group: 'View',
      keys: ['[Shift]+?', '$mod+/'],
      words: 'keys help',
      run: () => showPanels({ shortcuts: true }),
    },
    {
      id: 'go.requests',
      title: 'Go to Requests',
      group: 'Go to',
      keys: ['1'],
      run: () => go({ screen: 'requests' }),
    },
    {
      id: 'go.settings',
      title: 'Go to Settings',
      group: 'Go to',
      keys: ['2', '$mod+,'],
      words: 'preferences options',
      run: () => go({ screen: 'settings' }),
    },
    {
      id: 'log.toggle',
      title: logOpen ? 'Hide the log' : 'Show the log',
      group: 'View',
      keys: ['$mod+j'],
      run: () => showPanels({ log: !usePanels.getState().log }),
    },
    { id: 'theme.light', title: 'Theme: light', group: 'View', run: () => chooseTheme('light') },
    { id: 'theme.dark', title: 'Theme: dark', group: 'View', run: () => chooseTheme('dark') },
    { id: 'theme.system', title: 'Theme: like the system', group: 'View', run: () => chooseTheme('system') },
  ])
  useEffect(
    () =>
      window.hookbench?.onCommand((command) => {
        const id = menuToCommand[command]
        if (runCommand(id)) return
        // A command of another screen: go there, and run it as soon as that screen offers it.
        const stop = useRegistry.subscribe(() => {
          if (runCommand(id)) stop()
        })
        setTimeout(stop, 1_000)
        go({ screen: 'requests' })
      }),
    [],
  )
}
