import type { SignatureVerdict } from '#shared/domain/signature.ts'
import { useNow } from '../../../state/now.ts'
import { cx } from '../../../ui/cx.ts'
import { formatDateTime, formatIsoLocal } from '../../../ui/format.ts'
import { Part } from '../part.tsx'
import styles from './evidence.module.css'
import { ageWords, span, timeScale } from './time-words.ts'

type Freshness = NonNullable<SignatureVerdict['freshness']>

/** The timestamp against its tolerance: at the time of capture, which counts, and now. */
export function Timestamp({
  freshness,
  receivedAt,
  title,
}: {
  freshness: Freshness
  receivedAt: number
  title: string
}) {
  const now = useNow()
  const { at, text, ageAtCapture } = freshness
  if (at === null || ageAtCapture === null) {
    return (
      <Part title="Timestamp">
        <p className={styles.remark}>
          The timestamp “<code>{text}</code>” can't be read in the unit that {title} uses.
        </p>
      </Part>
    )
  }
  return (
    <Part title="Timestamp" count={windowWords(freshness)}>
      <TimeLine freshness={freshness} at={at} ageAtCapture={ageAtCapture} now={now} />
      <dl className={styles.times}>
        <dt>Signed</dt>
        <dd>
          <time title={formatIsoLocal(at)}>{formatDateTime(at)}</time> <code>{text}</code>
        </dd>
        <dt>At capture</dt>
        <dd>
          <time title={formatIsoLocal(receivedAt)}>{ageWords(ageAtCapture)}</time>
          <State state={freshness.atCapture} then />
        </dd>
        <dt>Now</dt>
        <dd>
          {ageWords(now - at)}
          <State state={freshness.now} then={false} />
        </dd>
      </dl>
    </Part>
  )
}

function windowWords({ windowSeconds, bothSides }: Freshness): string {
  if (windowSeconds === null) return 'no tolerance is set'
  return `tolerance ${bothSides ? '±' : ''}${span(windowSeconds * 1_000)}`
}

const words: Record<Freshness['now'], readonly [then: string, now: string]> = {
  fresh: ['within the tolerance', 'still within the tolerance'],
  stale: ['too old', 'too old: a replay as it is would be refused'],
  future: ['ahead of the clock', 'ahead of the clock'],
  unreadable: ['not readable', 'not readable'],
  'not-judged': ['not judged', 'not judged'],
}

function State({ state, then }: { state: Freshness['now']; then: boolean }) {
  const good = state === 'fresh'
  const bad = state === 'stale' || state === 'future'
  return (
    <span className={cx(styles.state, good && styles.good, bad && (then ? styles.bad : styles.quiet))}>
      {words[state][then ? 0 : 1]}
    </span>
  )
}

function TimeLine({
  freshness: { windowSeconds, bothSides, atCapture },
  at,
  ageAtCapture,
  now,
}: {
  freshness: Freshness
  at: number
  ageAtCapture: number
  now: number
}) {
  const windowMs = windowSeconds === null ? null : windowSeconds * 1_000
  const scale = timeScale(ageAtCapture, windowMs, bothSides)
  const percent = (ms: number): string => `${scale.place(ms) * 100}%`
  const far = scale.beyond(now - at)
  return (
    <div className={styles.line} aria-hidden>
      <div className={styles.axis} />
      {windowMs !== null && (
        <div
          className={styles.window}
          style={{
            left: percent(bothSides ? -windowMs : 0),
            width: `${(scale.place(windowMs) - scale.place(bothSides ? -windowMs : 0)) * 100}%`,
          }}
        />
      )}
      <Point at={percent(0)} label="signed" kind="signed" />
      <Point
        at={percent(ageAtCapture)}
        label="captured"
        kind={atCapture === 'fresh' || atCapture === 'not-judged' ? 'captured' : 'late'}
      />
      <Point at={percent(now - at)} label={far ? 'now →' : 'now'} kind="now" />
    </div>
  )
}

function Point({
  at,
  label,
  kind,
}: {
  at: string
  label: string
  kind: 'signed' | 'captured' | 'late' | 'now'
}) {
  return (
    <div className={styles.point} data-kind={kind} style={{ left: at }}>
      <span className={styles.pointLabel}>{label}</span>
      <span className={styles.dot} />
    </div>
  )
}
