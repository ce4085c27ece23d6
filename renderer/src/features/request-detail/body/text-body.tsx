import { useEffect, useMemo, useRef, useState } from 'react'
import type { Content } from '#shared/domain/content-kind.ts'
import type { ByteSource } from '../../../editor/document/byte-source.ts'
import type { Layout } from '../../../editor/document/engine.ts'
import {
  beginningBytes,
  type DocumentState,
  type TextDocument,
} from '../../../editor/document/text-document.ts'
import { JsonView } from '../../../editor/viewers/json-view.tsx'
import { TextView } from '../../../editor/viewers/text-view.tsx'
import { useTextDocument } from '../../../editor/viewers/use-text-document.ts'
import { useColumns } from '../../../editor/viewers/use-columns.ts'
import { Button } from '../../../ui/button.tsx'
import { formatBytes } from '../../../ui/format.ts'
import { Notice } from '../../../ui/notice.tsx'
import { ProgressBar } from '../../../ui/progress.tsx'
import styles from './body.module.css'
import { EditorText } from './editor-text.tsx'
import type { BodyMode } from './modes.ts'
import { ValueSheet, type ShownValue } from './value-sheet.tsx'

/** Up to this size a text is shown in Monaco. Beyond, colouring alone holds the page up for half a second (measured at 2 MB). */
const editorBytes = 1_000_000
/** Up to this size Monaco may be asked for all the same. */
const editorOnRequestBytes = 24_000_000

export interface TextBodyProps {
  source: ByteSource
  content: Content
  charset: string
  mode: BodyMode
  wrap: boolean
  findSignal: number
  memory: string
  onMonaco: (inMonaco: boolean) => void
}

/** Text in the viewer that fits its size: Monaco up to 1 MB, rows of its own beyond, saying what is different there. */
export function TextBody(props: TextBodyProps) {
  const { source, content, charset, mode } = props
  const box = useRef<HTMLDivElement>(null)
  const columns = useColumns(box)
  const json = content.kind === 'json' && (mode === 'pretty' || mode === 'tree')
  const [wantEditor, setWantEditor] = useState(false)
  const [value, setValue] = useState<ShownValue | null>(null)
  const small = source.size <= editorBytes || (wantEditor && source.size <= editorOnRequestBytes)
  const layout = useMemo<Layout>(
    () =>
      json ? { as: 'json', many: /ndjson|jsonl|json-seq/.test(content.mediaType) } : { as: 'text', columns },
    [json, content.mediaType, columns],
  )
  const opened = useTextDocument(source, charset, layout)
  const inEditor = small && mode !== 'tree'
  const { onMonaco } = props
  useEffect(() => onMonaco(inEditor), [onMonaco, inEditor])

  return (
    <div ref={box} className={styles.text}>
      {opened !== null && (
        <>
          <Limits
            {...opened}
            large={!inEditor && mode !== 'tree'}
            json={json}
            onEditor={source.size <= editorOnRequestBytes ? () => setWantEditor(true) : null}
          />
          <div className={styles.textView}>
            {inEditor ? (
              <EditorText {...props} document={opened.document} state={opened.state} />
            ) : json ? (
              <JsonBody {...props} {...opened} onOpenValue={setValue} />
            ) : (
              <TextView
                document={opened.document}
                state={opened.state}
                label="Body as text"
                findSignal={props.findSignal}
              />
            )}
          </div>
          {value !== null && <ValueSheet value={value} onClose={() => setValue(null)} />}
        </>
      )}
    </div>
  )
}

function JsonBody({
  document,
  state,
  mode,
  findSignal,
  onOpenValue,
}: TextBodyProps & {
  document: TextDocument
  state: DocumentState
  onOpenValue: (value: ShownValue) => void
}) {
  const problem = document.json?.rows.problem ?? null
  return (
    <div className={styles.stack}>
      {problem !== null && (
        <div className={styles.notes}>
          <Notice tone="warning">
            Not well-formed JSON from byte {problem.offset.toLocaleString()} on: {problem.message} What came
            before is shown; Raw shows all of it.
          </Notice>
        </div>
      )}
      <div className={styles.textView}>
        <JsonView
          document={document}
          state={state}
          variant={mode === 'tree' ? 'tree' : 'text'}
          onOpenValue={onOpenValue}
          findSignal={findSignal}
          label={mode === 'tree' ? 'Body as a tree' : 'Body, pretty-printed'}
        />
      </div>
    </div>
  )
}

/** Says how far a large body is loaded, and what its viewer does not do. */
function Limits({
  document,
  state,
  large,
  json,
  onEditor,
}: {
  document: TextDocument
  state: DocumentState
  large: boolean
  json: boolean
  onEditor: (() => void) | null
}) {
  const partial = !state.loading && state.loaded < state.size && state.failure === null
  if (state.failure !== null) {
    return (
      <div className={styles.notes}>
        <Notice
          copy={state.failure}
          action={
            <Button size="small" onClick={() => document.readRest()}>
              Try again
            </Button>
          }
        >
          Only {formatBytes(state.loaded)} of {formatBytes(state.size)} could be read: {state.failure}
        </Notice>
      </div>
    )
  }
  if (!large && !partial) return null
  return (
    <div className={styles.limits}>
      <span>
        {partial
          ? `The first ${formatBytes(beginningBytes)} of ${formatBytes(state.size)} are loaded. `
          : `Large body (${formatBytes(state.size)}). `}
        {large &&
          (json
            ? 'Coloured, folded and searched line by line: no regular expressions, and long values are cut (Enter shows them).'
            : 'Not coloured and not folded; long lines are broken at the width of the pane.')}
      </span>
      {partial && (
        <Button size="small" onClick={() => document.readRest()}>
          Load all
        </Button>
      )}
      {large && onEditor !== null && !partial && (
        <Button size="small" variant="ghost" onClick={onEditor}>
          Open in the editor anyway
        </Button>
      )}
      {state.loading && (
        <div className={styles.progress}>
          <ProgressBar value={state.size === 0 ? 1 : state.loaded / state.size} label="Loading the body" />
        </div>
      )}
    </div>
  )
}
