import { describe, expect, it, vi } from 'vitest'
import type { EventFrame } from '#shared/contract/events.ts'
import { CallError, hasCode } from '../../../../renderer/src/client/call-error.ts'
import { createClient } from '../../../../renderer/src/client/client.ts'
import type { Link, LinkListener } from '../../../../renderer/src/client/link.ts'

/** A link in the test's hand. */
function handLink(
  answer: (name: string, input: unknown, signal: AbortSignal) => Promise<unknown> = () => Promise.resolve({}),
) {
  let listener: LinkListener | null = null
  const link: Link = {
    request: answer,
    listen(next) {
      listener = next
      return () => {
        listener = null
      }
    },
  }
  const at = (): LinkListener => {
    if (listener === null) throw new Error('Nobody listens.')
    return listener
  }
  return { link, at, listening: () => listener !== null }
}

const restored = (seq: number): EventFrame => ({ seq, name: 'requests.restored', payload: {} })

describe('the client', () => {
  it('hands each event to those who listen to it, and stops', () => {
    const { link, at } = handLink()
    const client = createClient(link)
    const heard = vi.fn()
    const stop = client.on('requests.restored', heard)
    at().opened()
    at().frames([restored(1), restored(2)])
    expect(heard).toHaveBeenCalledTimes(2)
    stop()
    at().frames([restored(3)])
    expect(heard).toHaveBeenCalledTimes(2)
  })

  it('asks for a new reading after a gap, but not without one', () => {
    const { link, at } = handLink()
    const client = createClient(link)
    const resync = vi.fn()
    client.onResync(resync)
    at().opened()
    at().frames([restored(5), restored(6)])
    expect(resync).not.toHaveBeenCalled()
    at().frames([restored(9)])
    expect(resync).toHaveBeenCalledTimes(1)
    at().frames([restored(10)])
    expect(resync).toHaveBeenCalledTimes(1)
  })

  it('asks for a new reading when the connection is back, and counts afresh', () => {
    const { link, at } = handLink()
    const client = createClient(link)
    const resync = vi.fn()
    const states: string[] = []
    client.onResync(resync)
    client.onConnection((state) => states.push(state))
    at().opened()
    expect(resync).not.toHaveBeenCalled()
    at().lost('lost')
    at().opened()
    expect(resync).toHaveBeenCalledTimes(1)
    at().frames([restored(1)])
    expect(resync).toHaveBeenCalledTimes(1)
    expect(states).toEqual(['open', 'lost', 'open'])
  })

  it('asks for a new reading at the first opening too, when something was read before it', async () => {
    const { link, at } = handLink()
    const client = createClient(link)
    const resync = vi.fn()
    client.onResync(resync)
    await client.call('app.status', {}).catch(() => undefined)
    at().opened()
    expect(resync).toHaveBeenCalledTimes(1)
  })

  it('passes on what the host answers, as a value or as an error', async () => {
    const client = createClient(
      handLink((name) =>
        name === 'app.info'
          ? Promise.resolve({ version: '1' })
          : Promise.reject(new CallError({ code: 'not-found', message: 'There is no request 7.' })),
      ).link,
    )
    await expect(client.call('app.info', {})).resolves.toEqual({ version: '1' })
    const failed = await client.call('requests.get', { id: 7 }).catch((error: unknown) => error)
    expect(hasCode(failed, 'not-found')).toBe(true)
    expect((failed as CallError).message).toBe('There is no request 7.')
  })

  it('cancels at the host when the caller does, also before it began', async () => {
    const aborted: string[] = []
    const client = createClient(
      handLink(
        (name, _input, signal) =>
          new Promise((_resolve, reject) => {
            const end = (): void => {
              aborted.push(name)
              reject(new CallError({ code: 'cancelled', message: 'cancelled' }))
            }
            if (signal.aborted) end()
            else signal.addEventListener('abort', end)
          }),
      ).link,
    )
    const control = new AbortController()
    const call = client.call('store.check', {}, { signal: control.signal })
    control.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    await expect(client.call('app.info', {}, { signal: control.signal })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(aborted).toEqual(['store.check', 'app.info'])
  })

  it('gives up when a call takes too long, and says so', async () => {
    const client = createClient(
      handLink(
        (_name, _input, signal) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () =>
              reject(new CallError({ code: 'cancelled', message: 'cancelled' })),
            )
          }),
      ).link,
    )
    await expect(client.call('app.info', {}, { timeoutMs: 5 })).rejects.toMatchObject({ code: 'timed-out' })
  })

  it('lets go of the link when it is closed', () => {
    const { link, listening } = handLink()
    createClient(link).close()
    expect(listening()).toBe(false)
  })
})
