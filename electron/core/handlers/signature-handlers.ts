import type { Handlers } from '#shared/contract/contract.ts'
import { AppError } from '#shared/contract/errors.ts'
import { schemeInfos } from '../signatures/scheme-infos.ts'
import type { SignatureService } from '../signatures/signature-service.ts'
import type { VerificationJobs } from '../signatures/verification-jobs.ts'

type SignatureHandlers = Pick<Handlers, Extract<keyof Handlers, `signatures.${string}`>>

export function createSignatureHandlers(
  service: SignatureService,
  jobs: VerificationJobs,
): SignatureHandlers {
  return {
    'signatures.schemes': () => schemeInfos(),
    'signatures.verify': (check) => service.verify(check),
    'signatures.diagnose': (check) => service.diagnose(check),
    'signatures.propose': ({ requestId }) => service.propose(requestId),
    'signatures.code': () => {
      throw new AppError('unsupported', 'There is no code for this scheme.')
    },
    'signatures.verifyAll': ({ selection }) => jobs.start(selection),
    'signatures.cancel': ({ jobId }) => {
      jobs.cancel(jobId)
      return {}
    },
  }
}
