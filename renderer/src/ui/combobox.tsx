import { Command as Cmdk } from 'cmdk'
import { Check, ChevronsUpDown } from 'lucide-react'
import { Popover as Radix } from 'radix-ui'
import { useState } from 'react'
import styles from './combobox.module.css'
import { cx } from './cx.ts'
import field from './field.module.css'

export interface ComboboxOption<T extends string> {
  value: T
  label: string
  /** More words by which it is found. */
  words?: string
}

export interface ComboboxGroup<T extends string> {
  /** Null: without a heading. */
  heading: string | null
  options: readonly ComboboxOption<T>[]
}

/** Every word that was typed must occur. */
function fits(value: string, search: string, keywords: string[] = []): number {
  const text = [value, ...keywords].join(' ').toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
    ? 1
    : 0
}

/** One of many choices, in groups, found by typing. Name it with `aria-label` or a Field. */
export function Combobox<T extends string>({
  value,
  groups,
  onChange,
  searchLabel,
  placeholder,
  className,
  size = 'medium',
  ...rest
}: {
  value: T | null
  groups: readonly ComboboxGroup<T>[]
  onChange: (value: T) => void
  /** Placeholder and name of the search field. */
  searchLabel: string
  /** Shown while nothing is chosen. */
  placeholder: string
  className?: string | undefined
  size?: 'small' | 'medium'
  id?: string
  'aria-label'?: string
  'aria-describedby'?: string
}) {
  const [open, setOpen] = useState(false)
  const chosen = groups.flatMap((group) => group.options).find((option) => option.value === value)
  const { 'aria-label': label, ...trigger } = rest
  return (
    <Radix.Root open={open} onOpenChange={setOpen} modal>
      <Radix.Trigger
        className={cx(field.control, field.select, size === 'small' && styles.small, className)}
        {...trigger}
        {...(label === undefined ? {} : { 'aria-label': `${label}: ${chosen?.label ?? placeholder}` })}
      >
        <span className={cx(styles.chosen, chosen === undefined && styles.placeholder)}>
          {chosen?.label ?? placeholder}
        </span>
        <ChevronsUpDown aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={styles.content}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={searchLabel}
        >
          <Cmdk label={searchLabel} loop filter={fits} {...(value === null ? {} : { defaultValue: value })}>
            <Cmdk.Input className={styles.input} placeholder={searchLabel} />
            <Cmdk.List className={styles.list} label={searchLabel}>
              <Cmdk.Empty className={styles.empty}>Nothing fits.</Cmdk.Empty>
              {groups.map((group, index) => (
                <Cmdk.Group key={group.heading ?? index} heading={group.heading ?? undefined}>
                  {group.options.map((option) => (
                    <Cmdk.Item
                      key={option.value}
                      value={option.value}
                      keywords={[option.label, option.words ?? '', group.heading ?? '']}
                      className={styles.item}
                      onSelect={() => {
                        setOpen(false)
                        onChange(option.value)
                      }}
                    >
                      <span className={styles.label}>{option.label}</span>
                      {option.value === value && <Check aria-label="chosen" />}
                    </Cmdk.Item>
                  ))}
                </Cmdk.Group>
              ))}
            </Cmdk.List>
          </Cmdk>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
