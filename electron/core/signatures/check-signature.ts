import type { SignatureDiagnosis, SignatureVerdict } from '#shared/domain/signature.ts'
import { diagnose, verify } from '../../signatures/index.ts'
import type { SignatureJob } from './messages.ts'
import { presentVerdict } from './present-verdict.ts'

/** Checks and explains one request on the calling thread, without a store: for the command line. Never throws. */
export function checkSignature(job: SignatureJob): {
  verdict: SignatureVerdict
  diagnoses: SignatureDiagnosis[]
} {
  const { request, scheme, keys, otherKeys, options, now } = job
  const verdict = presentVerdict(verify(scheme, request, keys, options, now))
  if (verdict.status === 'valid' || verdict.status === 'not-configured') return { verdict, diagnoses: [] }
  return { verdict, diagnoses: diagnose(scheme, request, keys, otherKeys, options) }
}
