import { useQuery } from '@tanstack/react-query'
import { copyFormats, type CopyFormat } from '#shared/domain/copy-as/copy-as.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { messageOf } from '../../../client/call-error.ts'
import { MonacoView } from '../../../editor/viewers/monaco-view.tsx'
import { Button } from '../../../ui/button.tsx'
import { CopyTextButton } from '../../../ui/copy-button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { SegmentedControl } from '../../../ui/segmented.tsx'
import { sayError } from '../../../ui/toast.tsx'
import { downloadBytes } from '../download.ts'
import { copied, wireBytes } from './copy-source.ts'
import styles from './header.module.css'

const languages: Record<CopyFormat, string> = {
  curl: 'plaintext',
  fetch: 'javascript',
  httpie: 'plaintext',
  raw: 'plaintext',
}

/** What would be copied, with notes on what comes out otherwise than it was sent. */
export function CopyAsDialog(props: {
  request: RequestDetail
  origin: string
  format: CopyFormat
  onFormat: (format: CopyFormat) => void
  onClose: () => void
}) {
  const { request, origin, format } = props
  const result = useQuery({
    queryKey: ['request', request.id, 'copy-as', format, origin],
    queryFn: () => copied(format, request, origin),
    gcTime: 0,
  })
  return (
    <Dialog
      open
      width="wide"
      title="Copy as"
      description="Sends the same request again when it is run."
      onOpenChange={(open) => {
        if (!open) props.onClose()
      }}
      footer={
        <>
          {format === 'raw' && <Button onClick={() => void saveWire(request)}>Save all bytes</Button>}
          <CopyTextButton
            variant="primary"
            text={result.data?.text ?? ''}
            disabled={result.data === undefined}
          >
            Copy
          </CopyTextButton>
        </>
      }
    >
      <div className={styles.dialog}>
        <SegmentedControl
          label="Format"
          value={format}
          options={copyFormats.map(({ id, label }) => ({ value: id, label }))}
          onChange={props.onFormat}
        />
        {result.isError && <Notice>The body could not be read: {messageOf(result.error)}</Notice>}
        {result.data?.notes.map((note) => (
          <Notice key={note} tone="info">
            {note}
          </Notice>
        ))}
        <div className={styles.preview}>
          {result.data !== undefined && (
            <MonacoView
              text={result.data.text}
              language={languages[format]}
              label={`The request as ${format}`}
              wrap
              small
            />
          )}
        </div>
      </div>
    </Dialog>
  )
}

async function saveWire(request: RequestDetail): Promise<void> {
  try {
    const bytes = await wireBytes(request)
    if (bytes === null)
      sayError('The body is too large to be put together here.', 'Download the body by itself.')
    else downloadBytes(bytes, `request-${request.id}.http`)
  } catch (error) {
    sayError('The request could not be saved.', messageOf(error))
  }
}
