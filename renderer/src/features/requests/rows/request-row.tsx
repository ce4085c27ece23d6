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
  type LucideIcon,
} from 'lucide-react'
import { memo, type MouseEvent } from 'react'
import { useNow } from '../../../state/now.ts'
import { MethodChip } from '../../../ui/badge.tsx'
import { cx } from '../../../ui/cx.ts'
import { formatAgo, formatBytes, formatIsoLocal } from '../../../ui/format.ts'
import { ProviderIcon } from './provider-icon.tsx'
import { shownTarget } from './row-text.ts'
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
      aria-posinset={position + 1}
      aria-setsize={total}
      data-request={item.id}
      data-open={open || undefined}
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
        <span className={styles.path} title={item.target}>
          <span className={styles.pathText}>{path}</span>
          <span className={styles.query}>{query}</span>
        </span>
        {(item.event !== null || item.summary !== null) && (
          <span className={styles.words}>
            {item.event !== null && <span className={styles.event}>{item.event}</span>}
            {item.summary !== null && <span className={styles.line}>{item.summary}</span>}
          </span>
        )}
      </span>
      <Marks item={item} />
      <span className={styles.size}>{item.bodySize === 0 ? '–' : formatBytes(item.bodySize)}</span>
      <span className={cx(styles.status, status !== null && styles[`s${Math.floor(status / 100)}`])}>
        {status ?? '—'}
        {status === null && <span className="visually-hidden">not answered</span>}
      </span>
      <Age at={item.receivedAt} />
    </div>
  )
})

/** A sign for the eye, and the same in words. */
function Sign({
  icon: Icon,
  words,
  className,
}: {
  icon: LucideIcon
  words: string
  className?: string | undefined
}) {
  return (
    <span title={words} className={cx(styles.sign, className)}>
      <Icon aria-hidden />
      <span className="visually-hidden">{words}</span>
    </span>
  )
}

/** What is unusual about a request, and how its signature was judged. */
function Marks({ item }: { item: RequestSummary }) {
  const signature = item.signature === null ? null : signatures[item.signature]
  return (
    <span className={styles.marks}>
      {item.pinned && <Sign icon={Pin} words="pinned" className={styles.pin} />}
      {item.hasNote && <Sign icon={StickyNote} words="has a note" />}
      {!item.complete && (
        <Sign icon={Scissors} words="incomplete: the upload broke off or was cut" className={styles.warn} />
      )}
      {item.malformed && <Sign icon={CircleSlash} words="not a well-formed request" className={styles.bad} />}
      {item.answer.origin === 'refused' && !item.malformed && (
        <Sign icon={Ban} words="refused by the receiver" className={styles.warn} />
      )}
      {item.answer.origin === 'handshake' && (
        <Sign icon={Handshake} words="answered as the provider’s handshake" />
      )}
      <span className={styles.signature}>
        {signature !== null && (
          <Sign icon={signature.icon} words={signature.words} className={styles[signature.tone]} />
        )}
      </span>
    </span>
  )
}

const signatures = {
  valid: { icon: ShieldCheck, tone: 'valid', words: 'signature valid' },
  invalid: { icon: ShieldX, tone: 'bad', words: 'signature invalid' },
  missing: { icon: ShieldQuestion, tone: 'warn', words: 'signature missing' },
  stale: { icon: Clock, tone: 'warn', words: 'signature right, but stale' },
  error: { icon: ShieldAlert, tone: 'warn', words: 'signature could not be checked' },
} as const

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
