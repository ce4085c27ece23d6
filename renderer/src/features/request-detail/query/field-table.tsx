import { Braces } from 'lucide-react'
import { useState } from 'react'
import type { FormField } from '#shared/domain/form.ts'
import { prettyJsonText } from '../../../editor/document/json-pretty.ts'
import { bodyJson } from '../../../editor/monaco/body-json.ts'
import { MonacoView } from '../../../editor/viewers/monaco-view.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { SegmentedControl } from '../../../ui/segmented.tsx'
import { isSecretHeader } from '#shared/domain/secret-headers.ts'
import styles from './fields.module.css'

const shownFields = 500

/** Fields of a query or form in the order of the wire: decoded, or as sent. */
export function FieldTable({ fields, label }: { fields: readonly FormField[]; label: string }) {
  const [raw, setRaw] = useState(false)
  const [all, setAll] = useState(false)
  const counts = new Map<string, number>()
  for (const field of fields) counts.set(field.name, (counts.get(field.name) ?? 0) + 1)
  const differs = fields.some((field) => field.rawName !== field.name || field.rawValue !== field.value)
  return (
    <>
      {differs && (
        <div className={styles.bar}>
          <SegmentedControl
            label={`${label}: decoded or as sent`}
            value={raw ? 'raw' : 'decoded'}
            options={[
              { value: 'decoded', label: 'Decoded' },
              { value: 'raw', label: 'As sent' },
            ]}
            onChange={(value) => setRaw(value === 'raw')}
          />
        </div>
      )}
      <table className={styles.table} aria-label={label}>
        <tbody>
          {fields.slice(0, all ? undefined : shownFields).map((field, index) => (
            <FieldRow key={index} field={field} raw={raw} times={counts.get(field.name) ?? 1} />
          ))}
        </tbody>
      </table>
      {!all && fields.length > shownFields && (
        <button type="button" className={styles.more} onClick={() => setAll(true)}>
          Show {(fields.length - shownFields).toLocaleString()} more
        </button>
      )}
    </>
  )
}

function FieldRow({ field, raw, times }: { field: FormField; raw: boolean; times: number }) {
  const [open, setOpen] = useState(false)
  const secret = isSecretHeader(field.name) && field.value !== ''
  const [shown, setShown] = useState(false)
  const json = /^\s*[[{]/.test(field.value) ? prettyJsonText(field.value) : null
  const value = raw ? field.rawValue : field.value
  return (
    <>
      <tr>
        <th scope="row">
          {raw ? field.rawName : field.name}
          {field.name === '' && <span className={styles.quiet}>no name</span>}
          {times > 1 && (
            <span className={styles.times} title={`This name occurs ${times} times`}>
              ×{times}
            </span>
          )}
        </th>
        <td>
          {secret && !shown ? (
            <button
              type="button"
              className={styles.masked}
              onClick={() => setShown(true)}
              aria-label="Show the masked value"
            >
              ••••••••
            </button>
          ) : (
            <span className={styles.value}>{value}</span>
          )}
          {!field.hasValue && <span className={styles.quiet}>no value</span>}
          {field.hasValue && value === '' && <span className={styles.quiet}>empty</span>}
          {field.problem !== null && <span className={styles.problem}>{field.problem}</span>}
        </td>
        <td className={styles.tools}>
          {json !== null && (
            <IconButton
              size="small"
              label={open ? 'Close the JSON' : 'Show as JSON'}
              aria-pressed={open}
              onClick={() => setOpen(!open)}
            >
              <Braces />
            </IconButton>
          )}
          <CopyButton text={value} label={`Copy the value of ${field.name}`} />
        </td>
      </tr>
      {open && json !== null && (
        <tr>
          <td colSpan={3}>
            <div className={styles.json} style={{ height: Math.min(20, json.split('\n').length) * 20 + 12 }}>
              <MonacoView text={json} language={bodyJson} label={`Value of ${field.name}`} wrap small />
            </div>
          </td>
        </tr>
      )}
    </>
  )
}
