import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import type { Door } from '#shared/contract/door.ts'
import type { AnyEvent, EventFrame } from '#shared/contract/events.ts'
import { startEventFeed } from '../../../electron/transport/event-feed.ts'

function createFeed() {
  let listener: ((event: AnyEvent) => void) | undefined
  const door: Door = {
    dispatch: () => Promise.reject(new Error('not used')),
    subscribe(given) {
      listener = given
      return () => (listener = undefined)
    },
  }
  const messages: EventFrame[][] = []
  const sink = { full: false, send: (frames: EventFrame[]) => messages.push(frames), isFull: () => sink.full }
  const feed = startEventFeed(door, sink)
  return {
    feed,
    sink,
    messages,
    isSubscribed: () => listener !== undefined,
    emit: (count = 1) => {
      for (let index = 0; index < count; index += 1) listener?.({ name: 'requests.restored', payload: {} })
    },
    numbers: () => messages.flat().map(({ seq }) => seq),
  }
}

describe('an event feed', () => {
  it('sends the events of one tick in one message, at the end of the tick', async () => {
    const { emit, messages } = createFeed()
    emit(3)
    expect(messages).toEqual([])
    await vi.waitFor(() => expect(messages).toHaveLength(1))
    expect(messages[0]!.map(({ seq }) => seq)).toEqual([1, 2, 3])
  })

  it('gathers what follows within 16 ms', async () => {
    const { emit, messages, numbers } = createFeed()
    const started = performance.now()
    for (let index = 0; index < 100; index += 1) {
      emit()
      await wait(1)
    }
    await vi.waitFor(() => expect(numbers()).toHaveLength(100))
    const elapsed = performance.now() - started
    expect(messages.length).toBeLessThanOrEqual(Math.ceil(elapsed / 15) + 2)
  })

  it('does not let a burst pile up', () => {
    const { emit, messages } = createFeed()
    emit(1_000)
    expect(messages.map((frames) => frames.length)).toEqual([256, 256, 256])
  })

  it('holds one event while the sink is full, and sends it when there is room', async () => {
    const { emit, sink, feed, numbers } = createFeed()
    emit()
    await vi.waitFor(() => expect(numbers()).toEqual([1]))
    sink.full = true
    for (let index = 0; index < 10; index += 1) {
      emit(300)
      await wait(2)
    }
    feed.resume()
    expect(numbers()).toEqual([1])
    sink.full = false
    feed.resume()
    await vi.waitFor(() => expect(numbers().at(-1)).toBe(3_001))
    expect(numbers().length).toBeLessThan(300)
  })

  it('sends what waits when it is closed, and nothing after', () => {
    const { emit, feed, numbers, isSubscribed } = createFeed()
    emit(2)
    feed.close()
    expect(numbers()).toEqual([1, 2])
    expect(isSubscribed()).toBe(false)
    emit()
    feed.resume()
    expect(numbers()).toEqual([1, 2])
  })
})
