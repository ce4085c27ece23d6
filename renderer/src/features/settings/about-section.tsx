import { useAppInfo } from '../../state/queries.ts'
import { FormSection } from '../../ui/form.tsx'
import styles from './settings-screen.module.css'

/** What this is and where it runs. */
export function AboutSection() {
  const info = useAppInfo().data
  if (info === undefined) return null
  return (
    <FormSection title="About">
      <dl className={styles.facts}>
        <dt>Version</dt>
        <dd>Hookbench {info.version}</dd>
        <dt>Runs as</dt>
        <dd>
          {info.host === 'desktop' ? 'Desktop app' : 'Server, in this browser'} on {info.platform}
        </dd>
        <dt>Network</dt>
        <dd>No account, no telemetry. Nothing leaves this machine but what you send.</dd>
        <dt>Licence</dt>
        <dd>MIT</dd>
      </dl>
    </FormSection>
  )
}
