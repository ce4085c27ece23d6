import { useMemo } from 'react'
import { messageOf } from '../../../client/call-error.ts'
import type { ByteSource } from '../../../editor/document/byte-source.ts'
import { formatBytes } from '../../../ui/format.ts'
import { Notice } from '../../../ui/notice.tsx'
import styles from './body.module.css'
import { useBytes } from './use-bytes.ts'

const previewLimit = 4_000_000

/** Comes first in the frame, so that nothing in the page can be loaded before it: no scripts, no network, no forms. */
const policy =
  '<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'; img-src data:">'

/** A page as it would look, in a frame that may do nothing: sandboxed without exceptions, its own policy on top of ours. */
export function HtmlPreview({ source, charset }: { source: ByteSource; charset: string }) {
  const bytes = useBytes(source, previewLimit)
  const page = useMemo(
    () => (bytes.data === undefined ? null : policy + new TextDecoder(charset).decode(bytes.data)),
    [bytes.data, charset],
  )
  if (bytes.isError) {
    return (
      <div className={styles.notes}>
        <Notice>The page could not be read: {messageOf(bytes.error)}</Notice>
      </div>
    )
  }
  if (page === null) return null
  return (
    <div className={styles.stack}>
      <p className={styles.limits}>
        Without scripts, network and forms: remote images and styles are missing.
        {source.size > previewLimit &&
          ` The first ${formatBytes(previewLimit)} of ${formatBytes(source.size)}.`}
      </p>
      <iframe
        className={styles.frame}
        title="Preview of the page"
        sandbox=""
        srcDoc={page}
        referrerPolicy="no-referrer"
      />
    </div>
  )
}
