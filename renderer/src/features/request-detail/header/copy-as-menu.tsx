import { ChevronDown, Copy, Eye } from 'lucide-react'
import { useState } from 'react'
import { copyFormats, type CopyFormat } from '#shared/domain/copy-as/copy-as.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { messageOf } from '../../../client/call-error.ts'
import { useCommands } from '../../../state/commands.ts'
import { useEndpoint } from '../../../state/queries.ts'
import { Button } from '../../../ui/button.tsx'
import { copyText } from '../../../ui/clipboard.ts'
import { Menu } from '../../../ui/menu.tsx'
import { say, sayError } from '../../../ui/toast.tsx'
import { CopyAsDialog } from './copy-as-dialog.tsx'
import { copied, originOf } from './copy-source.ts'
import styles from './header.module.css'

/** Puts the request on the clipboard as something that sends it again, and says what that does otherwise. */
export function CopyAsMenu({ request }: { request: RequestDetail }) {
  const endpoint = useEndpoint(request.endpointId)
  const [preview, setPreview] = useState<CopyFormat | null>(null)
  const origin = originOf(request, endpoint?.url ?? null)

  const copy = async (format: CopyFormat, label: string): Promise<void> => {
    try {
      const { text, notes } = await copied(format, request, origin)
      if (!(await copyText(text))) {
        // Not allowed without a click just before: show it, so that it can be copied by hand.
        setPreview(format)
        return
      }
      say(`Copied as ${label}`, notes.length === 0 ? {} : { description: notes.join(' ') })
    } catch (error) {
      sayError('The request could not be copied.', messageOf(error))
    }
  }
  useCommands(
    copyFormats.map(({ id, label }) => ({
      id: `request.copy-${id}`,
      title: `Copy as ${label}`,
      group: 'Request' as const,
      ...(id === 'curl' ? { keys: ['c'] } : {}),
      words: 'clipboard command',
      run: () => void copy(id, label),
    })),
  )
  return (
    <>
      <Menu
        align="end"
        items={[
          { kind: 'label', label: 'Copy as' },
          ...copyFormats.map(({ id, label }) => ({
            label,
            ...(id === 'curl' ? { keys: ['C'] } : {}),
            onSelect: () => void copy(id, label),
          })),
          { kind: 'separator' },
          { label: 'Look at it first…', icon: <Eye />, onSelect: () => setPreview('curl') },
        ]}
      >
        <Button size="small" variant="ghost" className={styles.copyAs}>
          <Copy aria-hidden />
          Copy as
          <ChevronDown aria-hidden />
        </Button>
      </Menu>
      {preview !== null && (
        <CopyAsDialog
          request={request}
          origin={origin}
          format={preview}
          onFormat={setPreview}
          onClose={() => setPreview(null)}
        />
      )}
    </>
  )
}
