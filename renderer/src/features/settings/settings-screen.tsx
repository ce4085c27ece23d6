import { useSettings } from '../../state/queries.ts'
import { messageOf } from '../../client/call-error.ts'
import { Notice } from '../../ui/notice.tsx'
import { AboutSection } from './about-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { LimitsSection } from './limits-section.tsx'
import { ReceiverSection } from './receiver-section.tsx'
import { StoreSection } from './store-section.tsx'
import styles from './settings-screen.module.css'

/** All settings of this instance. */
export function SettingsScreen() {
  const { data: settings, error } = useSettings()
  return (
    <div className={styles.page} tabIndex={-1}>
      <div className={styles.column}>
        <h1 className={styles.title}>Settings</h1>
        {error !== null && <Notice copy={messageOf(error)}>{messageOf(error)}</Notice>}
        {settings !== undefined && (
          <>
            <AppearanceSection />
            <ReceiverSection
              key={`${settings.receiver.host}:${settings.receiver.port}`}
              settings={settings}
            />
            <LimitsSection key={JSON.stringify(settings.receiver.limits)} settings={settings} />
            <StoreSection settings={settings} />
          </>
        )}
        <AboutSection />
      </div>
    </div>
  )
}
