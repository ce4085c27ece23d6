import { useCallback, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { formatJsonPath } from '#shared/domain/json-path.ts'
import { copyText } from '../../ui/clipboard.ts'
import { say } from '../../ui/toast.tsx'
import { Folding } from '../document/folding.ts'
import { prettyJsonText } from '../document/json-pretty.ts'
import type { DocumentState, TextDocument } from '../document/text-document.ts'
import { FindBar } from './find-bar.tsx'
import { FixedRows, type FixedRowsHandle } from './fixed-rows.tsx'
import { JsonLine } from './json-line.tsx'
import styles from './json-view.module.css'
import { PathFooter, type FooterValue } from './path-footer.tsx'
import type { Find } from './use-find.ts'
import { useFind } from './use-find.ts'

export interface JsonViewProps {
  document: TextDocument
  state: DocumentState
  /** `tree`: keys and values to be opened one by one. `text`: pretty-printed lines. */
  variant: 'tree' | 'text'
  /** Shows a value by itself. */
  onOpenValue?: (value: { path: string; text: string }) => void
  /** Opens the search each time it grows. */
  findSignal?: number
  label: string
}

/** JSON of any size as a tree or as pretty-printed lines: folding, search, the path under the cursor, all by keyboard. */
export function JsonView({ document, state, variant, onOpenValue, findSignal = 0, label }: JsonViewProps) {
  const json = document.json
  const rows = json?.rows
  const tree = variant === 'tree'
  const handle = useRef<FixedRowsHandle>(null)
  const id = useId()
  const [cursor, setCursor] = useState(0)
  const [foldings, setFoldings] = useState(0)
  const folding = useMemo(
    () =>
      rows === undefined
        ? null
        : new Folding(rows, { hideClosers: tree, openByDefault: !tree, openBeginning: tree }),
    [rows, tree],
  )
  const count = folding?.count ?? 0

  const showRow = useCallback(
    (row: number) => {
      if (json === null || folding === null) return
      for (const ancestor of json.ancestors(row))
        if (!folding.isOpen(ancestor)) folding.setOpen(ancestor, true)
      setFoldings((version) => version + 1)
      setCursor(row)
      // The list learns of its new length with the next render; only then can it scroll there.
      requestAnimationFrame(() => handle.current?.reveal(folding.positionOf(row), 'centre'))
    },
    [json, folding],
  )
  const find = useFind(document, !state.loading, (offset) => {
    if (json !== null) showRow(json.rowAtOffset(offset))
  })
  const openFind = find.setOpen
  useEffect(() => {
    if (findSignal > 0) openFind(true)
  }, [findSignal, openFind])
  const hitRow = find.hits !== null && find.at >= 0 ? json?.rowAtOffset(find.hits[find.at] ?? 0) : undefined

  if (json === null || rows === undefined || folding === null) return null

  const toggle = (row: number): void => {
    if (!rows.isOpener(row)) return
    folding.setOpen(row, !folding.isOpen(row))
    setFoldings(foldings + 1)
  }
  const setAll = (open: boolean): void => {
    folding.setAll(open)
    if (!open) folding.setOpen(0, true)
    setFoldings(foldings + 1)
    setCursor(0)
  }
  const move = (position: number): void => {
    const row = folding.rowAt(Math.max(0, Math.min(count - 1, position)))
    setCursor(row)
    handle.current?.reveal(folding.positionOf(row))
  }
  const openValue = (row: number): void => {
    if (rows.isOpener(row)) toggle(row)
    else
      onOpenValue?.({
        path: formatJsonPath(json.path(row)),
        text: json.stringValue(row) ?? json.valueText(row),
      })
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    const position = folding.positionOf(cursor)
    const mod = event.ctrlKey || event.metaKey
    const done = (): void => {
      event.preventDefault()
      event.stopPropagation()
    }
    if (mod && event.key === 'f') {
      done()
      find.setOpen(true)
      return
    }
    if (mod && event.key.toLowerCase() === 'c' && window.getSelection()?.isCollapsed !== false) {
      done()
      const copy = event.shiftKey ? formatJsonPath(json.path(cursor)) : plainValue(json, cursor)
      void copyText(copy).then((ok) => ok && say(event.shiftKey ? 'Path copied' : 'Value copied'))
      return
    }
    if (mod || event.altKey) return
    const page = handle.current?.pageRows() ?? 10
    switch (event.key) {
      case 'ArrowDown':
        done()
        move(position + 1)
        return
      case 'ArrowUp':
        done()
        move(position - 1)
        return
      case 'PageDown':
        done()
        move(position + page)
        return
      case 'PageUp':
        done()
        move(position - page)
        return
      case 'Home':
        done()
        move(0)
        return
      case 'End':
        done()
        move(count - 1)
        return
      case 'ArrowRight':
        done()
        if (rows.isOpener(cursor) && !folding.isOpen(cursor)) toggle(cursor)
        else if (rows.isOpener(cursor)) move(position + 1)
        return
      case 'ArrowLeft': {
        done()
        if (rows.isOpener(cursor) && folding.isOpen(cursor)) {
          toggle(cursor)
          return
        }
        const parent = rows.isClose(cursor) ? json.openerOf(cursor) : json.ancestors(cursor).at(-1)
        if (parent !== undefined) move(folding.positionOf(parent))
        return
      }
      case 'Enter':
      case ' ':
        done()
        openValue(cursor)
        return
      case '*':
        done()
        setAll(true)
        return
      default:
    }
  }

  return (
    <div className={styles.view}>
      <div className={styles.body}>
        {find.open && (
          <FindBar find={find} onClose={() => handle.current?.focus()} note={searchNote(state)} />
        )}
        <FixedRows
          ref={handle}
          count={count}
          rowHeight={20}
          padding={6}
          role="tree"
          label={label}
          activeId={`${id}-${cursor}`}
          className={styles.rows}
          onKeyDown={onKeyDown}
          renderRow={(position) => {
            const row = folding.rowAt(position)
            return (
              <JsonLine
                id={`${id}-${row}`}
                json={json}
                row={row}
                tree={tree}
                folded={rows.isOpener(row) && !folding.isOpen(row)}
                active={row === cursor}
                query={queryOf(find)}
                hit={row === hitRow}
                onPress={() => setCursor(row)}
                onToggle={() => {
                  setCursor(row)
                  toggle(row)
                }}
                onOpen={() => openValue(row)}
                digits={String(rows.count).length}
              />
            )
          }}
        />
      </div>
      <PathFooter
        path={formatJsonPath(json.path(cursor))}
        value={footerValue(json, cursor)}
        onFind={() => find.setOpen(true)}
        {...(onOpenValue === undefined || rows.kind(cursor) !== 'string'
          ? {}
          : { onOpen: () => openValue(cursor) })}
        onExpandAll={() => setAll(true)}
        onCollapseAll={() => setAll(false)}
      />
    </div>
  )
}

function queryOf(find: Find): string {
  return find.open ? find.query : ''
}

function searchNote(state: DocumentState): string | undefined {
  if (state.loading) return '(still loading)'
  return state.loaded < state.size ? '(in the loaded part)' : undefined
}

function footerValue(json: NonNullable<TextDocument['json']>, row: number): FooterValue {
  const [start, end] = json.valueRange(row)
  return { kind: json.rows.kind(row), bytes: end - start, copy: () => plainValue(json, row) }
}

/** What "copy value" gives: strings without quotes and escapes, containers pretty-printed. */
function plainValue(json: NonNullable<TextDocument['json']>, row: number): string {
  const text = json.stringValue(row) ?? json.valueText(row)
  return json.rows.isOpener(row) || json.rows.isClose(row) ? (prettyJsonText(text) ?? text) : text
}
