import { formatDuration } from '../../../ui/format.ts'
import styles from './answer.module.css'
import type { TimingSpan } from './timing.ts'

/** The stages one below the other, each as long as it took. */
export function TimingBar({ spans }: { spans: readonly TimingSpan[] }) {
  const total = spans.at(-1)?.to ?? 0
  return (
    <dl className={styles.timing}>
      {spans.map((span, index) => (
        <div key={span.name} className={styles.span} title={span.explanation}>
          <dt>{span.name}</dt>
          <dd className={styles.track} aria-hidden>
            <span
              className={styles.bar}
              data-stage={index}
              style={{
                left: total === 0 ? 0 : `${(span.from / total) * 100}%`,
                width: total === 0 ? 0 : `${((span.to - span.from) / total) * 100}%`,
              }}
            />
          </dd>
          <dd className={styles.duration}>{formatDuration(span.to - span.from)}</dd>
        </div>
      ))}
      <div className={styles.span}>
        <dt className={styles.total}>Total</dt>
        <dd className={styles.track} aria-hidden />
        <dd className={styles.duration}>{formatDuration(total)}</dd>
      </div>
    </dl>
  )
}
