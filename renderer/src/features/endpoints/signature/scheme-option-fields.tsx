import type { SchemeInfo } from '#shared/domain/signature.ts'
import { Field } from '../../../ui/field.tsx'
import { FormRow, WithUnit } from '../../../ui/form.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import { useState } from 'react'
import { GenericHmacFields } from './generic-hmac-fields.tsx'
import { withOption, type SchemeOptions } from './scheme-options.ts'

/** What a scheme has to be told beyond its key. */
export function SchemeOptionFields({
  scheme,
  options,
  onChange,
}: {
  scheme: SchemeInfo
  options: SchemeOptions
  onChange: (options: SchemeOptions) => void
}) {
  const reads = (name: SchemeInfo['options'][number]): boolean => scheme.options.includes(name)
  return (
    <>
      {reads('custom') && <GenericHmacFields options={options} onChange={onChange} />}
      {reads('webhookId') && (
        <Field
          label="Webhook id"
          hint="The id of your own webhook in the provider’s dashboard. It is signed, but never sent."
        >
          {(ids) => (
            <TextField
              {...ids}
              mono
              maxLength={200}
              placeholder="8PT597110X687430L"
              value={options.webhookId ?? ''}
              onChange={(event) => onChange(withOption(options, 'webhookId', event.target.value))}
            />
          )}
        </Field>
      )}
      {reads('signatureField') && (
        <Field
          label="Signature to check"
          hint="Events of a subaccount carry a second signature, made with the primary account’s key."
        >
          {(ids) => (
            <Select
              {...ids}
              value={options.signatureField ?? 'signature'}
              onChange={(field) =>
                onChange(withOption(options, 'signatureField', field === 'signature' ? undefined : field))
              }
              options={[
                { value: 'signature', label: 'signature: of the account that sends' },
                { value: 'parent-signature', label: 'parent-signature: of the primary account' },
              ]}
            />
          )}
        </Field>
      )}
      {reads('publicUrls') && <PublicUrls options={options} onChange={onChange} />}
      {reads('tolerance') && (
        <FormRow>
          <Field label="Tolerance" hint={toleranceHint(scheme)}>
            {(ids) => (
              <WithUnit unit="seconds">
                <NumberField
                  {...ids}
                  max={31_536_000}
                  placeholder={scheme.windowSeconds === null ? 'none' : String(scheme.windowSeconds)}
                  value={options.tolerance ?? null}
                  onChange={(value) => onChange(withOption(options, 'tolerance', value ?? undefined))}
                />
              </WithUnit>
            )}
          </Field>
          <span />
        </FormRow>
      )}
    </>
  )
}

function toleranceHint({ title, windowSeconds }: SchemeInfo): string {
  return windowSeconds === null
    ? `How old a timestamp may be at capture. ${title} itself sets no limit; empty keeps it so.`
    : `How old a timestamp may be at capture. Empty: ${windowSeconds}, as ${title} has it. 0: any age.`
}

function PublicUrls({
  options,
  onChange,
}: {
  options: SchemeOptions
  onChange: (options: SchemeOptions) => void
}) {
  const [text, setText] = useState(() => (options.publicUrls ?? []).join('\n'))
  return (
    <Field
      label="Public addresses"
      hint="The URL is signed, as the sender knows it. Behind a tunnel or proxy that is another one than Hookbench sees: enter it here, one a line."
    >
      {(ids) => (
        <TextArea
          {...ids}
          mono
          rows={2}
          placeholder="https://hooks.example.com/stripe"
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            const urls = event.target.value
              .split('\n')
              .map((line) => line.trim())
              .filter((line) => line !== '')
            onChange(withOption(options, 'publicUrls', urls.length === 0 ? undefined : urls.slice(0, 10)))
          }}
        />
      )}
    </Field>
  )
}
