import { Progress as Radix } from 'radix-ui'
import { cx } from './cx.ts'
import styles from './progress.module.css'

/** Something short is under way. */
export function Spinner({ label = 'Loading' }: { label?: string }) {
  return <span className={styles.spinner} role="status" aria-label={label} />
}

/** How far a longer work is: `value` from 0 to 1, or null when it cannot be told. */
export function ProgressBar({ value, label }: { value: number | null; label: string }) {
  return (
    <Radix.Root
      className={cx(styles.track, value === null && styles.unknown)}
      value={value === null ? null : Math.round(value * 100)}
      aria-label={label}
    >
      <Radix.Indicator
        className={styles.bar}
        style={value === null ? undefined : { width: `${value * 100}%` }}
      />
    </Radix.Root>
  )
}
