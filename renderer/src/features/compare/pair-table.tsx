import { useState } from 'react'
import type { PairDiff } from '#shared/domain/pair-diff.ts'
import { cx } from '../../ui/cx.ts'
import { SwitchRow } from '../../ui/switch.tsx'
import styles from './compare.module.css'
import { KindMark } from './kind-mark.tsx'

const never = (): boolean => false

/** Names with their value on either side. What is the same steps back, and can be left out. */
export function PairTable({
  lines,
  label,
  same,
  secret = never,
}: {
  lines: readonly PairDiff[]
  label: string
  same: string
  /** Names whose values are masked until asked for. */
  secret?: (name: string) => boolean
}) {
  const [all, setAll] = useState(true)
  const [revealed, setRevealed] = useState(false)
  const masked = lines.some((line) => secret(line.name))
  const shownValue = (line: PairDiff, value: string | null) =>
    value === null ? (
      <span className={styles.none}>none</span>
    ) : secret(line.name) && !revealed ? (
      <span aria-label="Masked value">••••••••</span>
    ) : (
      value
    )
  const differing = lines.filter((line) => line.kind !== 'same').length
  const shown = all ? lines : lines.filter((line) => line.kind !== 'same' || line.note !== null)
  return (
    <div className={styles.scroll}>
      <div className={styles.tableBar}>
        <span className={styles.summary}>
          {differing === 0 ? same : `${differing} of ${lines.length} differ.`}
        </span>
        {masked && <SwitchRow label="Show secrets" checked={revealed} onChange={setRevealed} />}
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
                {shownValue(line, line.before)}
              </td>
              <td className={cx(line.kind !== 'same' && line.after !== null && styles.addedValue)}>
                {shownValue(line, line.after)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
