import type { VerificationProgress } from '#shared/domain/signature.ts'
import { useEffect } from 'react'
import { messageOf } from '../../../client/call-error.ts'
import { call } from '../../../client/host.ts'
import { useVerification, verificationTold } from '../../../state/verification.ts'
import { Button } from '../../../ui/button.tsx'
import { formatCount } from '../../../ui/format.ts'
import { ProgressBar } from '../../../ui/progress.tsx'
import { say, sayError } from '../../../ui/toast.tsx'
import styles from './verification.module.css'
import { outcomeWords, tallyWords } from './progress-words.ts'

/** Checks of many that are under way, with a way to stop each; at the end a toast says what came out. */
export function VerificationBar() {
  const { running, ended } = useVerification()
  useEffect(() => {
    if (ended === null) return
    verificationTold()
    if (ended.ended === 'failed')
      sayError('The signatures could not all be verified.', ended.problem ?? undefined)
    else if (ended.total > 0) say(outcomeWords(ended), { description: tallyWords(ended) })
  }, [ended])
  return running.map((progress) => <Running key={progress.jobId} progress={progress} />)
}

async function cancel(jobId: string): Promise<void> {
  try {
    await call('signatures.cancel', { jobId })
  } catch (error) {
    sayError('The check could not be stopped.', messageOf(error))
  }
}

function Running({ progress }: { progress: VerificationProgress }) {
  const { jobId, done, total } = progress
  return (
    <section className={styles.bar} aria-label="Verifying signatures">
      <span className={styles.title}>
        Verifying signatures: {formatCount(done)} of {formatCount(total)}
      </span>
      <span className={styles.tally}>{tallyWords(progress)}</span>
      <span className={styles.progress}>
        <ProgressBar value={total === 0 ? null : Math.min(1, done / total)} label="Signatures verified" />
      </span>
      <Button size="small" onClick={() => void cancel(jobId)}>
        Cancel
      </Button>
    </section>
  )
}
