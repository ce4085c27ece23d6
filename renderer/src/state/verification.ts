import type { Selection } from '#shared/contract/procedures/requests.ts'
import type { EndpointId } from '#shared/domain/ids.ts'
import type { VerificationProgress } from '#shared/domain/signature.ts'
import { create } from 'zustand'
import { call } from '../client/host.ts'

interface VerificationState {
  /** Checks of many that are under way, oldest first. */
  readonly running: readonly VerificationProgress[]
  /** The last one of this window that is over; null once it was told. */
  readonly ended: VerificationProgress | null
}

export const useVerification = create<VerificationState>()(() => ({ running: [], ended: null }))

/** Jobs that this window started and not yet heard the end of. */
const own = new Set<string>()
/** Ends that came before the answer to the call that started the job. */
const early = new Map<string, VerificationProgress>()
/** The job that checks an endpoint again because its settings changed. */
const ofEndpoint = new Map<EndpointId, string>()

/** Takes what the host tells of a check of many. */
export function verificationProgressed(progress: VerificationProgress): void {
  const { running } = useVerification.getState()
  if (progress.ended === null) {
    const known = running.some(({ jobId }) => jobId === progress.jobId)
    useVerification.setState({
      running: known
        ? running.map((each) => (each.jobId === progress.jobId ? progress : each))
        : [...running, progress],
    })
    return
  }
  useVerification.setState({ running: running.filter(({ jobId }) => jobId !== progress.jobId) })
  if (own.delete(progress.jobId)) useVerification.setState({ ended: progress })
  else early.set(progress.jobId, progress)
}

/** Checks a selection again in the background; rejects when it cannot be started. Resolves to the job's id. */
export async function verifyAgain(selection: Selection): Promise<string> {
  const progress = await call('signatures.verifyAll', { selection })
  own.add(progress.jobId)
  const end = early.get(progress.jobId)
  early.clear()
  if (end !== undefined) verificationProgressed(end)
  else if (!useVerification.getState().running.some(({ jobId }) => jobId === progress.jobId))
    verificationProgressed(progress)
  return progress.jobId
}

/** Checks what an endpoint holds again, after a change of its scheme or secrets; an earlier such check is given up. */
export async function verifyEndpointAgain(endpointId: EndpointId): Promise<void> {
  const before = ofEndpoint.get(endpointId)
  if (before !== undefined) {
    own.delete(before)
    await call('signatures.cancel', { jobId: before })
  }
  ofEndpoint.set(endpointId, await verifyAgain({ endpointId }))
}

export function verificationTold(): void {
  useVerification.setState({ ended: null })
}
