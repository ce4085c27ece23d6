import { useEffect, useMemo, useRef, useState } from 'react'
import type { Content } from '#shared/domain/content-kind.ts'
import { jsonPlaceAt } from '#shared/domain/json-offset.ts'
import { formatJsonPath } from '#shared/domain/json-path.ts'
import { prettyJsonText } from '../../../editor/document/json-pretty.ts'
import type { DocumentState, TextDocument } from '../../../editor/document/text-document.ts'
import { prettyXml } from '../../../editor/document/xml-pretty.ts'
import { MonacoView, type MonacoViewHandle } from '../../../editor/viewers/monaco-view.tsx'
import { PathFooter, type FooterValue } from '../../../editor/viewers/path-footer.tsx'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import styles from './body.module.css'
import { languageFor, type BodyMode } from './modes.ts'

interface Props {
  document: TextDocument
  state: DocumentState
  content: Content
  mode: BodyMode
  wrap: boolean
  findSignal: number
  memory: string
}

interface Shown {
  readonly text: string
  /** Lines of the text are rows of the document. */
  readonly pretty: boolean
  readonly problem: { line: number; column: number; message: string } | null
}

/** Above this the path in raw JSON is not looked for: it would take longer than a key press. */
const pathInRawLimit = 1_500_000

/** A text in Monaco, pretty-printed where that is wanted and possible. */
export function EditorText({ document, state, content, mode, wrap, findSignal, memory }: Props) {
  const handle = useRef<MonacoViewHandle>(null)
  const shown = useShownText(document, state, content, mode)
  const [cursor, setCursor] = useState({ line: 1, column: 1, offset: 0 })
  useEffect(() => {
    if (findSignal > 0) handle.current?.find()
  }, [findSignal])
  const json = content.kind === 'json'
  const place = useMemo(
    () => (json && shown !== null ? placeAt(document, shown, cursor) : null),
    [json, document, shown, cursor],
  )
  if (shown === null) return null
  return (
    <div className={styles.stack}>
      {shown.problem !== null && (
        <div className={styles.notes}>
          <Notice
            tone="warning"
            action={
              <Button
                size="small"
                variant="ghost"
                onClick={() => handle.current?.revealLine(shown.problem?.line ?? 1, shown.problem?.column)}
              >
                Show
              </Button>
            }
          >
            {json ? 'Not well-formed JSON' : 'Not well-formed XML'}
            {json && ` (line ${shown.problem.line}, column ${shown.problem.column})`}: {shown.problem.message}{' '}
            Shown as it came.
          </Notice>
        </div>
      )}
      <div className={styles.textView}>
        <MonacoView
          ref={handle}
          text={shown.text}
          language={languageFor(content)}
          label="Body"
          wrap={wrap}
          memory={memory}
          problem={json ? shown.problem : null}
          onCursor={setCursor}
        />
      </div>
      {json && (
        <PathFooter
          path={place?.path ?? ''}
          value={place?.value ?? null}
          {...(shown.pretty
            ? {
                onExpandAll: () => handle.current?.unfoldAll(),
                onCollapseAll: () => handle.current?.foldAll(),
              }
            : {})}
        />
      )}
    </div>
  )
}

function placeAt(
  document: TextDocument,
  shown: Shown,
  cursor: { line: number; offset: number },
): { path: string; value: FooterValue } | null {
  if (shown.pretty) {
    const json = document.json
    if (json === null) return null
    const row = Math.min(cursor.line, json.rows.count) - 1
    const [from, to] = json.valueRange(row)
    const copy = (): string => {
      const text = json.stringValue(row) ?? json.valueText(row)
      return json.rows.isOpener(row) || json.rows.isClose(row) ? (prettyJsonText(text) ?? text) : text
    }
    return {
      path: formatJsonPath(json.path(row)),
      value: { kind: json.rows.kind(row), bytes: to - from, copy },
    }
  }
  if (shown.text.length > pathInRawLimit) return null
  const found = jsonPlaceAt(shown.text, cursor.offset)
  if (found === null) return null
  const text = shown.text.slice(found.from, found.to)
  const first = text.charAt(0)
  const kind = first === '{' ? 'object' : first === '[' ? 'array' : first === '"' ? 'string' : 'value'
  return {
    path: formatJsonPath(found.path),
    value: { kind, bytes: text.length, copy: () => (kind === 'string' ? stringOf(text) : text) },
  }
}

function stringOf(source: string): string {
  try {
    return String(JSON.parse(source))
  } catch {
    // A string that is cut off: copied as it stands.
    return source
  }
}

/** The text to show, once it is all there. */
function useShownText(
  document: TextDocument,
  state: DocumentState,
  content: Content,
  mode: BodyMode,
): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null)
  const wantsJson = content.kind === 'json' && mode === 'pretty'
  // The layout follows the mode with the next effect; until then the rows are those of the mode before.
  const ready = !state.loading && (wantsJson ? document.json?.rows.done === true : true)
  useEffect(() => {
    if (!ready) return
    let stale = false
    const take = (next: Shown): void => {
      if (!stale) setShown(next)
    }
    const raw = (): string => new TextDecoder().decode(document.bytes)
    const problem = document.json?.rows.problem ?? null
    if (wantsJson && problem === null) {
      document.pretty(0, document.json?.rows.count ?? 0).then(
        (text) => take({ text, pretty: true, problem: null }),
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error)
          take({ text: raw(), pretty: false, problem: { line: 1, column: 1, message } })
        },
      )
    } else if (wantsJson && problem !== null) {
      const before = new TextDecoder().decode(document.bytes.subarray(0, problem.offset))
      const line = before.split('\n').length
      const column = before.length - before.lastIndexOf('\n')
      take({ text: raw(), pretty: false, problem: { line, column, message: problem.message } })
    } else if (mode === 'pretty') {
      const text = raw()
      const pretty = prettyXml(text)
      take({
        text: pretty ?? text,
        pretty: false,
        problem:
          pretty === null
            ? { line: 1, column: 1, message: 'A tag is not closed, or closes what was not open.' }
            : null,
      })
    } else take({ text: raw(), pretty: false, problem: null })
    return () => {
      stale = true
    }
  }, [document, ready, wantsJson, mode])
  return shown
}
