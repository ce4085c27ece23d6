import { LogPanel } from '../features/log/log-panel.tsx'
import { EndpointDialog } from '../features/endpoints/settings/endpoint-dialog.tsx'
import { Palette } from '../features/palette/palette.tsx'
import { ShortcutsDialog } from '../features/palette/shortcuts-dialog.tsx'
import { SettingsScreen } from '../features/settings/settings-screen.tsx'
import { VerificationBar } from '../features/signature/progress/verification-bar.tsx'
import { Banners } from '../features/status/banners.tsx'
import { StatusBar } from '../features/status/status-bar.tsx'
import { usePanels } from '../state/panels.ts'
import { useRoute } from '../state/route.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import { useKeyboard } from './keyboard.ts'
import { Rail } from './rail.tsx'
import { RequestsScreen } from './requests-screen.tsx'
import styles from './shell.module.css'
import { useShellCommands } from './shell-commands.ts'

/** The window: rail, screen, log, status bar, and what lies over them. */
export function Shell() {
  const screen = useRoute((route) => route.screen)
  const logOpen = usePanels((panels) => panels.log)
  useShellCommands()
  useKeyboard()
  return (
    <div className={styles.shell}>
      <Rail />
      <main className={styles.main}>
        <Banners />
        <div className={styles.screen}>
          <ErrorBoundary part="This screen" resetKey={screen}>
            {screen === 'requests' ? <RequestsScreen /> : <SettingsScreen />}
          </ErrorBoundary>
        </div>
        <VerificationBar />
        {logOpen && <LogPanel />}
      </main>
      <div className={styles.status}>
        <StatusBar />
      </div>
      <EndpointDialog />
      <Palette />
      <ShortcutsDialog />
    </div>
  )
}
