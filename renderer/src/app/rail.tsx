import { Inbox, Monitor, Moon, Settings, Sun, type LucideIcon } from 'lucide-react'
import { ReceiverIndicator } from '../features/status/receiver-indicator.tsx'
import { runCommand } from '../state/commands.ts'
import { useRoute, type Screen } from '../state/route.ts'
import { useTheme } from '../state/theme.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { Menu } from '../ui/menu.tsx'
import { Mark } from './mark.tsx'
import styles from './rail.module.css'
import { chooseTheme } from './shell-commands.ts'

const screens: readonly { screen: Screen; label: string; icon: LucideIcon }[] = [
  { screen: 'requests', label: 'Requests', icon: Inbox },
  { screen: 'settings', label: 'Settings', icon: Settings },
]

const themeNames = { system: 'like the system', light: 'light', dark: 'dark' }

/** The left edge: screens above, theme and receiver below. */
export function Rail() {
  const current = useRoute((route) => route.screen)
  const { chosen, resolved } = useTheme()
  const ThemeIcon = chosen === 'system' ? Monitor : resolved === 'dark' ? Moon : Sun
  return (
    <nav className={styles.rail} aria-label="Screens">
      <span className={styles.mark} aria-hidden>
        <Mark />
      </span>
      {screens.map(({ screen, label, icon: Icon }, index) => (
        <IconButton
          key={screen}
          size="large"
          label={label}
          keys={[String(index + 1)]}
          tooltipSide="right"
          aria-current={screen === current ? 'page' : undefined}
          onClick={() => runCommand(`go.${screen}`)}
        >
          <Icon />
        </IconButton>
      ))}
      <span className={styles.spacer} />
      <Menu
        side="right"
        align="end"
        items={[
          {
            label: 'Like the system',
            icon: <Monitor />,
            checked: chosen === 'system',
            onSelect: () => chooseTheme('system'),
          },
          {
            label: 'Light',
            icon: <Sun />,
            checked: chosen === 'light',
            onSelect: () => chooseTheme('light'),
          },
          { label: 'Dark', icon: <Moon />, checked: chosen === 'dark', onSelect: () => chooseTheme('dark') },
        ]}
      >
        <IconButton size="large" label={`Theme: ${themeNames[chosen]}`} tooltipSide="right">
          <ThemeIcon />
        </IconButton>
      </Menu>
      <ReceiverIndicator />
    </nav>
  )
}
