import type { Handlers } from '#shared/contract/contract.ts'
import { AppError } from '#shared/contract/errors.ts'
import { verifierCode, verifierLanguages } from '../../signatures/index.ts'
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
    'signatures.code': ({ scheme, language, options = {} }) => {
      const snippet = verifierCode(scheme, language, options)
      if (!snippet.ok) throw new AppError('unsupported', snippet.problem)
      return { code: snippet.code, languages: verifierLanguages(scheme) }
    },
    'signatures.verifyAll': ({ selection }) => jobs.start(selection),
    'signatures.cancel': ({ jobId }) => {
      jobs.cancel(jobId)
      return {}
    },
  }
}
