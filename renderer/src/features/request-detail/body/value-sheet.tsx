import { X } from 'lucide-react'
import { useMemo } from 'react'
import { prettyJsonText } from '../../../editor/document/json-pretty.ts'
import { bodyJson } from '../../../editor/monaco/body-json.ts'
import { MonacoView } from '../../../editor/viewers/monaco-view.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { formatBytes } from '../../../ui/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import styles from './body.module.css'

export interface ShownValue {
  readonly path: string
  readonly text: string
}

const shownCharacters = 2_000_000

/** One value by itself, below the tree: a long string in full, JSON within a string laid out. */
export function ValueSheet({ value, onClose }: { value: ShownValue; onClose: () => void }) {
  const inner = useMemo(
    () =>
      /^\s*[[{]/.test(value.text) && value.text.length < shownCharacters ? prettyJsonText(value.text) : null,
    [value.text],
  )
  const text = inner ?? value.text
  return (
    <section className={styles.sheet} aria-label="Value">
      <header className={styles.sheetBar}>
        <span className={styles.sheetPath}>{value.path === '' ? 'whole document' : value.path}</span>
        <span className={styles.quiet}>
          {inner !== null && 'JSON within a string, '}
          {formatBytes(new TextEncoder().encode(value.text).length)}
          {text.length > shownCharacters && `, the first ${formatBytes(shownCharacters)} are shown`}
        </span>
        <CopyButton text={value.text} label="Copy value" />
        <IconButton size="small" label="Close the value" onClick={onClose}>
          <X />
        </IconButton>
      </header>
      <div className={styles.sheetText}>
        <MonacoView
          text={text.slice(0, shownCharacters)}
          language={inner === null ? 'plaintext' : bodyJson}
          label={`Value of ${value.path}`}
          wrap
        />
      </div>
    </section>
  )
}
