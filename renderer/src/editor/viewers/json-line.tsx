import { ChevronRight } from 'lucide-react'
import { cx } from '../../ui/cx.ts'
import { formatBytes, formatCount } from '../../ui/format.ts'
import { unescapeString, type JsonDocument, type JsonRow } from '../document/json-document.ts'
import styles from './json-view.module.css'
import { Marked } from './marked.tsx'

interface LineProps {
  id: string
  json: JsonDocument
  row: number
  tree: boolean
  folded: boolean
  active: boolean
  query: string
  hit: boolean
  /** Digits of the highest line number. */
  digits: number
  onPress: () => void
  onToggle: () => void
  onOpen: () => void
}

const closers: Record<string, string> = { '{': '}', '[': ']' }
/** Characters of a value that are shown; the rest is one key press away. */
const shownInText = 400
const shownInTree = 160

/** One line of a JSON tree or of pretty-printed JSON. */
export function JsonLine(props: LineProps) {
  const { json, row, tree, folded, query, hit } = props
  const line = json.read(row, tree ? shownInTree : shownInText)
  const mark = (text: string) => <Marked text={text} query={query} now={hit} />
  return (
    <div
      id={props.id}
      role="treeitem"
      aria-level={line.depth + 1}
      aria-selected={props.active}
      {...(line.opens ? { 'aria-expanded': !folded } : {})}
      className={cx(styles.line, props.active && styles.active, hit && styles.hitLine)}
      onMouseDown={props.onPress}
      onDoubleClick={props.onOpen}
    >
      {!tree && (
        <span className={styles.gutter} style={{ width: `${Math.max(3, props.digits) + 1}ch` }} aria-hidden>
          {row + 1}
        </span>
      )}
      <Indent depth={line.depth} />
      {line.opens ? (
        <button
          type="button"
          className={styles.chevron}
          tabIndex={-1}
          aria-label={folded ? 'Open' : 'Fold'}
          data-open={!folded}
          onClick={props.onToggle}
        >
          <ChevronRight aria-hidden />
        </button>
      ) : (
        <span className={styles.chevron} />
      )}
      <span className={styles.text}>
        {line.key !== null && (
          <>
            <span className={styles.key}>{mark(tree ? shownKey(line.key) : line.key)}</span>
            <span className={styles.punctuation}>: </span>
          </>
        )}
        {line.key === null && tree && line.depth > 0 && <ArrayPosition json={json} row={row} />}
        {tree && line.opens && !folded ? (
          <TreeCount line={line} />
        ) : (
          <span className={styles[line.kind]}>{mark(line.text)}</span>
        )}
        {folded && <Folded line={line} json={json} tree={tree} />}
        {line.cut > 0 && (
          <button type="button" className={styles.more} tabIndex={-1} onClick={props.onOpen}>
            … {formatBytes(line.cut)} more
          </button>
        )}
        {!tree && line.comma && !folded && <span className={styles.punctuation}>,</span>}
      </span>
    </div>
  )
}

function Indent({ depth }: { depth: number }) {
  // Beyond forty levels the guides would be wider than the pane; the number says how deep it is.
  const shown = Math.min(depth, 40)
  return (
    <>
      <span className={styles.indent} style={{ width: shown * 16 }} aria-hidden />
      {depth > shown && <span className={styles.deep}>{depth} </span>}
    </>
  )
}

function Count({ line }: { line: JsonRow }) {
  if (line.children === null) return <span className={styles.quiet}> still loading</span>
  const one = line.kind === 'object' ? 'key' : 'item'
  return (
    <span className={styles.quiet}>
      {' '}
      {formatCount(line.children)} {line.children === 1 ? one : `${one}s`}
    </span>
  )
}

/** `{3}` or `[12]` after the key of an open container in a tree. */
function TreeCount({ line }: { line: JsonRow }) {
  const inside = line.children === null ? '…' : formatCount(line.children)
  return (
    <span className={styles.quiet}>
      {line.text}
      {inside}
      {closers[line.text]}
    </span>
  )
}

function Folded({ line, json, tree }: { line: JsonRow; json: JsonDocument; tree: boolean }) {
  return (
    <>
      <span className={styles.preview}>{tree ? preview(json, line) : ' … '}</span>
      <span className={styles.punctuation}>{closers[line.text]}</span>
      {!tree && line.comma && <span className={styles.punctuation}>,</span>}
      <Count line={line} />
    </>
  )
}

/** Position in an array, counted only for short arrays: in a long one the count would take longer than the look. */
function ArrayPosition({ json, row }: { json: JsonDocument; row: number }) {
  const last = json.path(row).at(-1)
  return typeof last === 'number' ? (
    <>
      <span className={styles.quietKey}>{last}</span>
      <span className={styles.punctuation}>: </span>
    </>
  ) : null
}

function shownKey(source: string): string {
  const key = unescapeString(source)
  return /^[\w$-]+$/u.test(key) ? key : source
}

/** The first few values of a folded container, as dev tools show them. */
function preview(json: JsonDocument, line: JsonRow): string {
  const { rows } = json
  const parts: string[] = []
  const end = Math.min(rows.next(line.row), rows.count)
  let length = 0
  let row = line.row + 1
  for (; row < end && !rows.isClose(row) && parts.length < 5 && length < 80; row = rows.next(row)) {
    const child = json.read(row, 32)
    const value = child.opens
      ? child.kind === 'object'
        ? '{…}'
        : '[…]'
      : child.cut > 0
        ? `${child.text}…`
        : child.text
    const part = child.key === null ? value : `${shownKey(child.key)}: ${value}`
    parts.push(part)
    length += part.length
  }
  return row < end && !rows.isClose(row) ? `${parts.join(', ')}, …` : parts.join(', ')
}
