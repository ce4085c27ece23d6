import { useEffect, useRef, useState } from 'react'
import { loadMonaco } from '../monaco/load.ts'
import { options } from './monaco-view.tsx'
import styles from './monaco-view.module.css'

/** Two texts side by side in Monaco's diff editor; one above the other where the pane is narrow. */
export function DiffView({
  before,
  after,
  language,
  label,
}: {
  before: string
  after: string
  language: string
  label: string
}) {
  const box = useRef<HTMLDivElement>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    let gone = false
    let dispose = (): void => undefined
    loadMonaco().then(
      (monaco) => {
        const element = box.current
        if (gone || element === null) return
        const original = monaco.editor.createModel(before, language)
        const modified = monaco.editor.createModel(after, language)
        const view = monaco.editor.createDiffEditor(element, {
          ...options,
          originalAriaLabel: `${label}, before`,
          modifiedAriaLabel: `${label}, after`,
          originalEditable: false,
          renderSideBySide: true,
          useInlineViewWhenSpaceIsLimited: true,
          renderSideBySideInlineBreakpoint: 560,
          hideUnchangedRegions: { enabled: true, contextLineCount: 3, minimumLineCount: 5 },
          renderOverviewRuler: false,
          renderMarginRevertIcon: false,
          renderGutterMenu: false,
          stickyScroll: { enabled: false },
          maxComputationTime: 3_000,
          ignoreTrimWhitespace: false,
          wordWrap: 'on',
        })
        view.setModel({ original, modified })
        // The options for the two labels do not reach the side that is hidden where the pane is narrow.
        view.getOriginalEditor().updateOptions({ ariaLabel: `${label}, before` })
        view.getModifiedEditor().updateOptions({ ariaLabel: `${label}, after` })
        dispose = () => {
          view.dispose()
          original.dispose()
          modified.dispose()
        }
      },
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    )
    return () => {
      gone = true
      dispose()
    }
  }, [before, after, language, label])
  return (
    <div className={styles.view}>
      <div ref={box} className={styles.editor} />
      {failure !== null && <pre className={styles.plain}>The editor could not be loaded ({failure}).</pre>}
    </div>
  )
}
