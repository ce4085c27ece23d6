import type { ReactNode } from 'react'
import styles from './signature.module.css'

/** A titled part of the tab. */
export function Part({
  title,
  count,
  actions,
  children,
}: {
  title: string
  count?: ReactNode
  actions?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={styles.part} aria-label={title}>
      <header className={styles.partHead}>
        <h3 className={styles.partTitle}>{title}</h3>
        {count !== undefined && <span className={styles.count}>{count}</span>}
        {actions !== undefined && <span className={styles.partActions}>{actions}</span>}
      </header>
      {children}
    </section>
  )
}
