import { RadioGroup } from 'radix-ui'
import { useState } from 'react'
import type { EndpointColor } from '#shared/domain/endpoint.ts'
import { messageOf } from '../../../client/call-error.ts'
import { call } from '../../../client/host.ts'
import { queryClient } from '../../../state/query-client.ts'
import { queryKeys } from '../../../state/query-keys.ts'
import { Button } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Field } from '../../../ui/field.tsx'
import { FormSection } from '../../../ui/form.tsx'
import { SwitchRow } from '../../../ui/switch.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { say, sayError } from '../../../ui/toast.tsx'
import { endpointColors } from '../endpoint-actions.ts'
import type { TabProps } from './tab-props.ts'
import styles from './endpoint-dialog.module.css'

/** Name, colour, address, on or off. */
export function GeneralTab({ endpoint, draft, change }: TabProps) {
  return (
    <>
      <FormSection>
        <Field label="Name" error={draft.name.trim() === '' ? 'Give the endpoint a name.' : undefined}>
          {(ids) => (
            <TextField
              {...ids}
              value={draft.name}
              maxLength={80}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <div>
          <div className={styles.label} id="endpoint-color">
            Colour
          </div>
          <RadioGroup.Root
            className={styles.colors}
            aria-labelledby="endpoint-color"
            orientation="horizontal"
            value={draft.color}
            onValueChange={(color) => change({ color: color as EndpointColor })}
          >
            {endpointColors.map((color) => (
              <RadioGroup.Item
                key={color}
                value={color}
                className={styles.color}
                aria-label={color}
                title={color}
              >
                <span style={{ background: `var(--dot-${color})` }} />
              </RadioGroup.Item>
            ))}
          </RadioGroup.Root>
        </div>
        <SwitchRow
          label="Receives requests"
          hint="When off, senders are answered with 410 Gone and nothing is kept."
          checked={draft.enabled}
          onChange={(enabled) => change({ enabled })}
        />
      </FormSection>
      <FormSection title="Address">
        <Address endpoint={endpoint} />
        <Field
          label="Readable address"
          hint="Optional: a second address with a word of your choice. Unlike the first one it can be guessed."
        >
          {(ids) => (
            <TextField
              {...ids}
              mono
              value={draft.slug ?? ''}
              placeholder="my-shop"
              maxLength={64}
              onChange={(event) => {
                const slug = event.target.value.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')
                change({ slug: slug === '' ? null : slug })
              }}
            />
          )}
        </Field>
      </FormSection>
      <FormSection title="Browsers">
        <SwitchRow
          label="Answer CORS"
          hint="Preflights are answered, and every answer carries Access-Control-Allow-* headers, so that web pages may send here."
          checked={draft.cors}
          onChange={(cors) => change({ cors })}
        />
      </FormSection>
    </>
  )
}

function Address({ endpoint }: Pick<TabProps, 'endpoint'>) {
  const [asking, setAsking] = useState(false)
  const renew = async (): Promise<void> => {
    setAsking(false)
    try {
      await call('endpoints.renewToken', { id: endpoint.id })
      await queryClient.invalidateQueries({ queryKey: queryKeys.endpoints })
      say('The endpoint has a new address')
    } catch (error) {
      sayError('The address could not be renewed.', messageOf(error))
    }
  }
  return (
    <div className={styles.headers}>
      <div className={styles.address} style={{ width: '100%' }}>
        <code>{endpoint.url ?? `/${endpoint.token}`}</code>
        {endpoint.url !== null && <CopyButton text={endpoint.url} label="Copy URL" />}
      </div>
      {asking ? (
        <div className={styles.bodyHead}>
          <span className={styles.muted}>
            The old address stops working at once; senders need the new one.
          </span>
          <Button size="small" variant="danger" onClick={() => void renew()}>
            Renew it
          </Button>
          <Button size="small" variant="ghost" onClick={() => setAsking(false)}>
            Keep it
          </Button>
        </div>
      ) : (
        <Button size="small" onClick={() => setAsking(true)}>
          Renew address…
        </Button>
      )}
    </div>
  )
}
