import { useEffect, useLayoutEffect, useRef } from 'react'
import type { RequestDetail } from '#shared/domain/request.ts'
import { TextArea } from '../../../ui/text-field.tsx'
import { Markdown } from './markdown.tsx'
import { flushNotes, maxNote, useDrafts, writeNote } from './note-drafts.ts'
import styles from './note.module.css'

/** The note on a request: shown as it reads, edited in place, saved by itself. */
export function Note({
  request,
  editing,
  onEditing,
}: {
  request: RequestDetail
  editing: boolean
  onEditing: (editing: boolean) => void
}) {
  const draft = useDrafts((state) => state.drafts.get(request.id))
  const text = draft?.text ?? request.note
  if (!editing && text === '') return null
  if (!editing) {
    return (
      <div className={styles.note}>
        <button
          type="button"
          className={styles.read}
          onClick={() => onEditing(true)}
          aria-label="Edit the note"
        >
          <Markdown text={text} />
        </button>
        {draft !== undefined && <State draft={draft} />}
      </div>
    )
  }
  return (
    <div className={styles.note}>
      <Editor
        text={text}
        onChange={(next) => writeNote(request.id, next)}
        onDone={() => {
          flushNotes()
          onEditing(false)
        }}
      />
      <div className={styles.hint}>
        <span>
          Markdown. <kbd>Esc</kbd> closes.
        </span>
        {draft === undefined ? text !== '' && <span role="status">Saved</span> : <State draft={draft} />}
      </div>
    </div>
  )
}

function Editor({
  text,
  onChange,
  onDone,
}: {
  text: string
  onChange: (text: string) => void
  onDone: () => void
}) {
  const area = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const element = area.current
    if (element === null) return
    element.style.height = '0'
    element.style.height = `${Math.min(240, Math.max(56, element.scrollHeight + 2))}px`
  }, [text])
  useEffect(() => {
    const element = area.current
    element?.focus()
    element?.setSelectionRange(element.value.length, element.value.length)
  }, [])
  return (
    <TextArea
      ref={area}
      className={styles.area}
      aria-label="Note"
      placeholder="What is worth knowing about this request?"
      maxLength={maxNote}
      value={text}
      onChange={(event) => onChange(event.target.value)}
      onBlur={flushNotes}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))) {
          event.preventDefault()
          onDone()
        }
      }}
    />
  )
}

function State({ draft }: { draft: { state: 'waiting' | 'saving' | 'failed'; failure: string | null } }) {
  return (
    <span className={draft.state === 'failed' ? styles.failed : styles.state} role="status">
      {draft.state === 'failed'
        ? `Not saved yet, kept in this window and tried again: ${draft.failure ?? ''}`
        : 'Saving…'}
    </span>
  )
}
