import { expect, test } from 'vitest'
import type { AnyEvent } from '#shared/contract/events.ts'
import { createEventBus } from '../../../electron/core/event-bus.ts'
import { createLogger } from '../../../electron/platform/logger.ts'

const clock = { now: () => 1_000 }

test('every subscriber gets every event in order, until it stops', () => {
  const bus = createEventBus(createLogger(clock))
  const got: Record<'first' | 'second', AnyEvent[]> = { first: [], second: [] }
  const stop = bus.subscribe((event) => got.first.push(event))
  bus.subscribe((event) => got.second.push(event))
  bus.emit('requests.restored', {})
  stop()
  bus.emit('requests.deleted', { ids: null })
  const restored = { name: 'requests.restored', payload: {} }
  expect(got).toEqual({
    first: [restored],
    second: [restored, { name: 'requests.deleted', payload: { ids: null } }],
  })
})

test('one that throws is logged and hinders nobody, neither the others nor the sender', () => {
  const logger = createLogger(clock)
  const bus = createEventBus(logger)
  let got = 0
  bus.subscribe(() => {
    throw new Error('planted fault')
  })
  bus.subscribe(() => got++)
  bus.emit('requests.restored', {})
  bus.emit('requests.restored', {})
  expect(got).toBe(2)
  const entries = logger.recent(10)
  expect(entries).toHaveLength(2)
  expect(entries[0]).toMatchObject({ level: 'error', source: 'core' })
  expect(entries[0]!.message).toMatch(/requests\.restored: .*planted fault/)
})
