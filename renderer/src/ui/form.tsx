import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import styles from './form.module.css'

/** A group of fields under a heading. */
export function FormSection({
  title,
  text,
  children,
}: {
  title?: string
  text?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={styles.section}>
      {title !== undefined && (
        <div className={styles.head}>
          <h3 className={styles.title}>{title}</h3>
          {text !== undefined && <p className={styles.text}>{text}</p>}
        </div>
      )}
      {children}
    </section>
  )
}

/** Fields side by side. */
export function FormRow({ children, className }: { children: ReactNode; className?: string | undefined }) {
  return <div className={cx(styles.row, className)}>{children}</div>
}

/** A control with its unit behind it; null: a bare number. */
export function WithUnit({ unit, children }: { unit: string | null; children: ReactNode }) {
  if (unit === null) return children
  return (
    <div className={styles.unit}>
      {children}
      <span>{unit}</span>
    </div>
  )
}
