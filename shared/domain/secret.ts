import { z } from 'zod'
import { endpointIdSchema, secretIdSchema } from './ids.ts'

/** What a secret is for: checking signatures, or answering a provider's handshake. */
export const secretPurposeSchema = z.enum(['signature', 'meta-verify-token', 'zoom-secret-token'])
export type SecretPurpose = z.infer<typeof secretPurposeSchema>

/** All that is ever shown of a secret; its value is sealed. */
export const secretInfoSchema = z.object({
  id: secretIdSchema,
  endpointId: endpointIdSchema,
  label: z.string().trim().min(1, 'Give the secret a label.').max(80),
  purpose: secretPurposeSchema,
  createdAt: z.number(),
})
export type SecretInfo = z.infer<typeof secretInfoSchema>
