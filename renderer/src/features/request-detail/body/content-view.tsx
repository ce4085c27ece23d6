import { Download, Search, WrapText } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '../../../client/call-error.ts'
import { HexView } from '../../../editor/viewers/hex-view.tsx'
import { remember, remembered } from '../../../state/storage.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { SegmentedControl } from '../../../ui/segmented.tsx'
import styles from './body.module.css'
import { CharsetSelect } from './charset-select.tsx'
import type { ContentNote, ContentViewProps } from './content-props.ts'
import { FormView } from './form-view.tsx'
import { HtmlPreview } from './html-preview.tsx'
import { ImageView } from './image-view.tsx'
import { kindNames, modeName, modesFor, type BodyMode } from './modes.ts'
import { MultipartView } from './multipart-view.tsx'
import { PdfView } from './pdf-view.tsx'
import { TextBody } from './text-body.tsx'
import { useContent, type SourceContent } from './use-content.ts'

/** Bytes with a content type, in every mode that makes sense for them. */
export function ContentView(props: ContentViewProps) {
  const found = useContent(props.source, props.stillEncoded === true ? null : props.contentType, props.name)
  if (found.isError) {
    return (
      <div className={styles.notes}>
        <Notice copy={messageOf(found.error)}>The body could not be read: {messageOf(found.error)}</Notice>
      </div>
    )
  }
  if (found.data === undefined) return null
  return <Modes key={props.name} {...props} found={found.data} />
}

const isMode = (value: unknown): value is BodyMode => typeof value === 'string'

function Modes({ found, ...props }: ContentViewProps & { found: SourceContent }) {
  const { content } = found
  const modes = modesFor(content)
  const memory = `body-mode.${content.kind}`
  const [chosen, setChosen] = useState<BodyMode | null>(() => remembered(memory, isMode))
  const mode = chosen !== null && modes.includes(chosen) ? chosen : (modes[0] ?? 'hex')
  const [charset, setCharset] = useState(found.charset.label)
  const [wrap, setWrap] = useState(
    () => remembered('body-wrap', (value) => typeof value === 'boolean') ?? true,
  )
  const [finds, setFinds] = useState(0)
  const [inMonaco, setInMonaco] = useState(false)
  const textual = mode === 'pretty' || mode === 'raw'
  const notes: ContentNote[] = [
    ...(props.notes ?? []),
    ...(content.note === null || props.stillEncoded === true
      ? []
      : [{ tone: 'info' as const, text: content.note }]),
    ...(found.charset.problem === null ? [] : [{ tone: 'warning' as const, text: found.charset.problem }]),
  ]

  const choose = (next: BodyMode): void => {
    setChosen(next)
    remember(memory, next)
  }
  return (
    <div className={styles.content}>
      <div className={styles.bar}>
        <SegmentedControl
          label="How to show the body"
          value={mode}
          options={modes.map((value) => ({ value, label: modeName(value, content) }))}
          onChange={choose}
        />
        <div className={styles.facts}>
          <span title={content.mediaType}>{kindNames[content.kind]}</span>
          {(textual || mode === 'fields' || mode === 'tree') && (
            <CharsetSelect value={charset} found={found.charset.label} onChange={setCharset} />
          )}
          <span>{props.facts}</span>
          {props.encoding}
        </div>
        <div className={styles.tools}>
          {textual && (
            <>
              <IconButton
                size="small"
                label="Wrap long lines"
                aria-pressed={wrap}
                disabled={!inMonaco}
                onClick={() => {
                  setWrap(!wrap)
                  remember('body-wrap', !wrap)
                }}
              >
                <WrapText />
              </IconButton>
              <IconButton size="small" label="Find" keys={['Mod', 'F']} onClick={() => setFinds(finds + 1)}>
                <Search />
              </IconButton>
            </>
          )}
          {props.onDownload && (
            <IconButton size="small" label="Download the body" onClick={props.onDownload}>
              <Download />
            </IconButton>
          )}
        </div>
      </div>
      {notes.length > 0 && (
        <div className={styles.notes}>
          {notes.map((note) => (
            <Notice key={note.text} tone={note.tone}>
              {note.text}
            </Notice>
          ))}
        </div>
      )}
      <div className={styles.viewer}>
        {textual || mode === 'tree' ? (
          <TextBody
            key={charset}
            source={props.source}
            content={content}
            charset={charset}
            mode={mode}
            wrap={wrap}
            findSignal={finds}
            memory={`${props.name}-${mode}`}
            onMonaco={setInMonaco}
          />
        ) : mode === 'hex' ? (
          <HexView source={props.source} label="Bytes of the body" />
        ) : mode === 'fields' ? (
          <FormView source={props.source} charset={charset} />
        ) : mode === 'parts' ? (
          <MultipartView
            View={ContentView}
            source={props.source}
            contentType={props.contentType}
            name={props.name}
          />
        ) : content.kind === 'pdf' ? (
          <PdfView source={props.source} />
        ) : content.kind === 'html' ? (
          <HtmlPreview source={props.source} charset={charset} />
        ) : (
          <ImageView source={props.source} mediaType={content.mediaType} />
        )}
      </div>
    </div>
  )
}
