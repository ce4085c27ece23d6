import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EndpointId } from '#shared/domain/ids.ts'
import { openStore } from '../../electron/store/index.ts'
import { createClock } from '../../electron/platform/clock.ts'
import { createIds } from '../../electron/platform/ids.ts'
import { createLogger } from '../../electron/platform/logger.ts'

const events = ['payment_intent.succeeded', 'lead.captured', 'charge.refunded', 'message.received'] as const

/** A data folder that holds so many requests of one endpoint, as if they had come in over the last day. Resolves to the folder. */
export async function seededFolder(count: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hookbench-seeded-'))
  const clock = createClock()
  const store = await openStore({
    folder,
    clock,
    ids: createIds(),
    logger: createLogger(clock, []),
    limits: { queuedRequests: 50_000 },
  })
  try {
    const [endpoint] = await store.endpoints.list()
    if (endpoint === undefined) throw new Error('A new store holds no endpoint.')
    // Retention would let go of the oldest as soon as a test adds one.
    await store.endpoints.update(endpoint.id, {
      retention: { maxCount: null, maxAgeMs: null, maxBytes: null },
    })
    const start = clock.now() - 86_400_000
    for (let from = 0; from < count; from += 5_000) {
      const batch = Array.from({ length: Math.min(5_000, count - from) }, (_, index) =>
        store.capture.add(capture(endpoint.id, from + index, start + ((from + index) / count) * 86_000_000)),
      )
      await Promise.all(batch)
    }
  } finally {
    await store.close()
  }
  return folder
}

function capture(endpointId: EndpointId, number: number, receivedAt: number) {
  const event = events[number % events.length] ?? events[0]
  const body = Buffer.from(
    JSON.stringify({ type: event, number, data: { email: `person${number}@example.com` } }),
  )
  return {
    endpointId,
    receivedAt,
    method: number % 9 === 0 ? 'PUT' : 'POST',
    target: `/seeded/orders/${number}`,
    httpVersion: '1.1',
    headers: [
      ['Host', '127.0.0.1'],
      ['Content-Type', 'application/json'],
    ] as [string, string][],
    trailers: [],
    body,
    complete: true,
    malformed: false,
    problem: null,
    declaredLength: body.length,
    remoteAddress: '127.0.0.1',
    remotePort: 50_000,
    tls: false,
    headersMs: 0.2,
    endMs: 0.4,
    answer: {
      status: number % 50 === 0 ? 500 : 200,
      origin: 'endpoint' as const,
      headers: [],
      bodySize: 0,
      bodyText: '',
      handshake: null,
    },
  }
}
