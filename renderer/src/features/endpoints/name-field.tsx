import { useEffect, useRef, useState } from 'react'
import { TextField } from '../../ui/text-field.tsx'

/** A name in place: Enter or leaving keeps it, Esc does not. */
export function NameField({
  label,
  start = '',
  placeholder,
  onDone,
}: {
  label: string
  start?: string
  placeholder?: string
  /** null: thought better of it, or nothing changed. */
  onDone: (name: string | null) => void
}) {
  const [name, setName] = useState(start)
  const input = useRef<HTMLInputElement>(null)
  const done = useRef(false)
  useEffect(() => {
    // A menu that opened this field gives the focus back after this; the field takes it then.
    const timer = setTimeout(() => input.current?.select())
    return () => clearTimeout(timer)
  }, [])
  const finish = (value: string | null): void => {
    if (done.current) return
    done.current = true
    const trimmed = value?.trim() ?? ''
    onDone(trimmed === '' || trimmed === start ? null : trimmed)
  }
  return (
    <TextField
      ref={input}
      aria-label={label}
      value={name}
      maxLength={80}
      placeholder={placeholder}
      onChange={(event) => setName(event.target.value)}
      onBlur={() => finish(name)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(name)
        if (event.key !== 'Escape') return
        event.stopPropagation()
        finish(null)
      }}
    />
  )
}
