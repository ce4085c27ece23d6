import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { requestIdSchema } from '#shared/domain/ids.ts'
import { defaultSettings } from '#shared/domain/settings.ts'
import { bodyByte, createScriptedDoor, type ScriptedDoor } from './scripted-door.ts'
import { transports, type Connected } from './transports.ts'

const id = requestIdSchema.parse(7)

describe.each(transports)('the contract over $name', (transport) => {
  let door: ScriptedDoor
  let host: Connected

  beforeEach(async () => {
    door = createScriptedDoor()
    host = await transport.connect(door)
  })

  afterEach(async () => {
    vi.useRealTimers()
    await host.close()
  })

  it('hands back a value as it is', async () => {
    expect(await host.call('app.info', {})).toEqual({
      version: '1.2.3',
      host: 'headless',
      platform: 'test',
      dataFolder: '/tmp/ü ✓',
      capabilities: [],
      warnings: ['a', ''],
    })
    expect(await host.call('settings.get', {})).toEqual(defaultSettings)
  })

  it('keeps many calls apart', async () => {
    const offsets = Array.from({ length: 50 }, (_, index) => index * 10)
    const bodies = await Promise.all(
      offsets.map((offset) => host.call('requests.body', { id, offset, length: 4 })),
    )
    expect(bodies.map((bytes) => bytes[0])).toEqual(offsets.map(bodyByte))
  })

  it('hands back bytes as bytes', async () => {
    const bytes = await host.call('requests.body', { id, offset: 5, length: 290_000 })
    expect(bytes).toBeInstanceOf(Uint8Array)
    expect(bytes.byteLength).toBe(290_000)
    expect(bytes.every((byte, index) => byte === bodyByte(index + 5))).toBe(true)
    expect((await host.call('requests.body', { id, length: 0 })).byteLength).toBe(0)
  })

  it('hands on an error with code, message and details', async () => {
    await expect(host.call('requests.get', { id })).rejects.toMatchObject({
      code: 'not-found',
      message: 'Request 7 is gone.',
      details: { id: 7, why: ['deleted'] },
    })
  })

  it('turns a fault in a handler into an internal error', async () => {
    await expect(host.call('requests.delete', { ids: [id] })).rejects.toMatchObject({
      code: 'internal',
      message: 'a fault in a handler',
    })
  })

  it('names the path of what is wrong with an input', async () => {
    const wrong = { id, offset: -1, length: 'long' as unknown as number }
    await expect(host.call('requests.body', wrong)).rejects.toMatchObject({
      code: 'input.invalid',
      details: { paths: ['offset', 'length'] },
    })
  })

  it('refuses a procedure that does not exist', async () => {
    const names = ['requests.burn', '__proto__', 'constructor', '']
    for (const name of names) {
      await expect(host.call(name as 'app.info', {})).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  it('cancels a call when its signal is aborted, at the host as well', async () => {
    const control = new AbortController()
    const [waiting, aborted] = [door.waiting(), door.aborted()]
    const call = host.call('store.check', {}, { signal: control.signal })
    const settled = expect(call).rejects.toMatchObject({ code: 'cancelled' })
    await waiting
    control.abort()
    await settled
    await aborted
  })

  it('gives up a call after the time-out that the caller set, and stops it at the host', async () => {
    const aborted = door.aborted()
    await expect(host.call('store.check', {}, { timeoutMs: 30 })).rejects.toMatchObject({ code: 'timed-out' })
    await aborted
  })

  it("gives up a call after the procedure's own time-out", async () => {
    const waiting = door.waiting()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const settled = expect(host.call('store.check', {})).rejects.toMatchObject({ code: 'timed-out' })
    await waiting
    vi.advanceTimersByTime(600_000)
    vi.useRealTimers()
    await settled
  })

  it('rejects what is under way when the host goes away', async () => {
    const waiting = door.waiting()
    const settled = expect(host.call('store.check', {})).rejects.toMatchObject({ code: 'disconnected' })
    await waiting
    await Promise.all([host.loseHost(), settled])
  })

  it('delivers events in order, numbered without a gap', async () => {
    for (let round = 0; round < 5; round += 1) {
      for (let index = 0; index < 100; index += 1) door.say(`${round}-${index}`)
      await vi.waitFor(() => expect(host.frames.length).toBe((round + 1) * 100))
    }
    const first = host.frames[0]!.seq
    expect(host.frames.map(({ seq }) => seq)).toEqual(host.frames.map((_, index) => first + index))
    expect(host.frames.map(({ payload }) => (payload as { message: string }).message)).toEqual(
      Array.from({ length: 500 }, (_, index) => `${Math.floor(index / 100)}-${index % 100}`),
    )
  })

  it('lets events go when the reader stalls, shows the gap, and always delivers the newest', async () => {
    door.say('before')
    await vi.waitFor(() => expect(host.frames.length).toBe(1))
    host.stall()
    const text = 'x'.repeat(100_000)
    // Each waits for the one before to be sent or let go, so that batching does not hide the stall.
    for (let index = 0; index < 400; index += 1) {
      door.say(text)
      if (index % 4 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    }
    door.say('newest')
    host.unstall()
    await vi.waitFor(() => expect(host.frames.at(-1)).toMatchObject({ seq: 402 }), 5_000)
    const numbers = host.frames.map(({ seq }) => seq)
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
    expect(numbers.length).toBeLessThan(402)
    door.say('after')
    await vi.waitFor(() => expect(host.frames.at(-1)?.payload).toMatchObject({ message: 'after' }))
    expect(host.frames.at(-1)?.seq).toBe(403)
  })
})
