import type { ComponentProps, ReactNode } from 'react'
import styles from './button.module.css'
import { cx } from './cx.ts'
import { Tooltip } from './tooltip.tsx'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label'> {
  /** Screen-reader name and tooltip. */
  label: string
  children: ReactNode
  variant?: 'default' | 'ghost'
  size?: 'small' | 'medium' | 'large'
  /** Shown in the tooltip, e.g. `['Mod', 'K']`. */
  keys?: readonly string[]
  tooltipSide?: 'top' | 'right' | 'bottom' | 'left'
}

/** A square button with only an icon: its name is in the tooltip and for screen readers. */
export function IconButton({
  label,
  variant = 'ghost',
  size = 'medium',
  className,
  type = 'button',
  keys,
  tooltipSide,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} {...(keys ? { keys } : {})} {...(tooltipSide ? { side: tooltipSide } : {})}>
      <button
        type={type}
        aria-label={label}
        className={cx(styles.button, styles.icon, styles[variant], styles[size], className)}
        {...rest}
      />
    </Tooltip>
  )
}
