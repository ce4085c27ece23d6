import { expect, test } from 'vitest'
import { events, maxCapturedPerEvent } from '#shared/contract/events.ts'
import { requestSummarySchema, type RequestSummary } from '#shared/domain/request.ts'
import { boundCaptured } from '../../../electron/core/bound-captured.ts'

const summary = (id: number): RequestSummary =>
  requestSummarySchema.parse({
    id,
    endpointId: 'ep_0123456789abcdef',
    receivedAt: id,
    method: 'POST',
    target: '/',
    contentType: null,
    bodySize: 0,
    complete: true,
    malformed: false,
    remoteAddress: '127.0.0.1',
    provider: 'generic',
    event: null,
    summary: null,
    answer: { status: 200, origin: 'endpoint' },
    signature: null,
    pinned: false,
    hasNote: false,
  })
const batch = (count: number): RequestSummary[] => Array.from({ length: count }, (_, at) => summary(at + 1))

test.each([
  [0, 0, 0],
  [1, 1, 0],
  [maxCapturedPerEvent, maxCapturedPerEvent, 0],
  [maxCapturedPerEvent + 1, maxCapturedPerEvent, 1],
  [5_000, maxCapturedPerEvent, 5_000 - maxCapturedPerEvent],
])('of %i requests the newest %i are told, and that %i are left out', (count, told, omitted) => {
  const items = batch(count)
  const payload = boundCaptured(items)
  expect([payload.items.length, payload.omitted]).toEqual([told, omitted])
  expect(payload.items).toEqual(items.slice(count - told))
  expect(events['requests.captured'].safeParse(payload).success).toBe(true)
})
