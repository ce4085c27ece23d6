import { Tabs as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx.ts'
import styles from './tabs.module.css'

export interface TabItem {
  value: string
  label: ReactNode
  /** A small figure after the label. */
  count?: number | undefined
}

/** Tabs under control of the caller; put one TabPanel per item inside. Arrow keys move between tabs. */
export function Tabs({
  label,
  items,
  value,
  onChange,
  children,
  className,
  trailing,
}: {
  /** Screen-reader name of the row of tabs. */
  label: string
  items: readonly TabItem[]
  value: string
  onChange: (value: string) => void
  children: ReactNode
  className?: string | undefined
  /** Something at the right end of the row. */
  trailing?: ReactNode
}) {
  return (
    <Radix.Root className={cx(styles.root, className)} value={value} onValueChange={onChange}>
      <Radix.List className={styles.list} aria-label={label}>
        {items.map((item) => (
          <Radix.Trigger key={item.value} value={item.value} className={styles.tab}>
            {item.label}
            {item.count !== undefined && <span className={styles.count}>{item.count}</span>}
          </Radix.Trigger>
        ))}
        {trailing}
      </Radix.List>
      {children}
    </Radix.Root>
  )
}

/** What one tab shows; mounted only while its tab is chosen. */
export function TabPanel({ className, ...rest }: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content className={cx(styles.panel, className)} {...rest} />
}
