import type { editor } from 'monaco-editor/editor'
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react'
import { loadMonaco } from '../monaco/load.ts'
import styles from './monaco-view.module.css'

export interface MonacoViewHandle {
  find(): void
  /** Puts the cursor on a line (from 1) and brings it into view. */
  revealLine(line: number, column?: number): void
  foldAll(): void
  unfoldAll(): void
}

export interface MonacoViewProps {
  ref?: Ref<MonacoViewHandle>
  text: string
  language: string
  label: string
  wrap?: boolean
  /** A few lines among other things: no line numbers, no folds. */
  small?: boolean
  /** Where the cursor is: line and column from 1, offset in UTF-16 units from 0. */
  onCursor?: (at: { line: number; column: number; offset: number }) => void
  /** Keeps scroll position and folds under this name while the window lives. */
  memory?: string
  /** Where to mark trouble, from 1. */
  problem?: { line: number; column: number; message: string } | null
}

const viewStates = new Map<string, editor.ICodeEditorViewState>()
const maxViewStates = 60

/** Text in Monaco, read-only: colours, folding, search. While Monaco is being loaded the text stands there plain. */
export function MonacoView({
  ref,
  text,
  language,
  label,
  wrap = false,
  small = false,
  onCursor,
  memory,
  problem = null,
}: MonacoViewProps) {
  const box = useRef<HTMLDivElement>(null)
  const editorRef = useRef<editor.IStandaloneCodeEditor | null>(null)
  const cursor = useRef(onCursor)
  const [ready, setReady] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    cursor.current = onCursor
  })

  useEffect(() => {
    let gone = false
    let dispose = (): void => undefined
    loadMonaco().then(
      (monaco) => {
        const element = box.current
        if (gone || element === null) return
        const model = monaco.editor.createModel(text, language)
        const view = monaco.editor.create(element, {
          ...options,
          ...(small ? smallOptions : {}),
          model,
          ariaLabel: label,
        })
        editorRef.current = view
        const remembered = memory === undefined ? undefined : viewStates.get(memory)
        if (remembered !== undefined) view.restoreViewState(remembered)
        const tell = (): void => {
          const position = view.getPosition()
          if (position === null) return
          cursor.current?.({
            line: position.lineNumber,
            column: position.column,
            offset: model.getOffsetAt(position),
          })
        }
        view.onDidChangeCursorPosition(tell)
        tell()
        if (problem !== null) markProblem(monaco, view, problem)
        setReady(true)
        dispose = () => {
          const state = view.saveViewState()
          if (memory !== undefined && state !== null) remember(memory, state)
          editorRef.current = null
          view.dispose()
          model.dispose()
        }
      },
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    )
    return () => {
      gone = true
      dispose()
      setReady(false)
    }
  }, [text, language, label, memory, problem, small])

  useEffect(() => {
    editorRef.current?.updateOptions({ wordWrap: wrap ? 'on' : 'off' })
  }, [wrap, ready])

  useImperativeHandle(ref, () => ({
    find() {
      editorRef.current?.focus()
      void editorRef.current?.getAction('actions.find')?.run()
    },
    revealLine(line, column = 1) {
      editorRef.current?.setPosition({ lineNumber: line, column })
      editorRef.current?.revealPositionInCenterIfOutsideViewport({ lineNumber: line, column })
      editorRef.current?.focus()
    },
    foldAll() {
      editorRef.current?.trigger('toolbar', 'editor.foldLevel2', null)
    },
    unfoldAll() {
      editorRef.current?.trigger('toolbar', 'editor.unfoldAll', null)
    },
  }))

  return (
    <div className={styles.view}>
      <div ref={box} className={styles.editor} data-ready={ready} />
      {!ready && (
        <pre className={styles.plain} data-testid="plain-text">
          {text.slice(0, 12_000)}
          {failure !== null && `\n\nThe editor could not be loaded (${failure}). The text is shown as it is.`}
        </pre>
      )}
    </div>
  )
}

const smallOptions: editor.IStandaloneEditorConstructionOptions = {
  lineNumbers: 'off',
  folding: false,
  lineDecorationsWidth: 8,
  renderLineHighlight: 'none',
  stickyScroll: { enabled: false },
  guides: { indentation: false },
  scrollbar: {
    alwaysConsumeMouseWheel: false,
    verticalScrollbarSize: 10,
    horizontalScrollbarSize: 10,
    useShadows: false,
  },
}

/** What all editors of the window have in common. */
export const options: editor.IStandaloneEditorConstructionOptions = {
  theme: 'hookbench',
  readOnly: true,
  domReadOnly: true,
  automaticLayout: true,
  fontFamily: "'JetBrains Mono', ui-monospace, monospace",
  fontSize: 12,
  lineHeight: 20,
  fontLigatures: false,
  padding: { top: 6, bottom: 6 },
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  lineNumbersMinChars: 4,
  lineDecorationsWidth: 12,
  glyphMargin: false,
  renderLineHighlight: 'line',
  renderWhitespace: 'selection',
  folding: true,
  foldingStrategy: 'indentation',
  showFoldingControls: 'always',
  foldingMaximumRegions: 50_000,
  links: false,
  contextmenu: false,
  occurrencesHighlight: 'off',
  unicodeHighlight: { ambiguousCharacters: false, nonBasicASCII: false },
  bracketPairColorization: { enabled: false },
  guides: { indentation: true, bracketPairs: false },
  stickyScroll: { enabled: true, maxLineCount: 4 },
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  tabFocusMode: true,
  find: {
    addExtraSpaceOnTop: false,
    seedSearchStringFromSelection: 'selection',
    autoFindInSelection: 'never',
  },
  maxTokenizationLineLength: 20_000,
  largeFileOptimizations: true,
  wordWrapColumn: 120,
}

function markProblem(
  monaco: Awaited<ReturnType<typeof loadMonaco>>,
  view: editor.IStandaloneCodeEditor,
  problem: { line: number; column: number; message: string },
): void {
  view.createDecorationsCollection([
    {
      range: new monaco.Range(problem.line, problem.column, problem.line, problem.column + 1),
      options: {
        inlineClassName: 'hb-problem',
        hoverMessage: { value: problem.message },
        isWholeLine: false,
      },
    },
  ])
}

function remember(key: string, state: editor.ICodeEditorViewState): void {
  viewStates.delete(key)
  viewStates.set(key, state)
  const oldest = viewStates.keys().next()
  if (viewStates.size > maxViewStates && !oldest.done) viewStates.delete(oldest.value)
}
