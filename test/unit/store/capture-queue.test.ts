import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/contract/errors.ts'
import type { EndpointId } from '#shared/domain/ids.ts'
import type { CaptureRow } from '../../../electron/store/capture-batch.ts'
import { createCaptureQueue } from '../../../electron/store/capture-queue.ts'
import type { BatchMessage } from '../../../electron/store/messages.ts'
import type { Capture } from '../../../electron/store/index.ts'

function capture(body: string): Capture {
  return {
    endpointId: 'ep_0000' as EndpointId,
    receivedAt: 1,
    method: 'POST',
    target: '/',
    httpVersion: '1.1',
    headers: [],
    trailers: [],
    body: new TextEncoder().encode(body),
    complete: true,
    malformed: false,
    problem: null,
    declaredLength: null,
    remoteAddress: '',
    remotePort: 1,
    tls: false,
    headersMs: null,
    endMs: null,
    answer: { status: 200, origin: 'endpoint', headers: [], bodySize: 0, bodyText: null, handshake: null },
  }
}

function setUp(limit = 10_000) {
  const sent: BatchMessage[] = []
  const rejected: Capture[] = []
  const queue = createCaptureQueue({
    send: (message) => void sent.push(message),
    limit: () => limit,
    wantsCaptured: () => false,
    onCaptured: () => undefined,
    onRejected: (one) => void rejected.push(one),
    onFailure: () => undefined,
    onSuccess: () => undefined,
  })
  let nextId = 1
  const rowsOf = (message: BatchMessage): CaptureRow[] => JSON.parse(message.rows) as CaptureRow[]
  function store(message: BatchMessage): void {
    const facts = rowsOf(message).map(
      () => [nextId++, 'generic', null, null, null, false] as [number, string, null, null, null, boolean],
    )
    queue.onStored({ kind: 'stored', seq: message.seq, facts, failures: [], bodies: message.bodies })
  }
  return { queue, sent, rejected, rowsOf, store }
}

describe('the queue of captures', () => {
  it('sends what came in one turn as one batch, and gathers the next while it is under way', async () => {
    const { queue, sent, rowsOf, store } = setUp()
    const first = [queue.add(capture('a')), queue.add(capture('bc'))]
    await turn()
    const second = [queue.add(capture('d')), queue.add(capture('e')), queue.add(capture('f'))]
    await turn()
    expect(sent).toHaveLength(1)
    expect(rowsOf(sent[0]!)).toHaveLength(2)
    expect(new TextDecoder().decode(new Uint8Array(sent[0]!.bodies, 0, sent[0]!.used))).toBe('abc')
    expect(queue.waiting).toBe(5)
    store(sent[0]!)
    expect(await Promise.all(first)).toEqual([1, 2])
    expect(sent).toHaveLength(2)
    expect(rowsOf(sent[1]!)).toHaveLength(3)
    store(sent[1]!)
    expect(await Promise.all(second)).toEqual([3, 4, 5])
    expect(queue.waiting).toBe(0)
  })

  it('cuts what waits into batches of a bounded size, and keeps the order', async () => {
    const { queue, sent, rowsOf, store } = setUp()
    const all = Array.from({ length: 1_300 }, () => queue.add(capture('x')))
    await turn()
    for (let at = 0; at < sent.length; at++) store(sent[at]!)
    expect(sent.map((message) => rowsOf(message).length)).toEqual([512, 512, 276])
    expect(await Promise.all(all)).toEqual(Array.from({ length: 1_300 }, (_, n) => n + 1))
  })

  it('rejects what was under way when the writer dies, and sends the rest to the next one', async () => {
    const { queue, sent, rejected, store } = setUp()
    const lost = queue.add(capture('lost'))
    await turn()
    const kept = queue.add(capture('kept'))
    queue.onCrash(new AppError('store.failed', 'gone'))
    await expect(lost).rejects.toMatchObject({ code: 'store.failed' })
    expect(rejected).toHaveLength(1)
    await turn()
    expect(sent).toHaveLength(1)
    queue.onRestart()
    await turn()
    store(sent[1]!)
    expect(await kept).toBe(1)
  })

  it('lets nobody wait for a writer that does not come up again', async () => {
    const { queue } = setUp()
    queue.onCrash(new AppError('store.failed', 'gone'))
    const waiting = queue.add(capture('x'))
    queue.onCrash(new AppError('store.full', 'no space to open'))
    await expect(waiting).rejects.toMatchObject({ code: 'store.full' })
    const late = queue.add(capture('y'))
    await queue.drained()
    await expect(late).rejects.toMatchObject({ code: 'store.failed' })
    expect(queue.waiting).toBe(0)
  })

  it('takes as many as may wait, and not one more', async () => {
    const { queue, sent, store } = setUp(2)
    const taken = [queue.add(capture('1')), queue.add(capture('2'))]
    await expect(queue.add(capture('3'))).rejects.toMatchObject({ code: 'receiver.overloaded' })
    await turn()
    store(sent[0]!)
    await Promise.all(taken)
    void queue.add(capture('4'))
    expect(queue.waiting).toBe(1)
  })
})
