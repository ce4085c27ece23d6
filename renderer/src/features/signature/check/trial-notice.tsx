import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { SchemeId } from '#shared/domain/scheme-ids.ts'
import { FlaskConical } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '../../../client/call-error.ts'
import { call } from '../../../client/host.ts'
import { useScheme } from '../../../state/schemes.ts'
import { secretsChanged, type Trial } from '../../../state/signatures.ts'
import { Button } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { say, sayError } from '../../../ui/toast.tsx'
import styles from './check.module.css'
import { adoptScheme } from './adopt.ts'

/** Says that what is shown is a trial, and offers to keep what was tried. */
export function TrialNotice({
  trial,
  scheme,
  endpoint,
  onEnd,
}: {
  trial: Trial
  scheme: SchemeId | null
  endpoint: Endpoint | undefined
  onEnd: () => void
}) {
  const [label, setLabel] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const info = useScheme(scheme)
  const title = info?.title ?? ''
  const other = scheme !== null && endpoint !== undefined && endpoint.signature?.scheme !== scheme
  const keep = async (): Promise<void> => {
    if (endpoint === undefined || trial.secret === null || label === null) return
    setBusy(true)
    try {
      await call('secrets.add', {
        endpointId: endpoint.id,
        label: label.trim(),
        purpose: 'signature',
        value: trial.secret,
      })
      await secretsChanged(endpoint.id, !other && endpoint.signature !== null)
      if (other) await adoptScheme(endpoint, scheme, title)
      else say(`Kept as “${label.trim()}”`)
      onEnd()
    } catch (error) {
      sayError('The secret could not be kept.', messageOf(error))
      setBusy(false)
    }
  }
  return (
    <div className={styles.trial} role="status">
      <FlaskConical aria-hidden />
      <div className={styles.trialText}>
        {trialWords(trial, title)}
        {label !== null && (
          <form
            className={styles.keep}
            onSubmit={(event) => {
              event.preventDefault()
              void keep()
            }}
          >
            <TextField
              aria-label="Label of the secret"
              placeholder="A label for it, e.g. live"
              autoFocus
              maxLength={80}
              value={label}
              onChange={(event) => setLabel(event.target.value)}
            />
            <Button type="submit" variant="primary" disabled={busy || label.trim() === ''}>
              {other ? `Keep it and use ${title}` : 'Keep it'}
            </Button>
          </form>
        )}
      </div>
      <div className={styles.trialActions}>
        {endpoint !== undefined && trial.secret !== null && label === null && (
          <Button size="small" onClick={() => setLabel('')}>
            Keep it…
          </Button>
        )}
        {other && trial.secret === null && (
          <Button
            size="small"
            onClick={() => {
              void adoptScheme(endpoint, scheme, title).then((done) => {
                if (done) onEnd()
              })
            }}
          >
            Use it for this endpoint
          </Button>
        )}
        <Button size="small" variant="ghost" onClick={onEnd}>
          End the trial
        </Button>
      </div>
    </div>
  )
}

function trialWords({ scheme, secret }: Trial, title: string): string {
  const as = scheme === null ? '' : ` as ${title}`
  const withWhat = secret === null ? '' : ' with a secret that is not stored'
  return `A trial: checked${as}${withWhat}. The endpoint and its marks stay as they are.`
}
