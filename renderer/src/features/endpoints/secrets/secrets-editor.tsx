import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { SecretInfo, SecretPurpose } from '#shared/domain/secret.ts'
import { useQuery } from '@tanstack/react-query'
import { Eye, EyeOff, Trash2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { messageOf } from '../../../client/call-error.ts'
import { call } from '../../../client/host.ts'
import { useAppInfo } from '../../../state/queries.ts'
import { queryClient } from '../../../state/query-client.ts'
import { queryKeys } from '../../../state/query-keys.ts'
import { Badge } from '../../../ui/badge.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { FormSection } from '../../../ui/form.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { sayError } from '../../../ui/toast.tsx'
import { AddSecret } from './add-secret.tsx'
import styles from '../settings/endpoint-dialog.module.css'
import { signingSecretsChanged } from '../signature/signature-actions.ts'

const purposes: Record<SecretPurpose, string> = {
  signature: 'Signature',
  'meta-verify-token': 'Meta verify token',
  'zoom-secret-token': 'Zoom secret token',
}

const reveal = async (secret: SecretInfo): Promise<string> =>
  (await call('secrets.reveal', { id: secret.id })).value

/** Secrets of an endpoint: sealed, masked until asked for. `purpose`: only those, and new ones are for it. */
export function SecretsEditor({
  endpoint,
  title,
  text,
  purpose,
  keyName,
  multiline = false,
}: {
  endpoint: Endpoint
  title: string
  text: ReactNode
  purpose?: SecretPurpose
  /** What the provider calls it. */
  keyName?: string | undefined
  multiline?: boolean
}) {
  const secrets = useQuery({
    queryKey: queryKeys.secrets(endpoint.id),
    queryFn: ({ signal }) => call('secrets.list', { endpointId: endpoint.id }, { signal }),
  })
  const warnings = (useAppInfo().data?.warnings ?? []).filter((warning) => /secret/i.test(warning))
  const changed = (of: SecretPurpose): void => {
    if (of === 'signature') void signingSecretsChanged(endpoint)
    else void queryClient.invalidateQueries({ queryKey: queryKeys.secrets(endpoint.id) })
  }
  const shown = secrets.data?.filter((secret) => purpose === undefined || secret.purpose === purpose)
  return (
    <>
      <FormSection title={title} text={text}>
        {warnings.map((warning) => (
          <Notice key={warning} tone="warning">
            {warning}
          </Notice>
        ))}
        {secrets.error && <Notice copy={messageOf(secrets.error)}>{messageOf(secrets.error)}</Notice>}
        {shown?.length === 0 && <p className={styles.muted}>None yet. Add the first one below.</p>}
        {shown !== undefined && shown.length > 0 && (
          <ul className={styles.secrets} aria-label={title}>
            {shown.map((secret) => (
              <SecretRow
                key={secret.id}
                secret={secret}
                showPurpose={purpose === undefined}
                onRemoved={() => changed(secret.purpose)}
              />
            ))}
          </ul>
        )}
      </FormSection>
      <AddSecret
        endpoint={endpoint}
        purpose={purpose}
        keyName={keyName}
        multiline={multiline}
        onAdded={changed}
      />
    </>
  )
}

function SecretRow({
  secret,
  showPurpose,
  onRemoved,
}: {
  secret: SecretInfo
  showPurpose: boolean
  onRemoved: () => void
}) {
  const [shown, setShown] = useState<string | null>(null)
  const toggle = async (): Promise<void> => {
    if (shown !== null) {
      setShown(null)
      return
    }
    try {
      setShown(await reveal(secret))
    } catch (error) {
      sayError(`“${secret.label}” cannot be shown.`, messageOf(error))
    }
  }
  const remove = async (): Promise<void> => {
    try {
      await call('secrets.remove', { id: secret.id })
      onRemoved()
    } catch (error) {
      sayError(`“${secret.label}” could not be removed.`, messageOf(error))
    }
  }
  return (
    <li className={styles.secret}>
      <span className={styles.secretLabel}>{secret.label}</span>
      <code className={styles.secretValue}>{shown ?? '••••••••'}</code>
      {showPurpose && <Badge>{purposes[secret.purpose]}</Badge>}
      <IconButton
        size="small"
        label={shown === null ? `Show ${secret.label}` : `Hide ${secret.label}`}
        aria-pressed={shown !== null}
        onClick={() => void toggle()}
      >
        {shown === null ? <Eye /> : <EyeOff />}
      </IconButton>
      <CopyButton text={() => reveal(secret)} label={`Copy the value of ${secret.label}`} />
      <IconButton size="small" label={`Remove ${secret.label}`} onClick={() => void remove()}>
        <Trash2 />
      </IconButton>
    </li>
  )
}
