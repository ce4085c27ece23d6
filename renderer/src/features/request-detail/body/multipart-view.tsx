import { ChevronRight } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState, type ComponentType } from 'react'
import { fromBase64 } from '#shared/domain/bytes.ts'
import type { Multipart, MultipartPart } from '#shared/domain/multipart.ts'
import { messageOf } from '../../../client/call-error.ts'
import { memorySource, readAll, sliceSource, type ByteSource } from '../../../editor/document/byte-source.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { formatBytes } from '../../../ui/format.ts'
import { Notice } from '../../../ui/notice.tsx'
import { downloadBytes } from '../download.ts'
import { HeaderTable } from '../headers/header-table.tsx'
import styles from './body.module.css'
import type { ContentViewProps } from './content-props.ts'
import { readParts } from './read-parts.ts'
import { ValuePreview } from './value-preview.tsx'

type PartView = ComponentType<ContentViewProps>

/** A larger body is taken apart only when asked to: it must be read whole for it. */
const askFirst = 128_000_000

/** A multipart body part by part, each with its own viewer. */
export function MultipartView({
  View,
  source,
  contentType,
  name,
}: {
  /** Shows a part; handed in, since parts may hold parts. */
  View: PartView
  source: ByteSource
  contentType: string | null
  name: string
}) {
  const [allowed, setAllowed] = useState(source.size <= askFirst)
  const parts = useQuery({
    queryKey: ['request', 'parts', name, contentType],
    queryFn: ({ signal }) => readParts(source, contentType, signal),
    enabled: allowed,
    gcTime: 10_000,
  })
  if (!allowed) {
    return (
      <div className={styles.notes}>
        <Notice
          tone="info"
          action={
            <Button size="small" onClick={() => setAllowed(true)}>
              Take it apart
            </Button>
          }
        >
          All {formatBytes(source.size)} must be read to find the parts.
        </Notice>
      </div>
    )
  }
  if (parts.isError) {
    return (
      <div className={styles.notes}>
        <Notice copy={messageOf(parts.error)}>The parts could not be read: {messageOf(parts.error)}</Notice>
      </div>
    )
  }
  return parts.data === undefined ? null : (
    <Parts View={View} multipart={parts.data} source={source} name={name} />
  )
}

function Parts({
  View,
  multipart,
  source,
  name,
}: {
  View: PartView
  multipart: Multipart
  source: ByteSource
  name: string
}) {
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set())
  return (
    <div className={styles.scroll}>
      {multipart.problem !== null && (
        <div className={styles.notes}>
          <Notice tone="warning">{multipart.problem.message}</Notice>
        </div>
      )}
      <ol className={styles.parts} aria-label="Parts">
        {multipart.parts.map((part, index) => (
          <Part
            key={index}
            index={index}
            part={part}
            View={View}
            source={source}
            name={`${name}-part-${index}`}
            open={open.has(index)}
            onToggle={() => {
              const next = new Set(open)
              if (!next.delete(index)) next.add(index)
              setOpen(next)
            }}
          />
        ))}
      </ol>
      {multipart.preambleLength + multipart.epilogueLength > 0 && (
        <p className={styles.after}>
          {formatBytes(multipart.preambleLength + multipart.epilogueLength)} lie outside the parts (before the
          first or after the last boundary). Raw shows them.
        </p>
      )}
    </div>
  )
}

function Part(props: {
  View: PartView
  index: number
  part: MultipartPart
  source: ByteSource
  name: string
  open: boolean
  onToggle: () => void
}) {
  const { part, source, open } = props
  const size = part.to - part.from
  const slice = useMemo(() => sliceSource(source, part.from, part.to), [source, part])
  const title = part.name ?? part.filename ?? `Part ${props.index + 1}`
  return (
    <li className={styles.part}>
      <button type="button" className={styles.partHead} aria-expanded={open} onClick={props.onToggle}>
        <ChevronRight aria-hidden data-open={open} />
        <span className={styles.partName}>{title}</span>
        {part.filename !== null && part.filename !== title && <Badge>{part.filename}</Badge>}
        <span className={styles.partType}>{part.contentType ?? ''}</span>
        <span className={styles.partSize}>{formatBytes(size)}</span>
      </button>
      {part.problem !== null && <p className={styles.partProblem}>{part.problem}</p>}
      {!open && part.filename === null && (
        <ValuePreview source={slice} contentType={part.contentType} name={props.name} />
      )}
      {open && (
        <div className={styles.partBody}>
          {part.headers.length > 0 && <HeaderTable pairs={part.headers} label={`Headers of ${title}`} />}
          {size === 0 ? (
            <p className={styles.after}>This part is empty.</p>
          ) : (
            <PartContent View={props.View} part={part} slice={slice} name={props.name} />
          )}
        </div>
      )}
    </li>
  )
}

function PartContent({
  View,
  part,
  slice,
  name,
}: {
  View: PartView
  part: MultipartPart
  slice: ByteSource
  name: string
}) {
  const transfer = part.headers.find(([header]) => header.toLowerCase() === 'content-transfer-encoding')?.[1]
  const base64 = transfer?.trim().toLowerCase() === 'base64'
  const decoded = useQuery({
    queryKey: ['request', 'part-base64', name],
    queryFn: async ({ signal }) => {
      const bytes = fromBase64(new TextDecoder('latin1').decode(await readAll(slice, signal)))
      return bytes === null ? null : memorySource(bytes)
    },
    enabled: base64 && slice.size <= 32_000_000,
    gcTime: 0,
  })
  if (base64 && decoded.isPending && decoded.fetchStatus !== 'idle') return null
  const source = decoded.data ?? slice
  return (
    <div className={styles.partViewer}>
      <View
        source={source}
        contentType={part.contentType ?? (part.filename === null ? 'text/plain' : null)}
        name={`${name}${source === slice ? '' : '-base64'}`}
        facts={`${formatBytes(source.size)}${source === slice ? '' : ', decoded from base64'}`}
        notes={
          base64 && decoded.data === null
            ? [{ tone: 'warning', text: 'This part says base64, but it is none. Shown as sent.' }]
            : []
        }
        onDownload={() => {
          void readAll(source).then((bytes) =>
            downloadBytes(new Uint8Array(bytes), part.filename ?? `${part.name ?? 'part'}.bin`),
          )
        }}
      />
    </div>
  )
}
