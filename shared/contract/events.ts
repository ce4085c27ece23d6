import { z } from 'zod'
import { logEntrySchema, receiverStateSchema } from '../domain/app.ts'
import { endpointIdSchema, requestIdSchema } from '../domain/ids.ts'
import { requestSummarySchema } from '../domain/request.ts'
import { settingsSchema } from '../domain/settings.ts'
import { verificationProgressSchema } from '../domain/signature.ts'

/** At most this many summaries travel in one `requests.captured`; beyond it the client refetches. */
export const maxCapturedPerEvent = 64

/** What the core tells every subscriber. Payloads are summaries; whoever misses one refetches. */
export const events = {
  /** Committed requests, oldest first. `omitted` older ones of the same batch are left out to bound the size. */
  'requests.captured': z.object({
    items: z.array(requestSummarySchema).max(maxCapturedPerEvent),
    omitted: z.int(),
  }),
  /** Summaries that changed (answered, pinned, noted). */
  'requests.changed': z.object({ items: z.array(requestSummarySchema) }),
  /** `ids` is null when too many to list: refetch. */
  'requests.deleted': z.object({ ids: z.array(requestIdSchema).nullable() }),
  'requests.restored': z.object({}),
  'endpoints.changed': z.object({ ids: z.array(endpointIdSchema) }),
  'receiver.changed': receiverStateSchema,
  'settings.changed': settingsSchema,
  /** How far a check of many requests has come; at most ten times a second, and once when it is over. */
  'signatures.progressed': verificationProgressSchema,
  'log.added': logEntrySchema,
}

export type EventName = keyof typeof events
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>
export type AnyEvent = { [N in EventName]: { name: N; payload: EventPayload<N> } }[EventName]

/** An event as it travels: `seq` grows by one per event and connection, so that a gap is seen. */
export type EventFrame = AnyEvent & { seq: number }
