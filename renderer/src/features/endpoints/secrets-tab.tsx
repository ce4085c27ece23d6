import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { SecretInfo, SecretPurpose } from '#shared/domain/secret.ts'
import { useQuery } from '@tanstack/react-query'
import { Eye, EyeOff, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '../../client/call-error.ts'
import { call } from '../../client/host.ts'
import { useAppInfo } from '../../state/queries.ts'
import { queryClient } from '../../state/query-client.ts'
import { queryKeys } from '../../state/query-keys.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Field } from '../../ui/field.tsx'
import { FormSection } from '../../ui/form.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { sayError } from '../../ui/toast.tsx'
import styles from './endpoint-dialog.module.css'

const purposes: Record<SecretPurpose, string> = {
  signature: 'Signature',
  'meta-verify-token': 'Meta verify token',
  'zoom-secret-token': 'Zoom secret token',
}

const reveal = async (secret: SecretInfo): Promise<string> =>
  (await call('secrets.reveal', { id: secret.id })).value

/** Secrets of an endpoint: sealed, masked until asked for. */
export function SecretsTab({ endpoint }: { endpoint: Endpoint }) {
  const key = queryKeys.secrets(endpoint.id)
  const secrets = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => call('secrets.list', { endpointId: endpoint.id }, { signal }),
  })
  const warnings = (useAppInfo().data?.warnings ?? []).filter((warning) => /secret/i.test(warning))
  const reread = (): void => void queryClient.invalidateQueries({ queryKey: key })
  return (
    <>
      <FormSection
        title="Kept secrets"
        text="Encrypted on disk, never written to logs, lists or exports. Changes here take effect at once."
      >
        {warnings.map((warning) => (
          <Notice key={warning} tone="warning">
            {warning}
          </Notice>
        ))}
        {secrets.error && <Notice copy={messageOf(secrets.error)}>{messageOf(secrets.error)}</Notice>}
        {secrets.data?.length === 0 && <p className={styles.muted}>None yet. Add the first one below.</p>}
        {secrets.data !== undefined && secrets.data.length > 0 && (
          <ul className={styles.secrets}>
            {secrets.data.map((secret) => (
              <SecretRow key={secret.id} secret={secret} onRemoved={reread} />
            ))}
          </ul>
        )}
      </FormSection>
      <AddSecret endpoint={endpoint} onAdded={reread} />
    </>
  )
}

function SecretRow({ secret, onRemoved }: { secret: SecretInfo; onRemoved: () => void }) {
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
      <Badge>{purposes[secret.purpose]}</Badge>
      <IconButton size="small" label={shown === null ? 'Show' : 'Hide'} onClick={() => void toggle()}>
        {shown === null ? <Eye /> : <EyeOff />}
      </IconButton>
      <CopyButton text={() => reveal(secret)} label="Copy the value" />
      <IconButton size="small" label={`Remove ${secret.label}`} onClick={() => void remove()}>
        <Trash2 />
      </IconButton>
    </li>
  )
}

function AddSecret({ endpoint, onAdded }: { endpoint: Endpoint; onAdded: () => void }) {
  const [label, setLabel] = useState('')
  const [value, setValue] = useState('')
  const [purpose, setPurpose] = useState<SecretPurpose>('signature')
  const [problem, setProblem] = useState<string | null>(null)
  const add = async (): Promise<void> => {
    setProblem(null)
    try {
      await call('secrets.add', { endpointId: endpoint.id, label: label.trim(), purpose, value })
      setLabel('')
      setValue('')
      onAdded()
    } catch (error) {
      setProblem(messageOf(error))
    }
  }
  return (
    <FormSection title="Add a secret">
      <form
        className={styles.add}
        onSubmit={(event) => {
          event.preventDefault()
          void add()
        }}
      >
        <Field label="Label">
          {(ids) => (
            <TextField
              {...ids}
              value={label}
              maxLength={80}
              placeholder="live"
              onChange={(event) => setLabel(event.target.value)}
            />
          )}
        </Field>
        <Field label="For">
          {(ids) => (
            <Select
              {...ids}
              value={purpose}
              onChange={setPurpose}
              options={(Object.keys(purposes) as SecretPurpose[]).map((each) => ({
                value: each,
                label: purposes[each],
              }))}
            />
          )}
        </Field>
        <div className={styles.wide}>
          <Field label="Value">
            {(ids) => (
              <TextField
                {...ids}
                mono
                type="password"
                autoComplete="new-password"
                value={value}
                onChange={(event) => setValue(event.target.value)}
              />
            )}
          </Field>
        </div>
        {problem !== null && (
          <div className={styles.wide}>
            <Notice copy={problem}>{problem}</Notice>
          </div>
        )}
        <Button type="submit" disabled={label.trim() === '' || value === ''}>
          Add secret
        </Button>
      </form>
    </FormSection>
  )
}
