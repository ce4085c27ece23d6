import { useEffect, useState } from 'react'
import { messageOf } from '../../../client/call-error.ts'
import { readAll, type ByteSource } from '../../../editor/document/byte-source.ts'
import { Button } from '../../../ui/button.tsx'
import { formatBytes } from '../../../ui/format.ts'
import { Notice } from '../../../ui/notice.tsx'
import styles from './body.module.css'

/** A larger image is loaded only when asked to. */
const askFirst = 32_000_000

/** An image. SVG is shown as an image too: as such it runs no script and loads nothing. */
export function ImageView({ source, mediaType }: { source: ByteSource; mediaType: string }) {
  const [allowed, setAllowed] = useState(source.size <= askFirst)
  const [url, setUrl] = useState<string | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  const [actual, setActual] = useState(false)

  useEffect(() => {
    if (!allowed) return
    const stop = new AbortController()
    let made: string | null = null
    readAll(source, stop.signal).then(
      (bytes) => {
        if (stop.signal.aborted) return
        made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: mediaType }))
        setUrl(made)
      },
      (error: unknown) => {
        if (!stop.signal.aborted) setFailure(messageOf(error))
      },
    )
    return () => {
      stop.abort()
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [allowed, source, mediaType])

  if (!allowed) {
    return (
      <div className={styles.notes}>
        <Notice
          tone="info"
          action={
            <Button size="small" onClick={() => setAllowed(true)}>
              Show it
            </Button>
          }
        >
          An image of {formatBytes(source.size)} is not loaded by itself.
        </Notice>
      </div>
    )
  }
  if (failure !== null) {
    return (
      <div className={styles.notes}>
        <Notice tone="warning" copy={failure}>
          {failure}
        </Notice>
      </div>
    )
  }
  if (url === null) return null
  return (
    <div className={styles.image}>
      <button
        type="button"
        className={styles.canvas}
        data-actual={actual}
        aria-label={actual ? 'Fit the image to the pane' : 'Show the image in its own size'}
        onClick={() => setActual(!actual)}
      >
        <img
          src={url}
          alt="The body as an image"
          onLoad={(event) => {
            const { naturalWidth, naturalHeight } = event.currentTarget
            setSize({ width: naturalWidth, height: naturalHeight })
          }}
          onError={() =>
            setFailure(
              `The browser can't show this as ${mediaType}: the data is damaged, or the format is not known here. Hex shows the bytes.`,
            )
          }
        />
      </button>
      <p className={styles.imageFacts}>
        {size !== null && `${size.width} × ${size.height} px, `}
        {mediaType}, {formatBytes(source.size)}
        {size !== null && (actual ? ', own size' : ', fitted to the pane')}
      </p>
    </div>
  )
}
