import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'
import { cx } from './cx.ts'
import styles from './notice.module.css'

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info }

/** A sentence in place: what happened, to what, and what to do. `copy` adds a button that copies the text. */
export function Notice({
  tone = 'error',
  children,
  copy,
  action,
}: {
  tone?: 'error' | 'warning' | 'info'
  children: ReactNode
  copy?: string
  action?: ReactNode
}) {
  const Icon = icons[tone]
  return (
    <div className={cx(styles.notice, styles[tone])} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon aria-hidden />
      <div className={styles.text}>{children}</div>
      {action}
      {copy !== undefined && <CopyButton text={copy} label="Copy the message" />}
    </div>
  )
}
