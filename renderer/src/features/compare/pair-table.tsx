import { useState } from 'react'
import type { PairDiff } from '#shared/domain/pair-diff.ts'
import { cx } from '../../ui/cx.ts'
import { SwitchRow } from '../../ui/switch.tsx'
import styles from './compare.module.css'
import { KindMark } from './kind-mark.tsx'

/** Names with their value on either side. What is the same steps back, and can be left out. */
export function PairTable({
  lines,
  label,
  same,
}: {
  lines: readonly PairDiff[]
  label: string
  same: string
}) {
  const [all, setAll] = useState(true)
  const differing = lines.filter((line) => line.kind !== 'same' || line.note !== null)
  const shown = all ? lines : differing
  return (
    <div className={styles.scroll}>
      <div className={styles.tableBar}>
        <span className={styles.summary}>
          {lines.every((line) => line.kind === 'same')
            ? same
            : `${differing.length} of ${lines.length} differ.`}
        </span>
        <SwitchRow label="Show what is the same" checked={all} onChange={setAll} />
      </div>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((line, index) => (
            <tr key={index} className={cx(line.kind === 'same' && styles.same)}>
              <th scope="row">
                <KindMark kind={line.kind} />
                {line.name}
                {line.note !== null && <span className={styles.note}>{line.note}</span>}
              </th>
              <td className={cx(line.kind !== 'same' && line.before !== null && styles.removedValue)}>
                {line.before ?? <span className={styles.none}>none</span>}
              </td>
              <td className={cx(line.kind !== 'same' && line.after !== null && styles.addedValue)}>
                {line.after ?? <span className={styles.none}>none</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
