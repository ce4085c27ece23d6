import { z } from 'zod'
import { wireErrorSchema } from './errors.ts'

/** A call on its way to the core. `id` is the caller's own, to cancel by. */
export const callEnvelopeSchema = z.object({
  id: z.string().min(1).max(64),
  name: z.string().max(100),
  input: z.unknown(),
})
export type CallEnvelope = z.infer<typeof callEnvelopeSchema>

export const replyEnvelopeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: wireErrorSchema }),
])
export type ReplyEnvelope = z.infer<typeof replyEnvelopeSchema>
