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

/**
 * The contract over HTTP.
 * - `POST /rpc/<name>`, `content-type: application/json`, the body is the input itself (at most 16 MB; none means `{}`).
 *   The answer is 200 with a ReplyEnvelope as JSON, or with `application/octet-stream` and the bare bytes where the value is a
 *   Uint8Array. What the door never saw (401, 403, 404, 405, 413, 415) carries a ReplyEnvelope as well.
 *   Closing the request cancels the call.
 * - `GET /events` as a WebSocket: each message is a JSON array of EventFrame, all that happened within a few milliseconds.
 *   `seq` begins at 1 with each connection; who sees a gap was too slow and refetches. The client sends nothing.
 * - `GET /bodies/<request id>?decoded=1`: a body as a download.
 * - `GET /?token=<token>` trades the token for a cookie; programs send `authorization: Bearer <token>` instead.
 */
export const httpPaths = { rpc: '/rpc/', events: '/events', bodies: '/bodies/' } as const
