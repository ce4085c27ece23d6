import { Check, ChevronsUpDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import styles from './field.module.css'

export interface SelectOption<T extends string> {
  value: T
  label: ReactNode
}

/** One of several choices in a drop-down. */
export function Select<T extends string>({
  value,
  options,
  onChange,
  className,
  disabled = false,
  ...rest
}: {
  value: T
  options: readonly SelectOption<T>[]
  onChange: (value: T) => void
  className?: string | undefined
  disabled?: boolean
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string
}) {
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as T)} disabled={disabled}>
      <Radix.Trigger className={cx(styles.control, styles.select, className)} {...rest}>
        <Radix.Value />
        <ChevronsUpDown aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={styles.selectContent} position="popper" sideOffset={4} collisionPadding={8}>
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item key={option.value} value={option.value} className={styles.option}>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                <Radix.ItemIndicator className={styles.tick}>
                  <Check aria-hidden />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
