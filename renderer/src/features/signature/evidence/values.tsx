import type { SignatureVerdict } from '#shared/domain/signature.ts'
import { Part } from '../part.tsx'
import styles from './evidence.module.css'
import { firstDifference, nearest } from './first-difference.ts'
import { ValueRow } from './value-row.tsx'

const shownSignatures = 6

/** What came and what each secret gives, one below the other. */
export function Values({ verdict }: { verdict: SignatureVerdict }) {
  const { received, computed, matched } = verdict
  const usable = computed.flatMap(({ keyLabel, value }) => (value === null ? [] : [{ keyLabel, value }]))
  const unusable = computed.filter(({ problem }) => problem !== null)
  // Without a received value there is nothing to compare; what would be right can't be told without its timestamp and id.
  if (received.length === 0 && unusable.length === 0) return null
  const comparable = received.length > 0
  const values = received.map((signature) => signature.value)
  const computedValues = usable.map(({ value }) => value)
  const onlyChecked = computed.length > 0 && usable.length === 0 && unusable.length < computed.length
  return (
    <Part title="Received and computed">
      <dl className={styles.values}>
        {received.slice(0, shownSignatures).map((signature, index) => {
          const other = nearest(signature.value, computedValues)
          const same = other === signature.value || matched?.signatureIndex === index
          return (
            <ValueRow
              key={index}
              name={received.length > 1 ? `Received ${index + 1}` : 'Received'}
              hint={signature.source}
              value={signature.value}
              same={same}
              difference={
                same || other === null || matched !== null ? null : firstDifference(signature.value, other)
              }
            />
          )
        })}
        {(comparable ? usable : []).map(({ keyLabel, value }, index) => {
          const other = nearest(value, values)
          const same = other === value
          return (
            <ValueRow
              key={index}
              name="Computed"
              hint={`with “${keyLabel}”`}
              value={value}
              same={same}
              difference={same || other === null || matched !== null ? null : firstDifference(value, other)}
            />
          )
        })}
      </dl>
      <div className={styles.remarks}>
        {received.length > shownSignatures && (
          <p>{received.length - shownSignatures} more signatures came; each of them was checked.</p>
        )}
        <Parting verdict={verdict} />
        {matched !== null && usable.length > 0 && !usable.some(({ value }) => values.includes(value)) && (
          <p>
            It matches in another form that the provider accepts, too; the signed text below is that form.
          </p>
        )}
        {onlyChecked && comparable && (
          <p>
            {verdict.coverage === 'nothing'
              ? 'The sent value is the secret itself; what it should be stays sealed.'
              : 'A public key can only check a signature, not make one: there is no computed value to compare.'}
          </p>
        )}
        {unusable.map(({ keyLabel, problem }) => (
          <p key={keyLabel}>
            “{keyLabel}”: {problem}
          </p>
        ))}
      </div>
    </Part>
  )
}

/** In words where the nearest two part. */
function Parting({ verdict: { received, computed, matched } }: { verdict: SignatureVerdict }) {
  if (matched !== null) return null
  let far = -1
  let lengths: [number, number] = [0, 0]
  for (const { value } of received) {
    for (const { value: other } of computed) {
      const at = other === null ? null : firstDifference(value, other)
      if (at !== null && other !== null && at > far) {
        far = at
        lengths = [value.length, other.length]
      }
    }
  }
  if (far === -1) return null
  const size =
    lengths[0] === lengths[1]
      ? `both have ${lengths[0]} characters`
      : `${lengths[0]} characters came, ${lengths[1]} were computed`
  return (
    <p>
      They part at character {far + 1}; {size}.
    </p>
  )
}
