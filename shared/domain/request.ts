import { z } from 'zod'
import { headerPairsSchema } from './answer.ts'
import { handshakeKindSchema } from './endpoint.ts'
import { endpointIdSchema, requestIdSchema } from './ids.ts'
import { providers } from './providers.ts'

export const providerSchema = z.enum(providers)
export type Provider = z.infer<typeof providerSchema>

/** How the receiver's answer came about. */
export const answerOriginSchema = z.enum([
  /** the endpoint's own answer */
  'endpoint',
  /** a reply to a provider's handshake */
  'handshake',
  /** a CORS preflight */
  'cors',
  /** connection closed on purpose */
  'close',
  /** never answered on purpose */
  'hang',
  /** refused by the receiver: unknown address, malformed, too large, timed out, overloaded, store failure */
  'refused',
])
export type AnswerOrigin = z.infer<typeof answerOriginSchema>

export const answerStatusSchema = z.object({
  /** HTTP status that was sent; null when nothing was (closed, hung, sender gone). */
  status: z.int().nullable(),
  origin: answerOriginSchema,
})

/** How the request's signature was judged; null where no check was asked for. */
export const signatureMarkSchema = z.enum(['valid', 'invalid', 'missing', 'stale', 'error'])
export type SignatureMark = z.infer<typeof signatureMarkSchema>

/** One row of the list: no headers, no body. */
export const requestSummarySchema = z.object({
  id: requestIdSchema,
  endpointId: endpointIdSchema,
  /** Epoch milliseconds at which the first byte of the request was seen. */
  receivedAt: z.number(),
  method: z.string(),
  /** Request target exactly as sent. */
  target: z.string(),
  contentType: z.string().nullable(),
  /** Bytes of body after transfer-decoding (content-encoding kept). */
  bodySize: z.int(),
  /** False when the upload broke off or was cut by a limit: what came is kept. */
  complete: z.boolean(),
  /** True when the bytes were not a well-formed request; then the body holds the raw bytes that came. */
  malformed: z.boolean(),
  remoteAddress: z.string(),
  provider: providerSchema,
  /** The event's name as the payload or a header gives it, e.g. `payment_intent.succeeded`. */
  event: z.string().nullable(),
  /** One line taken from the payload for the list. */
  summary: z.string().nullable(),
  answer: answerStatusSchema,
  signature: signatureMarkSchema.nullable(),
  pinned: z.boolean(),
  hasNote: z.boolean(),
})
export type RequestSummary = z.infer<typeof requestSummarySchema>

/** All that is known of one request but its body, which is read by ranges. */
export const requestDetailSchema = requestSummarySchema.extend({
  httpVersion: z.string(),
  headers: headerPairsSchema,
  trailers: headerPairsSchema,
  /** Lower-case hex. */
  bodySha256: z.string(),
  /** Content-Length as the sender declared it; null when it did not. */
  declaredLength: z.int().nullable(),
  remotePort: z.int(),
  tls: z.boolean(),
  /** Milliseconds after `receivedAt`; null where it did not come to that. */
  timings: z.object({
    headersMs: z.number().nullable(),
    endMs: z.number().nullable(),
    answeredMs: z.number().nullable(),
  }),
  /** Why the request was refused, or why it is not complete, in a sentence; null for ordinary ones. */
  problem: z.string().nullable(),
  answer: answerStatusSchema.extend({
    headers: headerPairsSchema,
    bodySize: z.int(),
    /** First 64 kB of the answer's body as text; null for a file. */
    bodyText: z.string().nullable(),
    handshake: handshakeKindSchema.nullable(),
  }),
  note: z.string(),
})
export type RequestDetail = z.infer<typeof requestDetailSchema>
