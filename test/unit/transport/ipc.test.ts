import { describe, expect, it, vi } from 'vitest'
import { channels } from '#shared/contract/bridge.ts'
import type { EventFrame } from '#shared/contract/events.ts'
import { attachIpc } from '../../../electron/transport/ipc.ts'
import { createScriptedDoor } from '../../contract/scripted-door.ts'
import { createIpcPair } from '../../contract/transports.ts'

function attach() {
  const scripted = createScriptedDoor()
  const pair = createIpcPair()
  const sent: EventFrame[][] = []
  const attached = attachIpc({
    door: scripted.door,
    ipcMain: pair.ipcMain,
    isTrusted: ({ from }) => from === 'main frame',
    send: (_channel, frames) => sent.push(frames),
  })
  return { ...scripted, pair, sent, attached }
}

const call = (id: string, name = 'app.info') => ({ id, name, input: {} })

describe('the IPC door', () => {
  it('refuses a sender that is not our own frame, whatever it says', async () => {
    const { pair, attached } = attach()
    const reply = await pair.invoke(channels.call, call('1'), 'an iframe')
    expect(reply).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    attached.detach()
  })

  it('lets no other frame cancel a call', async () => {
    const { pair, attached, waiting, aborted } = attach()
    const begun = waiting()
    const reply = pair.invoke(channels.call, call('1', 'store.check'))
    await begun
    const ended = aborted()
    let cancelled = false
    void ended.then(() => (cancelled = true))
    pair.send(channels.cancel, '1', 'an iframe')
    await pair.invoke(channels.call, call('2'))
    expect(cancelled).toBe(false)
    pair.send(channels.cancel, '1')
    await ended
    expect(await reply).toMatchObject({ ok: false, error: { code: 'cancelled' } })
    attached.detach()
  })

  it.each([
    [undefined],
    ['app.info'],
    [{ name: 'app.info' }],
    [{ id: '', name: 'app.info' }],
    [{ id: 1, name: 2 }],
  ])('answers %j with what a call needs', async (payload) => {
    const { pair, attached } = attach()
    const reply = await pair.invoke(channels.call, payload)
    expect(reply).toMatchObject({ ok: false, error: { code: 'input.invalid' } })
    attached.detach()
  })

  it('refuses a second call under the id of one that runs', async () => {
    const { pair, attached, waiting } = attach()
    const begun = waiting()
    const first = pair.invoke(channels.call, call('1', 'store.check'))
    await begun
    expect(await pair.invoke(channels.call, call('1'))).toMatchObject({ ok: false })
    attached.detach()
    expect(await first).toMatchObject({ ok: false })
  })

  it('cancels the calls of a page that went away, and owes the next one its events', async () => {
    const { pair, attached, waiting, aborted, say, sent } = attach()
    const begun = waiting()
    void pair.invoke(channels.call, call('1', 'store.check'))
    await begun
    const ended = aborted()
    for (let index = 0; index < 600; index += 1) say(`unread ${index}`)
    const before = sent.flat().length
    expect(before).toBeLessThan(600)
    attached.pageGone()
    await ended
    pair.send(channels.ack, 0)
    await vi.waitFor(() => expect(sent.flat().at(-1)?.seq).toBe(600))
    attached.detach()
  })

  it('takes no nonsense for an acknowledgement', async () => {
    const { pair, attached, say, sent } = attach()
    for (let index = 0; index < 600; index += 1) say(`unread ${index}`)
    for (const nonsense of ['9999', null, NaN, undefined, 9_999]) pair.send(channels.ack, nonsense)
    pair.send(channels.ack, 9_999, 'an iframe')
    await pair.invoke(channels.call, call('1'))
    say('newest')
    pair.send(channels.ack, 0)
    await vi.waitFor(() => expect(sent.flat().at(-1)?.seq).toBe(601))
    // Between the two lies what was let go while nothing that counts had been acknowledged.
    const numbers = sent.flat().map(({ seq }) => seq)
    expect(numbers.slice(0, 256)).toEqual(Array.from({ length: 256 }, (_, index) => index + 1))
    expect(numbers[256]).toBe(512)
    attached.detach()
  })

  it('lets go of every channel', () => {
    const { pair, attached } = attach()
    attached.detach()
    expect(pair.handlers.size).toBe(0)
    expect(pair.wire.eventNames()).toEqual([])
  })
})
