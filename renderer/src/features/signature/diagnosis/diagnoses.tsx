import type { RequestDetail } from '#shared/domain/request.ts'
import { messageOf } from '../../../client/call-error.ts'
import { useDiagnoses, type Trial } from '../../../state/signatures.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Spinner } from '../../../ui/progress.tsx'
import { Part } from '../part.tsx'
import { DiagnosisCard } from './diagnosis-card.tsx'
import styles from './diagnosis.module.css'

/** Why the signature does not match, most likely first. */
export function Diagnoses({
  request,
  received,
  trial,
}: {
  request: RequestDetail
  received: readonly string[]
  trial: Trial | null
}) {
  const { data, error, isPending } = useDiagnoses(request.id, trial)
  if (isPending) {
    return (
      <Part title="Why">
        <p className={styles.searching}>
          <Spinner label="Looking for the cause" />
          Looking for the cause…
        </p>
      </Part>
    )
  }
  if (error !== null) {
    return (
      <Part title="Why">
        <div className={styles.cards}>
          <Notice copy={messageOf(error)}>The cause could not be searched: {messageOf(error)}</Notice>
        </div>
      </Part>
    )
  }
  if (data.length === 0) return null
  return (
    <Part title="Why" count={data.length > 1 ? `${data.length} findings, best first` : undefined}>
      <ol className={styles.cards}>
        {data.map((diagnosis, index) => (
          <li key={`${diagnosis.code}-${index}`}>
            <DiagnosisCard diagnosis={diagnosis} request={request} received={received} open={index === 0} />
          </li>
        ))}
      </ol>
    </Part>
  )
}
