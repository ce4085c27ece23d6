import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import styles from './auth.module.css'

/** A secret: dots until it is asked for. Copying it works either way. */
export function SecretText({ value, name }: { value: string; name: string }) {
  const [shown, setShown] = useState(false)
  return (
    <span className={styles.secret}>
      <span className={styles.secretValue} data-masked={!shown}>
        {shown ? value : '••••••••••••'}
      </span>
      <IconButton
        size="small"
        label={shown ? `Mask ${name}` : `Show ${name}`}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
      >
        {shown ? <EyeOff /> : <Eye />}
      </IconButton>
      <CopyButton text={value} label={`Copy ${name}`} />
    </span>
  )
}
