import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import type { RequestId } from '#shared/domain/ids.ts'
import { close, list, makeFolder, open } from './store-fixture.ts'

/** How often it is killed: `HOOKBENCH_KILL_ROUNDS` for more. */
const rounds = Number(process.env['HOOKBENCH_KILL_ROUNDS'] ?? 5)

/** Runs the capturing process in `folder` and kills it after a random number of acknowledgements. Returns their lines. */
async function captureUntilKilled(folder: string, seed: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'kill-child.ts'), folder, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  const lines: string[] = []
  const enough = 20 + Math.floor(Math.random() * 600)
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'ready') continue
    lines.push(line)
    if (lines.length === enough) child.kill('SIGKILL')
  }
  const [, signal] = (await exit) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
  return lines
}

it(
  `keeps every acknowledged request whole over ${rounds} kills at random moments`,
  async () => {
    const folder = makeFolder()
    const acknowledged = new Map<number, { sha256: string; size: number }>()
    for (let round = 0; round < rounds; round++) {
      const lines = await captureUntilKilled(folder, round + 1)
      for (const line of lines) {
        const [id = '', sha256 = '', size = ''] = line.split(' ')
        expect(acknowledged.has(Number(id)), `id ${id} was given out twice`).toBe(false)
        acknowledged.set(Number(id), { sha256, size: Number(size) })
      }
      const store = await open({ folder })
      expect(store.opening).toEqual({ repaired: false, message: null })
      for (const [id, { sha256, size }] of acknowledged) {
        const detail = await store.requests.get(id as RequestId)
        expect(detail).toMatchObject({ bodySha256: sha256, bodySize: size, complete: true })
        const body = await store.requests.body({
          id: id as RequestId,
          offset: 0,
          length: 8_388_608,
          decoded: false,
        })
        expect(createHash('sha256').update(body).digest('hex')).toBe(sha256)
      }
      expect((await list(store)).total).toBeGreaterThanOrEqual(acknowledged.size)
      expect(await store.check()).toEqual({ ok: true, problems: [] })
      await close(store)
    }
    expect(acknowledged.size).toBeGreaterThan(rounds * 20)
  },
  rounds * 30_000,
)
