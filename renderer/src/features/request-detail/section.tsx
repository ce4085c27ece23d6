import type { ReactNode } from 'react'
import styles from './section.module.css'

/** A titled part of a tab. */
export function Section({
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
    <section className={styles.section} aria-label={title}>
      <header className={styles.header}>
        <h3 className={styles.title}>{title}</h3>
        {count !== undefined && <span className={styles.count}>{count}</span>}
        {actions !== undefined && <span className={styles.actions}>{actions}</span>}
      </header>
      {children}
    </section>
  )
}
