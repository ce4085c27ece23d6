import type { HeaderPairs } from '#shared/domain/answer.ts'
import { Plus, X } from 'lucide-react'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import styles from '../settings/endpoint-dialog.module.css'

/** Header lines in their order; the same name may stand twice. */
export function HeadersEditor({
  headers,
  onChange,
}: {
  headers: HeaderPairs
  onChange: (headers: HeaderPairs) => void
}) {
  const set = (index: number, pair: [string, string]): void => onChange(headers.with(index, pair))
  return (
    <div className={styles.headers} role="group" aria-label="Headers">
      <span className={styles.label}>Headers</span>
      {headers.map(([name, value], index) => (
        <div key={index} className={styles.header}>
          <TextField
            mono
            aria-label={`Name of header ${index + 1}`}
            placeholder="X-Name"
            value={name}
            onChange={(event) => set(index, [event.target.value, value])}
          />
          <TextField
            mono
            aria-label={`Value of header ${index + 1}`}
            placeholder="value"
            value={value}
            onChange={(event) => set(index, [name, event.target.value])}
          />
          <IconButton
            size="small"
            label={`Remove header ${name}`}
            onClick={() => onChange(headers.toSpliced(index, 1))}
          >
            <X />
          </IconButton>
        </div>
      ))}
      <Button size="small" variant="ghost" onClick={() => onChange([...headers, ['', '']])}>
        <Plus />
        Add header
      </Button>
    </div>
  )
}
