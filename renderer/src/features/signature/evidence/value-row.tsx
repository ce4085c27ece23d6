import { Check } from 'lucide-react'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { cx } from '../../../ui/cx.ts'
import styles from './evidence.module.css'

/** One signature value in monospace, the first place where it parts from the other one marked. */
export function ValueRow({
  name,
  hint,
  value,
  difference,
  same = false,
}: {
  name: string
  hint?: string | undefined
  value: string
  /** Characters from 0; null: nothing to mark. */
  difference: number | null
  /** It equals the other one. */
  same?: boolean
}) {
  return (
    <div className={styles.valueRow}>
      <dt title={hint}>
        <span className={styles.valueName}>{name}</span>
        {hint !== undefined && <span className={styles.valueHint}>{hint}</span>}
      </dt>
      <dd>
        <code className={cx(styles.value, same && styles.same)}>
          {difference === null ? (
            value
          ) : (
            <>
              {value.slice(0, difference)}
              <mark className={styles.parting}>
                {difference < value.length ? value.charAt(difference) : '␣'}
              </mark>
              <span className={styles.after}>{value.slice(difference + 1)}</span>
            </>
          )}
        </code>
        {same && <Check aria-label="equal" className={styles.tick} />}
        <CopyButton text={value} label={`Copy the value: ${name}`} />
      </dd>
    </div>
  )
}
