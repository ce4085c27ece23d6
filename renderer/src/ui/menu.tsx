import { ChevronRight, Check } from 'lucide-react'
import { ContextMenu as Context, DropdownMenu as Dropdown } from 'radix-ui'
import { Fragment, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { Keys } from './kbd.tsx'
import styles from './menu.module.css'

/** One entry of a menu. `separator` and `label` are not choosable; `items` opens a further menu. */
export type MenuEntry =
  | {
      kind?: 'item'
      label: ReactNode
      hint?: ReactNode
      icon?: ReactNode
      keys?: readonly string[]
      danger?: boolean
      disabled?: boolean
      /** Set for entries that are one of several choices. */
      checked?: boolean
      onSelect: () => void
    }
  | { kind: 'submenu'; label: ReactNode; icon?: ReactNode; items: readonly MenuEntry[] }
  | { kind: 'label'; label: ReactNode }
  | { kind: 'separator' }

type Parts = typeof Dropdown | typeof Context

function Entries({ items, parts }: { items: readonly MenuEntry[]; parts: Parts }) {
  return items.map((entry, index) => <Fragment key={index}>{renderEntry(entry, parts)}</Fragment>)
}

function renderEntry(entry: MenuEntry, parts: Parts): ReactNode {
  switch (entry.kind) {
    case 'separator':
      return <parts.Separator className={styles.separator} />
    case 'label':
      return <parts.Label className={styles.label}>{entry.label}</parts.Label>
    case 'submenu':
      return (
        <parts.Sub>
          <parts.SubTrigger className={styles.item}>
            {entry.icon}
            <span className={styles.text}>{entry.label}</span>
            <ChevronRight aria-hidden />
          </parts.SubTrigger>
          <parts.Portal>
            <parts.SubContent className={styles.content} sideOffset={4} collisionPadding={8}>
              <Entries items={entry.items} parts={parts} />
            </parts.SubContent>
          </parts.Portal>
        </parts.Sub>
      )
    case 'item':
    case undefined:
      return (
        <parts.Item
          className={cx(styles.item, entry.danger && styles.danger)}
          disabled={entry.disabled ?? false}
          onSelect={entry.onSelect}
        >
          {entry.checked !== undefined && (
            <span className={styles.check}>{entry.checked && <Check aria-label="chosen" />}</span>
          )}
          {entry.icon}
          <span className={styles.text}>
            {entry.label}
            {entry.hint !== undefined && (
              <span className={styles.hint} title={typeof entry.hint === 'string' ? entry.hint : undefined}>
                {entry.hint}
              </span>
            )}
          </span>
          {entry.keys && <Keys keys={entry.keys} />}
        </parts.Item>
      )
  }
}

/** A menu under a button. `children` is the button. */
export function Menu({
  items,
  children,
  align = 'start',
  side = 'bottom',
  open,
  onOpenChange,
}: {
  items: readonly MenuEntry[]
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
  open?: boolean
  onOpenChange?: (open: boolean) => void
}) {
  return (
    <Dropdown.Root
      modal={false}
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange } : {})}
    >
      <Dropdown.Trigger asChild>{children}</Dropdown.Trigger>
      <Dropdown.Portal>
        <Dropdown.Content
          className={styles.content}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
        >
          <Entries items={items} parts={Dropdown} />
        </Dropdown.Content>
      </Dropdown.Portal>
    </Dropdown.Root>
  )
}

/** The same menu on a right click (or the menu key) over `children`. */
export function ContextMenu({ items, children }: { items: readonly MenuEntry[]; children: ReactNode }) {
  return (
    <Context.Root modal={false}>
      <Context.Trigger asChild>{children}</Context.Trigger>
      <Context.Portal>
        <Context.Content className={styles.content} collisionPadding={8}>
          <Entries items={items} parts={Context} />
        </Context.Content>
      </Context.Portal>
    </Context.Root>
  )
}
