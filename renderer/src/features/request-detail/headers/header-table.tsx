import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Tooltip } from '../../../ui/tooltip.tsx'
import styles from './headers.module.css'
import { explainHeader } from './known-headers.ts'
import { isSecretHeader } from '#shared/domain/secret-headers.ts'
import { utf8Reading } from './utf8-reading.ts'

/** Header lines as they came: order, case, duplicates. Known ones are explained, secret ones masked until asked for. */
export function HeaderTable({ pairs, label }: { pairs: HeaderPairs; label: string }) {
  const counts = new Map<string, number>()
  for (const [name] of pairs) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1)
  return (
    <table className={styles.table} aria-label={label}>
      <tbody>
        {pairs.map(([name, value], index) => (
          <HeaderRow key={index} name={name} value={value} times={counts.get(name.toLowerCase()) ?? 1} />
        ))}
      </tbody>
    </table>
  )
}

function HeaderRow({ name, value, times }: { name: string; value: string; times: number }) {
  const secret = isSecretHeader(name) && value !== ''
  const [shown, setShown] = useState(false)
  const explanation = explainHeader(name)
  const reading = utf8Reading(value)
  return (
    <tr>
      <th scope="row">
        {explanation === null ? (
          <span className={styles.name}>{name}</span>
        ) : (
          <Tooltip label={explanation} side="top">
            <button type="button" className={styles.known}>
              {name}
            </button>
          </Tooltip>
        )}
        {times > 1 && (
          <span className={styles.times} title={`This name occurs ${times} times`}>
            ×{times}
          </span>
        )}
      </th>
      <td>
        {secret && !shown ? <span aria-label="Masked value">••••••••</span> : value}
        {value === '' && <span className={styles.quiet}>empty</span>}
        {reading !== null && !(secret && !shown) && (
          <span className={styles.reading}>
            as UTF-8: <span>{reading}</span>
          </span>
        )}
      </td>
      <td className={styles.tools}>
        {secret && (
          <IconButton
            size="small"
            label={shown ? 'Mask the value' : 'Show the value'}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          >
            {shown ? <EyeOff /> : <Eye />}
          </IconButton>
        )}
        <CopyButton text={value} label={`Copy the value of ${name}`} />
      </td>
    </tr>
  )
}
