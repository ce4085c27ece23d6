import { z } from 'zod'

/** A ready event that can be sent to an endpoint. */
export const sampleInfoSchema = z.object({
  /** e.g. `chatzuri.lead.submit.guide`, `stripe.payment_intent.succeeded` */
  name: z.string(),
  title: z.string(),
  /** Menu group: chatzuri events, channel messages, … */
  group: z.string(),
  description: z.string(),
})
export type SampleInfo = z.infer<typeof sampleInfoSchema>
