import { Download, NotebookPen, Pin, PinOff, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RequestDetail } from '#shared/domain/request.ts'
import { useEndpoint, unmatchedId } from '../../../state/queries.ts'
import { Badge, MethodChip } from '../../../ui/badge.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { formatBytes, formatClock, formatDateTime, formatIsoLocal } from '../../../ui/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { statusPhrase, statusTone } from '../answer/answer-words.ts'
import { downloadBody } from '../download.ts'
import { deleteRequest, setPinned } from '../request-commands.ts'
import { CopyAsMenu } from './copy-as-menu.tsx'
import styles from './header.module.css'

/** What came, from where and how it was answered, in two lines, with everything that can be done with it. */
export function DetailHeader({
  request,
  noteOpen,
  onNote,
  compare,
}: {
  request: RequestDetail
  noteOpen: boolean
  onNote: () => void
  /** Where a comparison begins. */
  compare?: ReactNode
}) {
  return (
    <header className={styles.header}>
      <div className={styles.first}>
        <MethodChip method={request.method === '' ? '?' : request.method} />
        <Target request={request} />
        <CopyButton text={request.target} label="Copy the target" />
      </div>
      <div className={styles.second}>
        <Facts request={request} />
        <div className={styles.actions} role="toolbar" aria-label="Request">
          <CopyAsMenu request={request} />
          {compare}
          <IconButton
            size="small"
            label={request.pinned ? 'Unpin' : 'Pin: never removed by retention'}
            aria-pressed={request.pinned}
            onClick={() => void setPinned(request, !request.pinned)}
          >
            {request.pinned ? <PinOff /> : <Pin />}
          </IconButton>
          <IconButton size="small" label="Note" aria-pressed={noteOpen} onClick={onNote}>
            <NotebookPen />
          </IconButton>
          {request.bodySize > 0 && (
            <IconButton
              size="small"
              label="Download the body as sent"
              onClick={() => downloadBody(request.id, request.contentType, false)}
            >
              <Download />
            </IconButton>
          )}
          <IconButton size="small" label="Delete" onClick={() => void deleteRequest(request)}>
            <Trash2 />
          </IconButton>
        </div>
      </div>
    </header>
  )
}

/** The target as sent; the part that only names the endpoint steps back. */
function Target({ request }: { request: RequestDetail }) {
  const { target } = request
  const second = target.startsWith('/') ? target.slice(1).search(/[/?#]/) + 1 : 0
  const named = request.endpointId !== unmatchedId && !request.malformed
  const own = named ? (second > 0 ? second : target.length) : 0
  return (
    <h2 className={styles.target} data-testid="target" title={target}>
      {own > 0 && <span className={styles.own}>{target.slice(0, own)}</span>}
      {target.slice(own)}
    </h2>
  )
}

function Facts({ request }: { request: RequestDetail }) {
  const endpoint = useEndpoint(request.endpointId)
  const { status } = request.answer
  const unmatched = request.endpointId === unmatchedId
  return (
    <ul className={styles.facts}>
      <li className={styles.endpoint}>
        <span
          className={styles.dot}
          style={{ background: `var(--dot-${endpoint?.color ?? 'slate'})` }}
          aria-hidden
        />
        {unmatched ? 'Unmatched' : (endpoint?.name ?? 'Endpoint')}
      </li>
      <li>
        <time
          dateTime={new Date(request.receivedAt).toISOString()}
          title={formatIsoLocal(request.receivedAt)}
        >
          {isToday(request.receivedAt) ? formatClock(request.receivedAt) : formatDateTime(request.receivedAt)}
        </time>
      </li>
      <li title={`${request.bodySize.toLocaleString()} bytes of body`}>
        {request.bodySize === 0 ? 'no body' : formatBytes(request.bodySize)}
      </li>
      <li>
        <Badge tone={statusTone(status)}>
          {status === null ? 'No answer' : `${status} ${statusPhrase(status)}`.trim()}
        </Badge>
      </li>
      <li title="Where the request came from">
        {request.remoteAddress}
        {request.tls && ', TLS'}
      </li>
    </ul>
  )
}

function isToday(at: number): boolean {
  return new Date(at).toDateString() === new Date().toDateString()
}
