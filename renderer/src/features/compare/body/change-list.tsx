import { useState } from 'react'
import type { JsonChange } from '#shared/domain/json-diff.ts'
import { formatJsonPath } from '#shared/domain/json-path.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import styles from '../compare.module.css'
import { KindMark } from '../kind-mark.tsx'
import { Values } from './values.tsx'

const shownAtOnce = 200

/** Every difference on its own: what, where, and the value on either side. */
export function ChangeList({
  changes,
  before,
  after,
}: {
  changes: readonly JsonChange[]
  before: string
  after: string
}) {
  const [shown, setShown] = useState(shownAtOnce)
  if (changes.length === 0)
    return <p className={styles.message}>No difference in meaning. Text shows the rest.</p>
  return (
    <div className={styles.scroll}>
      <ul className={styles.changes} aria-label="Differences">
        {changes.slice(0, shown).map((change, index) => (
          <li key={index} className={styles.change}>
            <KindMark kind={change.kind} />
            <div className={styles.changeMain}>
              <span className={styles.path}>
                {pathWords(change)}
                <CopyButton text={pathOf(change)} label="Copy path" className={styles.copyPath ?? ''} />
              </span>
              <Values change={change} before={before} after={after} />
            </div>
          </li>
        ))}
      </ul>
      {changes.length > shown && (
        <button type="button" className={styles.more} onClick={() => setShown(shown + 1_000)}>
          Show {Math.min(1_000, changes.length - shown).toLocaleString()} more
        </button>
      )}
    </div>
  )
}

/** The path on the side that matters; the whole document as words. */
export function pathOf(change: JsonChange): string {
  return formatJsonPath(change.kind === 'removed' ? change.before.path : change.after.path)
}

function pathWords(change: JsonChange): string {
  const path = pathOf(change) || 'whole document'
  if (change.kind !== 'moved') return path
  return `${formatJsonPath(change.before.path) || 'whole document'} → ${path}`
}
