import type { ComponentProps } from 'react'
import styles from './badge.module.css'
import { cx } from './cx.ts'

export type Tone = 'neutral' | 'green' | 'red' | 'amber' | 'blue' | 'violet' | 'teal' | 'accent'

/** A small coloured word. The word carries the meaning; the colour only helps. */
export function Badge({ tone = 'neutral', className, ...rest }: ComponentProps<'span'> & { tone?: Tone }) {
  return <span className={cx(styles.badge, styles[tone], className)} {...rest} />
}

const methodTones: Record<string, Tone> = {
  GET: 'green',
  HEAD: 'green',
  POST: 'blue',
  PUT: 'amber',
  PATCH: 'violet',
  DELETE: 'red',
  OPTIONS: 'teal',
}

/** An HTTP method, each common one in its own colour. */
export function MethodChip({ method, className }: { method: string; className?: string | undefined }) {
  return (
    <Badge tone={methodTones[method] ?? 'neutral'} className={cx(styles.method, className)}>
      {method}
    </Badge>
  )
}
