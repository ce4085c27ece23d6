import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { SecretPurpose } from '#shared/domain/secret.ts'
import { useState } from 'react'
import { messageOf } from '../../../client/call-error.ts'
import { call } from '../../../client/host.ts'
import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { FormSection } from '../../../ui/form.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import styles from '../settings/endpoint-dialog.module.css'

const purposeNames: readonly { value: SecretPurpose; label: string }[] = [
  { value: 'signature', label: 'Signature' },
  { value: 'meta-verify-token', label: 'Meta verify token' },
  { value: 'zoom-secret-token', label: 'Zoom secret token' },
]

/** A form that seals one more secret. */
export function AddSecret({
  endpoint,
  purpose: fixed,
  keyName = 'Value',
  multiline,
  onAdded,
}: {
  endpoint: Endpoint
  /** When left out, it can be chosen. */
  purpose: SecretPurpose | undefined
  keyName: string | undefined
  /** Certificates have many lines. */
  multiline: boolean
  onAdded: (purpose: SecretPurpose) => void
}) {
  const [label, setLabel] = useState('')
  const [value, setValue] = useState('')
  const [chosen, setChosen] = useState<SecretPurpose>('signature')
  const [problem, setProblem] = useState<string | null>(null)
  const purpose = fixed ?? chosen
  const add = async (): Promise<void> => {
    setProblem(null)
    try {
      await call('secrets.add', { endpointId: endpoint.id, label: label.trim(), purpose, value })
      setLabel('')
      setValue('')
      onAdded(purpose)
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
        {fixed === undefined && (
          <Field label="For">
            {(ids) => <Select {...ids} value={chosen} onChange={setChosen} options={purposeNames} />}
          </Field>
        )}
        <div className={styles[fixed === undefined || multiline ? 'wide' : 'half']}>
          <Field label={keyName}>
            {(ids) =>
              multiline ? (
                <TextArea
                  {...ids}
                  mono
                  value={value}
                  placeholder="-----BEGIN CERTIFICATE-----"
                  onChange={(event) => setValue(event.target.value)}
                />
              ) : (
                <TextField
                  {...ids}
                  mono
                  type="password"
                  autoComplete="new-password"
                  value={value}
                  onChange={(event) => setValue(event.target.value)}
                />
              )
            }
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
