import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RequestId } from '#shared/domain/ids.ts'
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

const pageSize = 4_096

/** A closed store with 600 requests of 3 kB, one of them with a body file. */
async function closedStore(): Promise<{
  folder: string
  ids: RequestId[]
  bodies: Map<RequestId, string>
  large: Buffer
}> {
  const folder = makeFolder()
  const store = await open({ folder })
  const endpointId = await firstEndpointId(store)
  const bodies = new Map<RequestId, string>()
  const ids: RequestId[] = []
  for (let batch = 0; batch < 6; batch++) {
    const some = await Promise.all(
      Array.from({ length: 100 }, async (_, n) => {
        const body = `request ${batch}-${n} `.padEnd(3_000, 'ab')
        const id = await store.capture.add(capture({ endpointId, body }))
        bodies.set(id, body)
        return id
      }),
    )
    ids.push(...some)
  }
  const large = randomBytes(200_000)
  ids.push(await store.capture.add(capture({ endpointId, body: large })))
  await store.requests.annotate({ id: ids[10]!, note: 'a note', pinned: true })
  await close(store)
  return { folder, ids, bodies, large }
}

function overwrite(path: string, at: number, bytes: Uint8Array): void {
  const file = openSync(path, 'r+')
  writeSync(file, bytes, 0, bytes.length, at)
  closeSync(file)
}

/** About one page in eight, without a pattern that rows might follow, and the same ones each time. */
function somePages(from: number, to: number): number[] {
  let state = 7
  return Array.from({ length: to - from }, (_, n) => from + n).filter(() => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    return ((state >> 12) & 7) === 0
  })
}

const damagedFolders = (folder: string): string[] =>
  readdirSync(folder).filter((name) => name.startsWith('damaged-'))

describe('a damaged database', () => {
  it('is set aside whole, and what can be read is carried over', async () => {
    const { folder, ids, bodies, large } = await closedStore()
    const path = join(folder, 'hookbench.db')
    const pages = statSync(path).size / pageSize
    for (const page of somePages(Math.floor(pages / 3), pages))
      overwrite(path, page * pageSize, randomBytes(pageSize))
    const before = readFileSync(path)

    const logger = makeLogger()
    const store = await open({ folder, logger })
    expect(store.opening.repaired).toBe(true)
    expect(store.opening.message).toMatch(
      /damaged .* moved to .*damaged-\d{4}-\d\d-\d\d; \d+ requests could be read/,
    )
    const [aside] = damagedFolders(folder)
    expect(readFileSync(join(folder, aside!, 'hookbench.db')).equals(before)).toBe(true)

    const page = await list(store, { limit: 1_000 })
    expect(page.total).toBeGreaterThan(300)
    expect(page.total).toBeLessThan(601)
    let whole = 0
    for (const item of page.items) {
      const body = await store.requests.body({ id: item.id, offset: 0, length: 1_000_000, decoded: false })
      const { problem } = await store.requests.get(item.id)
      const wanted = bodies.get(item.id)
      if (problem === null) {
        whole++
        expect(Buffer.from(body).equals(wanted === undefined ? large : Buffer.from(wanted))).toBe(true)
      } else {
        expect(item).toMatchObject({ complete: false, method: 'POST', bodySize: 0 })
        expect(body).toHaveLength(0)
      }
    }
    expect(whole).toBeGreaterThan(250)
    expect(await store.check()).toEqual({ ok: true, problems: [] })
    const [endpoint] = await store.endpoints.list()
    expect(endpoint).toMatchObject({ name: 'My endpoint', requestCount: page.total })
    // New requests go on, with ids that were never used.
    const next = await store.capture.add(capture({ endpointId: endpoint!.id }))
    expect(next).toBeGreaterThanOrEqual(page.items[0]!.id)
    await close(store)

    const again = await open({ folder })
    expect(again.opening.repaired).toBe(false)
    expect((await list(again)).total).toBe((page.total ?? 0) + 1)
    expect(ids).toHaveLength(601)
  })

  it('is never overwritten: a second one gets a folder of its own', async () => {
    const { folder } = await closedStore()
    const path = join(folder, 'hookbench.db')
    for (const round of [1, 2]) {
      writeFileSync(path, `this is no database, round ${round}`.padEnd(9_000))
      const store = await open({ folder })
      expect(store.opening.repaired).toBe(true)
      expect((await list(store)).total).toBe(0)
      expect((await store.endpoints.list())[0]?.name).toBe('My endpoint')
      await close(store)
      expect(damagedFolders(folder)).toHaveLength(round)
    }
    const [first, second] = damagedFolders(folder)
    expect(readFileSync(join(folder, first!, 'hookbench.db'), 'utf8')).toContain('round 1')
    expect(readFileSync(join(folder, second!, 'hookbench.db'), 'utf8')).toContain('round 2')
    // The body of the request that was lost is kept with it.
    expect(readdirSync(join(folder, first!))).toContain('bodies')
  })

  it('that was cut short is repaired, too', async () => {
    const { folder } = await closedStore()
    const path = join(folder, 'hookbench.db')
    writeFileSync(path, readFileSync(path).subarray(0, statSync(path).size * 0.6))
    const store = await open({ folder })
    expect(store.opening.repaired).toBe(true)
    expect((await list(store)).total).toBeGreaterThan(50)
    expect(await store.check()).toEqual({ ok: true, problems: [] })
  })

  it('is found while running, repaired, and captures go on by themselves', async () => {
    const { folder, ids } = await closedStore()
    const logger = makeLogger()
    const store = await open({ folder, logger })
    const endpointId = await firstEndpointId(store)
    const troubles: (string | null)[] = []
    store.onTrouble((message) => troubles.push(message))
    // Behind its back: the pages are not in its memory.
    const path = join(folder, 'hookbench.db')
    const pages = statSync(path).size / pageSize
    for (const page of somePages(40, pages))
      overwrite(path, page * pageSize, new Uint8Array(pageSize).fill(0x77))
    await Promise.allSettled(ids.map((id) => store.requests.get(id)))
    await until(
      () => existsSync(join(folder, 'hookbench.db-suspect')) || damagedFolders(folder).length > 0,
      (seen) => seen,
    )
    const id = await until(
      () => store.capture.add(capture({ endpointId, body: 'after the repair' })).catch(() => null),
      (stored) => stored !== null,
    )
    expect(damagedFolders(folder)).toHaveLength(1)
    expect((await list(store, { filter: '"after the repair"' })).items[0]?.id).toBe(id)
    expect(troubles[0]).toContain('damaged')
    expect(troubles.at(-1)).toBeNull()
    expect(logger.lines.some((line) => line.includes('moved to'))).toBe(true)
    expect(id).toBeGreaterThan(ids.at(-1)!)
    expect((await list(store)).total).toBeGreaterThan(200)
    expect(await store.check()).toEqual({ ok: true, problems: [] })
  })

  it('with a broken log opens with what was committed before', async () => {
    const { folder } = await closedStore()
    writeFileSync(join(folder, 'hookbench.db-wal'), randomBytes(50_000))
    const store = await open({ folder })
    expect((await list(store)).total).toBe(601)
  })
})
