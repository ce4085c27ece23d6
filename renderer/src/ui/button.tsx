import type { ComponentProps } from 'react'
import styles from './button.module.css'
import { cx } from './cx.ts'

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: 'default' | 'primary' | 'ghost' | 'danger'
  size?: 'small' | 'medium' | 'large'
}

/** A button with a text; an icon may stand before it. */
export function Button({
  variant = 'default',
  size = 'medium',
  className,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button type={type} className={cx(styles.button, styles[variant], styles[size], className)} {...rest} />
  )
}
