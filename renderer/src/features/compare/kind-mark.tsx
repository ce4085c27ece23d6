import { Equal, Minus, MoveRight, Plus, SquarePen } from 'lucide-react'
import styles from './compare.module.css'

export type DifferenceKind = 'same' | 'added' | 'removed' | 'changed' | 'moved'

const icons = { same: Equal, added: Plus, removed: Minus, changed: SquarePen, moved: MoveRight }

/** How two sides differ: a sign and a colour, and a word for those who see neither. */
export function KindMark({ kind }: { kind: DifferenceKind }) {
  const Icon = icons[kind]
  return (
    <span className={styles.mark} data-kind={kind} role="img" aria-label={kind} title={kind}>
      <Icon aria-hidden />
    </span>
  )
}
