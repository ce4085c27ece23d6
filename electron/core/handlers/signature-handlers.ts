import type { Handlers } from '#shared/contract/contract.ts'
import { AppError } from '#shared/contract/errors.ts'
import type { SchemeInfo } from '#shared/domain/signature.ts'
import { schemes, type SchemeDefinition } from '../../signatures/index.ts'
import type { SignatureService } from '../signatures/signature-service.ts'
import type { VerificationJobs } from '../signatures/verification-jobs.ts'

type SignatureHandlers = Pick<Handlers, Extract<keyof Handlers, `signatures.${string}`>>

export function createSignatureHandlers(
  service: SignatureService,
  jobs: VerificationJobs,
): SignatureHandlers {
  return {
    'signatures.schemes': () =>
      Object.values(schemes).map((scheme) => ({
        id: scheme.id,
        title: scheme.title,
        keyName: scheme.key.name,
        keyKind: scheme.key.kind,
        coverage: scheme.coverage,
        options: optionsOf(scheme),
        windowSeconds: scheme.window?.seconds ?? null,
        documentation: scheme.documentation,
        notes: [...scheme.notes],
      })),
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

/** Which options a scheme reads. */
function optionsOf({ id, timestamp, layout }: SchemeDefinition): SchemeInfo['options'] {
  if (id === 'generic-hmac') return ['custom', 'tolerance', 'publicUrls']
  const options: SchemeInfo['options'] = []
  if (layout.some(({ kind }) => kind === 'webhookId')) options.push('webhookId')
  if (id === 'mailgun') options.push('signatureField')
  if (layout.some(({ kind }) => kind === 'url' || kind === 'path' || kind === 'target'))
    options.push('publicUrls')
  if (timestamp !== null) options.push('tolerance')
  return options
}
