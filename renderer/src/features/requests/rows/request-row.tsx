import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import {
  Ban,
  CircleSlash,
  Clock,
  Handshake,
  Pin,
  Scissors,
  ShieldAlert,
  ShieldCheck,
  ShieldQuestion,
  ShieldX,
  StickyNote,
} from 'lucide-react'
import { memo, type MouseEvent } from 'react'
import { useNow } from '../../../state/now.ts'
import { MethodChip } from '../../../ui/badge.tsx'
import { cx } from '../../../ui/cx.ts'
import { formatAgo, formatBytes, formatIsoLocal } from '../../../ui/format.ts'
import { ProviderIcon } from './provider-icon.tsx'
import { rowName, shownTarget } from './row-text.ts'
import styles from './request-row.module.css'

interface RowProps {
  id: string
  item: RequestSummary
  position: number
  total: number
  open: boolean
  marked: boolean
  /** Name and colour of its endpoint, where the list holds those of several. */
  endpoint: Pick<Endpoint, 'name' | 'color'> | undefined
  onChoose: (item: RequestSummary, position: number, event: MouseEvent) => void
}

/** One request in 28 pixels. */
export const RequestRow = memo(function RequestRow({
  id,
  item,
  position,
  total,
  open,
  marked,
  endpoint,
  onChoose,
}: RowProps) {
  const { path, query } = shownTarget(item)
  const { status } = item.answer
  return (
    <div
      id={id}
      role="option"
      aria-selected={open || marked}
      aria-label={rowName(item)}
      aria-posinset={position + 1}
      aria-setsize={total}
      data-request={item.id}
      className={cx(styles.row, endpoint && styles.withDot, open && styles.open, marked && styles.marked)}
      onMouseDown={(event) => {
        // Shift would select text on the way.
        if (event.shiftKey) event.preventDefault()
      }}
      onClick={(event) => onChoose(item, position, event)}
    >
      {endpoint && (
        <span
          className={styles.dot}
          title={endpoint.name}
          style={{ background: `var(--dot-${endpoint.color})` }}
        />
      )}
      <MethodChip method={item.method === '' ? '?' : item.method} className={styles.method} />
      <ProviderIcon provider={item.provider} />
      <span className={styles.what}>
        <span
          className={cx(styles.path, item.event === null && item.summary === null && styles.alone)}
          title={item.target}
        >
          <span className={styles.pathText}>{path}</span>
          <span className={styles.query}>{query}</span>
        </span>
        <span className={styles.summary}>
          <span className={styles.words}>
            {item.event !== null && <span className={styles.event}>{item.event}</span>}
            {item.summary !== null && <span className={styles.line}>{item.summary}</span>}
          </span>
          <Flags item={item} />
        </span>
      </span>
      <SignatureSign mark={item.signature} />
      <span className={styles.size}>{item.bodySize === 0 ? '–' : formatBytes(item.bodySize)}</span>
      <span className={cx(styles.status, status !== null && styles[`s${Math.floor(status / 100)}`])}>
        {status ?? (item.answer.origin === 'hang' ? 'hang' : '—')}
      </span>
      <Age at={item.receivedAt} />
    </div>
  )
})

const signatures = {
  valid: [ShieldCheck, 'valid', 'Signature valid'],
  invalid: [ShieldX, 'bad', 'Signature invalid'],
  missing: [ShieldQuestion, 'warn', 'Signature missing'],
  stale: [Clock, 'warn', 'Signature right, but stale'],
  error: [ShieldAlert, 'warn', 'Signature could not be checked'],
} as const

/** What is unusual about a request. */
function Flags({ item }: { item: RequestSummary }) {
  return (
    <span className={styles.flags} aria-hidden>
      {item.pinned && (
        <span title="Pinned" className={styles.pin}>
          <Pin />
        </span>
      )}
      {item.hasNote && (
        <span title="Has a note">
          <StickyNote />
        </span>
      )}
      {!item.complete && (
        <span title="Incomplete: the upload broke off or was cut" className={styles.warn}>
          <Scissors />
        </span>
      )}
      {item.malformed && (
        <span title="Not a well-formed request" className={styles.bad}>
          <CircleSlash />
        </span>
      )}
      {item.answer.origin === 'refused' && !item.malformed && (
        <span title="Refused by the receiver" className={styles.warn}>
          <Ban />
        </span>
      )}
      {item.answer.origin === 'handshake' && (
        <span title="Answered as the provider's handshake">
          <Handshake />
        </span>
      )}
    </span>
  )
}

function SignatureSign({ mark }: { mark: RequestSummary['signature'] }) {
  if (mark === null) return <span />
  const [Icon, tone, title] = signatures[mark]
  return (
    <span title={title} className={cx(styles.signature, styles[tone])} aria-hidden>
      <Icon />
    </span>
  )
}

function Age({ at }: { at: number }) {
  return (
    <time className={styles.time} title={formatIsoLocal(at)}>
      {formatAgo(at, useNow())}
    </time>
  )
}

const widths = [
  [36, 120, 180],
  [44, 90, 220],
  [36, 150, 140],
  [40, 110, 200],
] as const

/** Stands in for a row that is on its way. */
export function SkeletonRow({ position }: { position: number }) {
  const [method, path, line] = widths[position % widths.length] ?? widths[0]
  return (
    <div className={styles.skeleton} aria-hidden>
      <span style={{ width: method }} />
      <span style={{ width: path, marginLeft: 36 }} />
      <span style={{ width: line }} />
    </div>
  )
}
