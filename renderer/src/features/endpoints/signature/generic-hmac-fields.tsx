import { Button } from '../../../ui/button.tsx'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { withOption, type SchemeOptions } from './scheme-options.ts'
import styles from './signature-tab.module.css'

type TextOption = 'header' | 'prefix' | 'headerTemplate' | 'timestampHeader' | 'idHeader'
type ChoiceOption = 'algorithm' | 'encoding' | 'secretEncoding' | 'timestampUnit'

const choices: Record<ChoiceOption, { label: string; options: { value: string; label: string }[] }> = {
  algorithm: {
    label: 'Algorithm',
    options: [
      { value: 'sha256', label: 'HMAC-SHA256' },
      { value: 'sha1', label: 'HMAC-SHA1' },
      { value: 'sha384', label: 'HMAC-SHA384' },
      { value: 'sha512', label: 'HMAC-SHA512' },
    ],
  },
  encoding: {
    label: 'Written in',
    options: [
      { value: 'hex', label: 'Hex' },
      { value: 'base64', label: 'Base64' },
      { value: 'base64url', label: 'Base64 for URLs' },
    ],
  },
  secretEncoding: {
    label: 'The secret is',
    options: [
      { value: 'text', label: 'Used as it is written' },
      { value: 'base64', label: 'Base64 of the key' },
      { value: 'hex', label: 'Hex of the key' },
    ],
  },
  timestampUnit: {
    label: 'Timestamp in',
    options: [
      { value: 's', label: 'Seconds' },
      { value: 'ms', label: 'Milliseconds' },
      { value: 'iso', label: 'ISO 8601 text' },
    ],
  },
}

const messages = ['{body}', '{timestamp}.{body}', '{id}.{timestamp}.{body}', '{method}{url}{body}']

/** How a sender of one's own signs: header, algorithm, what is signed, where the time stands. */
export function GenericHmacFields({
  options,
  onChange,
}: {
  options: SchemeOptions
  onChange: (options: SchemeOptions) => void
}) {
  const text = (name: TextOption, label: string, placeholder: string, hint?: string, problem?: string) => (
    <Field label={label} hint={hint} error={problem}>
      {(ids) => (
        <TextField
          {...ids}
          mono
          placeholder={placeholder}
          value={options[name] ?? ''}
          onChange={(event) => onChange(withOption(options, name, event.target.value))}
        />
      )}
    </Field>
  )
  const choice = (name: ChoiceOption) => (
    <Field label={choices[name].label}>
      {(ids) => (
        <Select
          {...ids}
          value={options[name] ?? choices[name].options[0]?.value ?? ''}
          onChange={(value) => onChange(withOption(options, name, value))}
          options={choices[name].options}
        />
      )}
    </Field>
  )
  const parts = Array.isArray(options.parts) ? options.parts.join('') : (options.parts ?? '')
  const timed = parts.includes('{timestamp}') || (options.headerTemplate ?? '').includes('{timestamp}')
  const missing = (options.header ?? '').trim() === ''
  return (
    <div className={styles.custom}>
      {text(
        'header',
        'Header of the signature',
        'X-Signature',
        undefined,
        missing ? 'Say which header carries the signature.' : undefined,
      )}
      {choice('algorithm')}
      {choice('encoding')}
      {choice('secretEncoding')}
      {text('prefix', 'Prefix', 'sha256=', 'What stands before the signature in the header.')}
      {text(
        'headerTemplate',
        'Or the whole header',
        't={timestamp},v1={signature}',
        'Where more than the signature stands in it. The prefix is then not used.',
      )}
      <div className={styles.wide}>
        <Field
          label="Signed text"
          hint="Any text with {body} {timestamp} {id} {method} {url} {path} in the places where they stand."
        >
          {(ids) => (
            <TextField
              {...ids}
              mono
              placeholder="{body}"
              value={parts}
              onChange={(event) => onChange(withOption(options, 'parts', event.target.value))}
            />
          )}
        </Field>
      </div>
      <div className={styles.wide}>
        <div className={styles.examples}>
          Usual ones:
          {messages.map((message) => (
            <Button
              key={message}
              size="small"
              onClick={() => onChange(withOption(options, 'parts', message))}
            >
              <code>{message}</code>
            </Button>
          ))}
        </div>
      </div>
      {text(
        'timestampHeader',
        'Header of the timestamp',
        'X-Timestamp',
        timed ? undefined : 'If there is one.',
      )}
      {choice('timestampUnit')}
      {parts.includes('{id}') && text('idHeader', 'Header of the id', 'X-Webhook-Id')}
    </div>
  )
}
