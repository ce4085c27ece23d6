import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { SchemeId } from '#shared/domain/scheme-ids.ts'
import { KeyRound, Settings2 } from 'lucide-react'
import { useState } from 'react'
import { showPanels } from '../../../state/panels.ts'
import { schemeGroups, useScheme, useSchemes } from '../../../state/schemes.ts'
import type { Trial } from '../../../state/signatures.ts'
import { Button } from '../../../ui/button.tsx'
import { Combobox } from '../../../ui/combobox.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import styles from './check.module.css'

/** How the request is checked, and with what else it may be tried. */
export function CheckBar({
  scheme,
  trial,
  endpoint,
  onTry,
}: {
  scheme: SchemeId | null
  trial: Trial | null
  /** Undefined for requests that no endpoint owns. */
  endpoint: Endpoint | undefined
  onTry: (scheme: SchemeId | null, secret: string | null) => void
}) {
  const schemes = useSchemes().data ?? []
  const [trying, setTrying] = useState(false)
  return (
    <div className={styles.bar}>
      <div className={styles.row}>
        <span className={styles.label} id="check-as">
          Check as
        </span>
        <Combobox
          aria-label="Check as"
          size="small"
          className={styles.scheme}
          value={scheme}
          groups={schemeGroups(schemes)}
          searchLabel="Find a scheme"
          placeholder="Choose a scheme"
          onChange={(next) => onTry(next, trial?.secret ?? null)}
        />
        <Button
          size="small"
          aria-expanded={trying}
          disabled={scheme === null}
          onClick={() => setTrying(!trying)}
        >
          <KeyRound />
          Try a secret
        </Button>
        {endpoint !== undefined && (
          <IconButton
            size="small"
            label="Signature settings of the endpoint"
            className={styles.settings ?? ''}
            onClick={() => showPanels({ endpointSettings: endpoint.id, endpointTab: 'signature' })}
          >
            <Settings2 />
          </IconButton>
        )}
      </div>
      {trying && scheme !== null && (
        <TrySecret
          scheme={scheme}
          onTry={(secret) => {
            onTry(trial?.scheme ?? null, secret)
            setTrying(false)
          }}
          onClose={() => setTrying(false)}
        />
      )}
    </div>
  )
}

function TrySecret({
  scheme,
  onTry,
  onClose,
}: {
  scheme: SchemeId
  onTry: (secret: string) => void
  onClose: () => void
}) {
  const [secret, setSecret] = useState('')
  const info = useScheme(scheme)
  const long = info?.keyKind === 'certificate'
  const name = info === undefined ? 'Secret' : capital(info.keyName)
  return (
    <form
      className={styles.try}
      onSubmit={(event) => {
        event.preventDefault()
        if (secret !== '') onTry(secret)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      {long ? (
        <textarea
          className={styles.certificate}
          aria-label={name}
          placeholder="-----BEGIN CERTIFICATE-----"
          spellCheck={false}
          autoFocus
          value={secret}
          onChange={(event) => setSecret(event.target.value)}
        />
      ) : (
        <TextField
          mono
          type={info?.keyKind === 'public-key' ? 'text' : 'password'}
          autoComplete="new-password"
          aria-label={name}
          placeholder={name}
          autoFocus
          value={secret}
          onChange={(event) => setSecret(event.target.value)}
        />
      )}
      <Button type="submit" variant="primary" disabled={secret === ''}>
        Try it
      </Button>
      <p className={styles.hint}>It is used for this check only and not stored, unless you keep it after.</p>
    </form>
  )
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
