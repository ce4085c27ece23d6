import type { ByteSource } from '../../../editor/document/byte-source.ts'
import styles from './body.module.css'
import { useContent } from './use-content.ts'
import { useQuery } from '@tanstack/react-query'

const previewBytes = 400

/** The beginning of a text field, so that short values need not be opened. */
export function ValuePreview({
  source,
  contentType,
  name,
}: {
  source: ByteSource
  contentType: string | null
  name: string
}) {
  const found = useContent(source, contentType ?? 'text/plain', name)
  const charset = found.data?.charset.label
  const text = useQuery({
    queryKey: ['request', 'preview', name, charset],
    queryFn: async ({ signal }) => {
      const bytes = await source.read(0, Math.min(previewBytes, source.size), signal)
      return new TextDecoder(charset).decode(bytes, { stream: true })
    },
    enabled: charset !== undefined && found.data?.content.kind !== 'binary',
  })
  if (source.size === 0) return <p className={styles.partValue}>empty</p>
  if (text.data === undefined) return null
  return (
    <p className={styles.partValue}>
      {text.data}
      {source.size > previewBytes && '…'}
    </p>
  )
}
