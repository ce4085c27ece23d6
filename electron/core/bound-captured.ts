import { maxCapturedPerEvent, type EventPayload } from '#shared/contract/events.ts'
import type { RequestSummary } from '#shared/domain/request.ts'

/** A batch of commits as one event of bounded size: the newest of it, and how many older ones are left out. */
export function boundCaptured(items: RequestSummary[]): EventPayload<'requests.captured'> {
  const newest = items.slice(-maxCapturedPerEvent)
  return { items: newest, omitted: items.length - newest.length }
}
