import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import {
  capture,
  close,
  firstEndpointId,
  list,
  makeFolder,
  makeLogger,
  open,
  until,
} from './store-fixture.ts'

describe('a full disk', () => {
  it('refuses requests with a reason, keeps what it has, and goes on by itself once there is space', async () => {
    const folder = makeFolder()
    const store = await open({ folder, maxPages: 400 })
    const endpointId = await firstEndpointId(store)
    const troubles: (string | null)[] = []
    store.onTrouble((message) => troubles.push(message))
    const stored: number[] = []
    let refused: unknown
    while (refused === undefined) {
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, () => store.capture.add(capture({ endpointId, body: 'x'.repeat(8_000) }))),
      )
      for (const result of results) {
        if (result.status === 'fulfilled') stored.push(result.value)
        else refused = result.reason
      }
    }
    expect(refused).toMatchObject({ code: 'store.full' })
    expect(troubles).toEqual([expect.stringContaining('full')])
    expect((await list(store, { limit: 1_000 })).items.map((item) => item.id)).toEqual(stored.toReversed())
    // The user makes room: old requests go for good.
    await store.endpoints.update(endpointId, { retention: { maxCount: 10, maxAgeMs: null, maxBytes: null } })
    const id = await until(
      () => store.capture.add(capture({ endpointId, body: 'there is room again' })).catch(() => null),
      (made) => made !== null,
    )
    expect(id).toBeGreaterThan(stored.at(-1)!)
    expect(troubles.at(-1)).toBeNull()
    expect(await store.check()).toEqual({ ok: true, problems: [] })
    await close(store)
    const again = await open({ folder })
    expect((await list(again, { filter: '"room again"' })).total).toBe(1)
  })

  it('leaves no body file behind for a request that was refused', async () => {
    const folder = makeFolder()
    const store = await open({ folder, maxPages: 60 })
    const endpointId = await firstEndpointId(store)
    // Down to the last page.
    for (const size of [60_000, 4_000, 100]) {
      let refused = false
      while (!refused) {
        refused = await store.capture.add(capture({ endpointId, body: 'x'.repeat(size) })).then(
          () => false,
          () => true,
        )
      }
    }
    await expect(
      store.capture.add(capture({ endpointId, body: new Uint8Array(100_000) })),
    ).rejects.toMatchObject({ code: 'store.full' })
    await until(
      () => readdirSync(join(folder, 'bodies')),
      (names) => names.length === 0,
    )
  })
})

describe('a thread that dies', () => {
  it('takes what it was doing with it, is started again, and nobody waits for ever', async () => {
    const logger = makeLogger()
    const started: Worker[] = []
    const onWorker = (worker: Worker): void => void started.push(worker)
    process.on('worker', onWorker)
    const store = await open({ logger })
    process.off('worker', onWorker)
    const endpointId = await firstEndpointId(store)
    const first = await store.capture.add(capture({ endpointId }))
    const { undoToken } = await store.requests.delete({ ids: [first] })
    // In the order they are started: writer, reader, indexer. The writer goes last, because all start again with it.
    expect(started).toHaveLength(3)
    for (const thread of started.toReversed()) {
      const results = Promise.allSettled([
        ...Array.from({ length: 50 }, () => store.capture.add(capture({ endpointId }))),
        list(store),
        store.endpoints.list(),
      ])
      await thread.terminate()
      await results
      await until(
        () => store.capture.add(capture({ endpointId })).catch(() => null),
        (id) => id !== null,
      )
      expect(
        (await until(
          () => list(store).catch(() => null),
          (page) => page !== null,
        ))!.total,
      ).toBeGreaterThan(0)
    }
    expect(logger.lines.filter((line) => line.includes('is being started again'))).toHaveLength(3)
    // It is still the same run: what was deleted before can be brought back.
    expect(await store.requests.restore(undoToken)).toEqual({ count: 1 })
    expect(await store.check()).toEqual({ ok: true, problems: [] })
  })
})
