import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { cx } from '../../ui/cx.ts'
import type { DocumentState, TextDocument } from '../document/text-document.ts'
import { FindBar } from './find-bar.tsx'
import { FixedRows, type FixedRowsHandle } from './fixed-rows.tsx'
import { Marked } from './marked.tsx'
import styles from './text-view.module.css'
import { useFind } from './use-find.ts'

const decoder = new TextDecoder()

/** A text of any size, broken into rows at the pane's width. Lines are numbered; rows that go on a line are not. */
export function TextView({
  document,
  state,
  label,
  findSignal = 0,
}: {
  document: TextDocument
  state: DocumentState
  label: string
  /** Opens the search each time it grows. */
  findSignal?: number
}) {
  const handle = useRef<FixedRowsHandle>(null)
  const rows = document.textRows
  const [hitRow, setHitRow] = useState(-1)
  const find = useFind(document, !state.loading, (offset) => {
    const row = document.textRows?.rowAtOffset(offset) ?? 0
    setHitRow(row)
    handle.current?.reveal(row, 'centre')
  })
  const openFind = find.setOpen
  useEffect(() => {
    if (findSignal > 0) openFind(true)
  }, [findSignal, openFind])
  if (rows === null) return null
  const bytes = document.bytes
  const digits = Math.max(3, String(rows.lines.at(Math.max(0, rows.count - 1))).length)

  const onKeyDown = (event: KeyboardEvent): void => {
    const mod = event.ctrlKey || event.metaKey
    if (mod && event.key === 'f') {
      event.preventDefault()
      find.setOpen(true)
    }
  }
  return (
    <div className={styles.view}>
      {find.open && (
        <FindBar
          find={find}
          onClose={() => handle.current?.focus()}
          note={
            state.loading ? '(still loading)' : state.loaded < state.size ? '(in the loaded part)' : undefined
          }
        />
      )}
      <FixedRows
        ref={handle}
        count={rows.count}
        rowHeight={20}
        padding={6}
        label={label}
        className={styles.rows}
        onKeyDown={onKeyDown}
        renderRow={(row) => {
          const [start, end] = rows.range(row, bytes)
          return (
            <div className={cx(styles.line, find.open && row === hitRow && styles.hitLine)}>
              <span className={styles.gutter} style={{ width: `${digits + 1}ch` }} aria-hidden>
                {rows.isLineStart(row) ? rows.lines.at(row) : ''}
              </span>
              <span className={styles.text}>
                <Marked
                  text={decoder.decode(bytes.subarray(start, end))}
                  query={find.open ? find.query : ''}
                  now={row === hitRow}
                />
              </span>
            </div>
          )
        }}
      />
    </div>
  )
}
