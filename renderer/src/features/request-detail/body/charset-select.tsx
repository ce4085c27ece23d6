import { ChevronDown } from 'lucide-react'
import { Menu } from '../../../ui/menu.tsx'
import styles from './body.module.css'
import { charsetChoices } from './modes.ts'

/** The charset in which the text is read, to be changed when what was found shows nonsense. */
export function CharsetSelect({
  value,
  found,
  onChange,
}: {
  value: string
  found: string
  onChange: (charset: string) => void
}) {
  const choices = [found, ...charsetChoices.filter((choice) => choice !== found)]
  return (
    <Menu
      items={[
        { kind: 'label', label: 'Read the text as' },
        ...choices.map((choice) => ({
          label: choice,
          checked: choice === value,
          ...(choice === found ? { hint: 'as it was found' } : {}),
          onSelect: () => onChange(choice),
        })),
      ]}
    >
      <button type="button" className={styles.charset} aria-label={`Charset: ${value}`}>
        {value}
        <ChevronDown aria-hidden />
      </button>
    </Menu>
  )
}
