import { useState, type ComponentProps } from 'react'
import { TextField } from './text-field.tsx'

/**
 * A number that may be typed freely and counts once it can be read; what cannot be read goes back when the field is left.
 * `empty`: an empty field means null.
 */
export function NumberField({
  value,
  onChange,
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
  ...rest
}: Omit<ComponentProps<typeof TextField>, 'value' | 'onChange' | 'min' | 'max'> & {
  value: number | null
  onChange: (value: number | null) => void
  min?: number
  max?: number
}) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <TextField
      inputMode="numeric"
      value={typed ?? (value === null ? '' : String(Number(value.toPrecision(6))))}
      onChange={(event) => {
        const text = event.target.value
        setTyped(text)
        if (text.trim() === '') onChange(null)
        else if (/^\d+(\.\d+)?$/.test(text.trim())) onChange(Math.min(max, Math.max(min, Number(text))))
      }}
      onBlur={() => setTyped(null)}
      {...rest}
    />
  )
}
