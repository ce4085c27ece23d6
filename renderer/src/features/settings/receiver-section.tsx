import type { Settings } from '#shared/domain/settings.ts'
import { useState } from 'react'
import { useStatus } from '../../state/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { FormRow, FormSection } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { NumberField } from '../../ui/number-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { say } from '../../ui/toast.tsx'
import { saveSettings } from './save-settings.ts'
import styles from './settings-screen.module.css'

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i

/** Where the receiver listens. */
export function ReceiverSection({ settings }: { settings: Settings }) {
  const [host, setHost] = useState(settings.receiver.host)
  const [port, setPort] = useState<number | null>(settings.receiver.port)
  const [problem, setProblem] = useState<string | null>(null)
  const changed = host.trim() !== settings.receiver.host || port !== settings.receiver.port
  const now = useStatus().data?.receiver
  const portHint =
    now?.state === 'listening' && now.port !== settings.receiver.port && settings.receiver.port !== 0
      ? `Listening on ${now.port} now, because this start asked for it. Save to move to the port above.`
      : '0 takes any free one at each start.'
  const overridden = now?.state === 'listening' && now.port !== settings.receiver.port
  const save = async (): Promise<void> => {
    const failure = await saveSettings({ receiver: { host: host.trim(), port: port ?? 0 } })
    setProblem(failure)
    if (failure === null)
      say('The receiver has moved', { description: 'The URLs of all endpoints have changed with it.' })
  }
  return (
    <FormSection title="Receiver" text="Where senders reach your endpoints. A change takes effect at once.">
      <FormRow>
        <Field label="Host" hint="127.0.0.1: only this machine. 0.0.0.0: every machine in your network.">
          {(ids) => (
            <TextField {...ids} mono value={host} onChange={(event) => setHost(event.target.value)} />
          )}
        </Field>
        <Field label="Port" hint={portHint}>
          {(ids) => <NumberField {...ids} mono value={port} max={65_535} onChange={setPort} />}
        </Field>
      </FormRow>
      {!loopback.test(host.trim()) && (
        <Notice tone="warning">
          On {host.trim() === '' ? 'this address' : host.trim()} other machines can send requests to your
          endpoints. Only the receiver is exposed, not this window.
        </Notice>
      )}
      {problem !== null && <Notice copy={problem}>{problem}</Notice>}
      <div className={styles.actions}>
        <Button
          disabled={(!changed && !overridden) || host.trim() === '' || port === null}
          onClick={() => void save()}
        >
          Save and move
        </Button>
      </div>
    </FormSection>
  )
}
