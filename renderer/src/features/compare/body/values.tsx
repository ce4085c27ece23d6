import { useState } from 'react'
import type { JsonChange } from '#shared/domain/json-diff.ts'
import { prettyJsonText } from '../../../editor/document/json-pretty.ts'
import styles from '../compare.module.css'

const shortText = 240

/** What a value was and what it is now. */
export function Values({ change, before, after }: { change: JsonChange; before: string; after: string }) {
  if (change.kind === 'moved') return null
  return (
    <span className={styles.values}>
      {change.kind !== 'added' && (
        <Value text={before.slice(change.before.from, change.before.to)} side="removed" />
      )}
      {change.kind !== 'removed' && (
        <Value text={after.slice(change.after.from, change.after.to)} side="added" />
      )}
      {change.kind === 'changed' && change.what !== 'value' && (
        <span className={styles.what}>
          {change.what === 'type' ? 'of another type' : 'the same number, written otherwise'}
        </span>
      )}
    </span>
  )
}

function Value({ text, side }: { text: string; side: 'added' | 'removed' }) {
  const [open, setOpen] = useState(false)
  const long = text.length > shortText
  return (
    <span className={side === 'added' ? styles.addedValue : styles.removedValue}>
      <span className="visually-hidden">{side === 'added' ? 'now ' : 'was '}</span>
      {open ? (prettyJsonText(text) ?? text) : long ? `${text.slice(0, shortText)}…` : text}
      {long && (
        <button type="button" className={styles.moreText} onClick={() => setOpen(!open)}>
          {open ? 'less' : `all ${text.length.toLocaleString()} characters`}
        </button>
      )}
    </span>
  )
}
