import type { ComponentProps } from 'react'
import { cx } from './cx.ts'
import styles from './table.module.css'

/** A plain table with 28 px rows; give it a `<caption className="visually-hidden">` or an `aria-label`. */
export function Table({ className, ...rest }: ComponentProps<'table'>) {
  return <table className={cx(styles.table, className)} {...rest} />
}
