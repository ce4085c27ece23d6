import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { unmatchedEndpointId, type EndpointId } from '#shared/domain/ids.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import { capture, close, firstEndpointId, list, makeFolder, open, until } from './store-fixture.ts'

describe('capturing', () => {
  it('keeps every field and every byte, and finds them again after a restart', async () => {
    const folder = makeFolder()
    const store = await open({ folder })
    const endpointId = await firstEndpointId(store)
    const body = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const id = await store.capture.add(
      capture({
        endpointId,
        receivedAt: 1_795_000_000_123.25,
        method: 'pOsT',
        target: '/tok/ünd%20so?a=1&a=2&=',
        httpVersion: '1.0',
        headers: [
          ['X-Dup', 'one'],
          ['x-dup', 'two'],
          ['Content-Type', 'application/octet-stream'],
          ['X-Latin', 'caf\u00e9 \u0080'],
        ],
        trailers: [['X-Sum', 'abc']],
        body,
        complete: false,
        problem: 'The upload broke off.',
        declaredLength: 300,
        remoteAddress: '::1',
        remotePort: 4711,
        tls: true,
        headersMs: 1.5,
        endMs: null,
        answer: {
          status: 201,
          origin: 'handshake',
          headers: [['X-A', 'b']],
          bodySize: 3,
          bodyText: 'abc',
          handshake: 'slack',
        },
      }),
    )
    await close(store)

    const again = await open({ folder })
    const detail = await again.requests.get(id)
    expect(detail).toMatchObject({
      id,
      endpointId,
      receivedAt: 1_795_000_000_123.25,
      method: 'pOsT',
      target: '/tok/ünd%20so?a=1&a=2&=',
      httpVersion: '1.0',
      headers: [
        ['X-Dup', 'one'],
        ['x-dup', 'two'],
        ['Content-Type', 'application/octet-stream'],
        ['X-Latin', 'caf\u00e9 \u0080'],
      ],
      trailers: [['X-Sum', 'abc']],
      contentType: 'application/octet-stream',
      bodySize: 256,
      bodySha256: createHash('sha256').update(body).digest('hex'),
      complete: false,
      malformed: false,
      problem: 'The upload broke off.',
      declaredLength: 300,
      remoteAddress: '::1',
      remotePort: 4711,
      tls: true,
      timings: { headersMs: 1.5, endMs: null, answeredMs: null },
      answer: {
        status: 201,
        origin: 'handshake',
        headers: [['X-A', 'b']],
        bodySize: 3,
        bodyText: 'abc',
        handshake: 'slack',
      },
      pinned: false,
      note: '',
      signature: null,
    })
    expect(await again.requests.body({ id, offset: 0, length: 1_000, decoded: false })).toEqual(body)
    expect(await again.requests.body({ id, offset: 250, length: 3, decoded: false })).toEqual(
      body.slice(250, 253),
    )
    expect(await again.requests.body({ id, offset: 256, length: 3, decoded: false })).toHaveLength(0)
  })

  it('gives ids that grow in the order of arrival, and never one twice', async () => {
    const folder = makeFolder()
    const store = await open({ folder })
    const endpointId = await firstEndpointId(store)
    const ids = await Promise.all(
      Array.from({ length: 1_500 }, (_, n) => store.capture.add(capture({ endpointId, body: `body ${n}` }))),
    )
    expect(ids).toEqual(ids.toSorted((a, b) => a - b))
    expect(new Set(ids).size).toBe(1_500)
    const last = ids.at(-1)!
    await store.requests.delete({ ids: [last] })
    await close(store)

    // The newest one is purged at this start; its id must not come back.
    const again = await open({ folder })
    await until(
      () => again.stats(),
      (stats) => stats.requestCount === 1_499,
    )
    const next = await again.capture.add(capture({ endpointId }))
    expect(next).toBeGreaterThan(last)
    const sample = ids[700]!
    expect(
      new TextDecoder().decode(
        await again.requests.body({ id: sample, offset: 0, length: 100, decoded: false }),
      ),
    ).toBe('body 700')
  })

  it('copies bodies before it returns, so that the caller may use its buffer again', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    const shared = new TextEncoder().encode('first')
    const first = store.capture.add(capture({ endpointId, body: shared }))
    shared.fill(0x78)
    const second = store.capture.add(capture({ endpointId, body: shared }))
    const read = async (id: Awaited<typeof first>): Promise<string> =>
      new TextDecoder().decode(await store.requests.body({ id, offset: 0, length: 99, decoded: false }))
    expect(await read(await first)).toBe('first')
    expect(await read(await second)).toBe('xxxxx')
  })

  it('tells of each stored request once, oldest first, with what was recognised', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    const told: RequestSummary[] = []
    const stop = store.onCaptured((items) => told.push(...items))
    const github = {
      headers: [
        ['X-GitHub-Event', 'push'],
        ['User-Agent', 'GitHub-Hookshot/1'],
      ] as [string, string][],
    }
    await Promise.all(
      Array.from({ length: 200 }, () => store.capture.add(capture({ endpointId, ...github }))),
    )
    await until(
      () => told.length,
      (count) => count === 200,
    )
    expect(told.map((item) => item.id)).toEqual(told.map((item) => item.id).toSorted((a, b) => a - b))
    expect(told[0]).toMatchObject({ provider: 'github', event: 'push', hasNote: false, pinned: false })
    expect((await list(store, { limit: 200 })).items).toEqual(told.toReversed())
    stop()
    await store.capture.add(capture({ endpointId }))
    await store.requests.annotate({ id: told[0]!.id, pinned: true })
    expect(told).toHaveLength(200)
  })

  it('writes down what became of an answer, and tells of it only when the list shows it', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    const changed: RequestSummary[] = []
    store.onChanged((items) => changed.push(...items))
    const [fine, gone] = await Promise.all([
      store.capture.add(capture({ endpointId })),
      store.capture.add(capture({ endpointId })),
    ])
    store.capture.answered({ id: fine, answeredMs: 2.5 })
    store.capture.answered({ id: gone, answeredMs: null, status: null })
    await until(
      async () => (await store.requests.get(fine)).timings.answeredMs,
      (ms) => ms === 2.5,
    )
    expect((await store.requests.get(gone)).answer.status).toBeNull()
    await until(
      () => changed.length,
      (count) => count > 0,
    )
    expect(changed.map((item) => item.id)).toEqual([gone])
  })

  it('keeps a request of an endpoint that went meanwhile among the unmatched ones', async () => {
    const store = await open()
    const told: RequestSummary[] = []
    store.onCaptured((items) => told.push(...items))
    const id = await store.capture.add(capture({ endpointId: 'ep_gonegone' as EndpointId }))
    expect((await store.requests.get(id)).endpointId).toBe(unmatchedEndpointId)
    await until(
      () => told.length,
      (count) => count === 1,
    )
    expect(told[0]?.endpointId).toBe(unmatchedEndpointId)
    expect((await list(store)).items).toEqual([])
    expect((await list(store, { endpointId: unmatchedEndpointId })).total).toBe(1)
  })

  it('refuses more than may wait, and takes requests again afterwards', async () => {
    const store = await open({ limits: { queuedRequests: 10 } })
    const endpointId = await firstEndpointId(store)
    const results = await Promise.allSettled(
      Array.from({ length: 15 }, () => store.capture.add(capture({ endpointId }))),
    )
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(10)
    expect(
      results.filter((result) => result.status === 'rejected').map((result) => result.reason as unknown),
    ).toEqual(
      Array.from({ length: 5 }, () => expect.objectContaining({ code: 'receiver.overloaded' }) as unknown),
    )
    await store.capture.add(capture({ endpointId }))
    expect((await list(store)).total).toBe(11)
    expect(store.capture.waiting).toBe(0)
  })

  it('stores the others of a batch when one can not be stored', async () => {
    const store = await open()
    const endpointId = await firstEndpointId(store)
    const bad = capture({ endpointId, remotePort: 'x' as unknown as number })
    const results = await Promise.allSettled([
      store.capture.add(capture({ endpointId, body: 'before' })),
      store.capture.add(bad),
      store.capture.add(capture({ endpointId, body: 'after' })),
    ])
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await list(store)).total).toBe(2)
    expect(await store.check()).toEqual({ ok: true, problems: [] })
  })

  it('stores what waits before it closes', async () => {
    const folder = makeFolder()
    const store = await open({ folder })
    const endpointId = await firstEndpointId(store)
    const waiting = Array.from({ length: 3_000 }, () => store.capture.add(capture({ endpointId })))
    await close(store)
    await Promise.all(waiting)
    expect((await list(await open({ folder }))).total).toBe(3_000)
  })
})
