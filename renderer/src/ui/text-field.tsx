import type { ComponentProps } from 'react'
import { cx } from './cx.ts'
import styles from './field.module.css'

/** A one-line input; name it with `aria-label` or a Field. */
export function TextField({
  mono = false,
  className,
  type = 'text',
  ...rest
}: ComponentProps<'input'> & { mono?: boolean }) {
  return (
    <input
      type={type}
      spellCheck={false}
      autoComplete="off"
      className={cx(styles.control, mono && styles.mono, className)}
      {...rest}
    />
  )
}

/** A field of several lines. */
export function TextArea({
  mono = false,
  className,
  ...rest
}: ComponentProps<'textarea'> & { mono?: boolean }) {
  return (
    <textarea spellCheck={false} className={cx(styles.control, mono && styles.mono, className)} {...rest} />
  )
}
