import { Switch as Radix } from 'radix-ui'
import { useId, type ComponentProps, type ReactNode } from 'react'
import styles from './switch.module.css'

/** On or off, taking effect at once. Name it with `aria-label` or a SwitchRow. */
export function Switch({
  onChange,
  ...rest
}: Omit<ComponentProps<typeof Radix.Root>, 'onChange' | 'onCheckedChange'> & {
  onChange: (on: boolean) => void
}) {
  return (
    <Radix.Root className={styles.switch} onCheckedChange={onChange} {...rest}>
      <Radix.Thumb className={styles.thumb} />
    </Radix.Root>
  )
}

/** A switch with its label and hint on the left. */
export function SwitchRow({
  label,
  hint,
  checked,
  onChange,
  disabled = false,
}: {
  label: ReactNode
  hint?: ReactNode
  checked: boolean
  onChange: (on: boolean) => void
  disabled?: boolean
}) {
  const id = useId()
  return (
    <div className={styles.row}>
      <div className={styles.text}>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        {hint !== undefined && (
          <div id={`${id}-hint`} className={styles.hint}>
            {hint}
          </div>
        )}
      </div>
      <Switch
        id={id}
        checked={checked}
        onChange={onChange}
        disabled={disabled}
        {...(hint === undefined ? {} : { 'aria-describedby': `${id}-hint` })}
      />
    </div>
  )
}
