import { z } from 'zod'
import { requestIdSchema } from '../../domain/ids.ts'
import {
  diagnosisSchema,
  schemeIdSchema,
  schemeInfoSchema,
  schemeOptionsSchema,
  schemeProposalSchema,
  verdictSchema,
  verificationProgressSchema,
} from '../../domain/signature.ts'
import { command, query } from '../define.ts'
import { selectionSchema } from './requests.ts'

/** Which check: by the endpoint's own settings and secrets, or with another scheme, options or a secret that is not kept. */
const check = z.object({
  requestId: requestIdSchema,
  scheme: schemeIdSchema.optional(),
  options: schemeOptionsSchema.optional(),
  /** A secret (or public key, certificate) to try; it is neither stored nor logged. */
  secret: z.string().max(20_000).optional(),
  /** Epoch milliseconds to judge the timestamp by, instead of the time of capture. */
  at: z.number().min(0).max(8.64e15).optional(),
})

export const signatureProcedures = {
  'signatures.schemes': query('All schemes.', z.object({}), z.array(schemeInfoSchema)),
  'signatures.verify': query(
    'Checks a request. `not-configured` when neither a scheme is named nor the endpoint has one.',
    check,
    verdictSchema.nullable(),
  ),
  'signatures.diagnose': query(
    'Looks for the reason why a signature does not match, most likely first; empty when it is valid.',
    check,
    z.array(diagnosisSchema),
    { timeoutMs: 60_000 },
  ),
  'signatures.propose': query(
    "Schemes that fit a request by its headers and body, tried with the endpoint's secrets.",
    z.object({ requestId: requestIdSchema }),
    z.array(schemeProposalSchema),
  ),
  'signatures.code': query(
    'A receiver that verifies, or a chatzuri action that signs, in the language asked for.',
    z.object({
      scheme: schemeIdSchema,
      language: z.string().max(40),
      options: schemeOptionsSchema.optional(),
    }),
    z.object({ code: z.string(), languages: z.array(z.object({ id: z.string(), title: z.string() })) }),
  ),
  'signatures.verifyAll': command(
    'Checks all of a selection again in the background; `signatures.progressed` tells how far it is.',
    z.object({ selection: selectionSchema }),
    verificationProgressSchema,
  ),
  'signatures.cancel': command(
    'Stops a check of many.',
    z.object({ jobId: z.string().max(64) }),
    z.object({}),
  ),
}
