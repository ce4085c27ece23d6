import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { formatCount } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './find-bar.module.css'
import { maxHits, type Find } from './use-find.ts'

/** The field in the corner of a viewer that searches in it. Enter and Shift+Enter step through the hits, Esc closes. */
export function FindBar({
  find,
  onClose,
  note,
}: {
  find: Find
  onClose: () => void
  note?: string | undefined
}) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
    field.current?.select()
  }, [])
  const close = (): void => {
    find.setOpen(false)
    onClose()
  }
  return (
    <search className={styles.bar}>
      <TextField
        ref={field}
        className={styles.field}
        aria-label="Find in the body"
        placeholder="Find"
        value={find.query}
        onChange={(event) => find.setQuery(event.target.value)}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Enter') {
            event.preventDefault()
            find.step(event.shiftKey ? -1 : 1)
          } else if (event.key === 'Escape') {
            event.preventDefault()
            close()
          }
        }}
      />
      <span className={styles.count} role="status">
        {countText(find)}
        {note !== undefined && <span className={styles.note}> {note}</span>}
      </span>
      <IconButton size="small" label="Previous hit" keys={['Shift', 'Enter']} onClick={() => find.step(-1)}>
        <ArrowUp />
      </IconButton>
      <IconButton size="small" label="Next hit" keys={['Enter']} onClick={() => find.step(1)}>
        <ArrowDown />
      </IconButton>
      <IconButton size="small" label="Close the search" keys={['Escape']} onClick={close}>
        <X />
      </IconButton>
    </search>
  )
}

function countText(find: Find): string {
  if (find.query === '') return ''
  if (find.hits === null) return '…'
  if (find.hits.length === 0) return 'No hits'
  const total =
    find.hits.length > maxHits ? `more than ${formatCount(maxHits)}` : formatCount(find.hits.length)
  return `${formatCount(find.at + 1)} of ${total}`
}
