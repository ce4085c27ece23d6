import { expect, test } from 'vitest'
import type { Handlers } from '#shared/contract/contract.ts'
import { AppError } from '#shared/contract/errors.ts'
import { createDispatcher } from '../../../electron/core/dispatcher.ts'
import { createLogger } from '../../../electron/platform/logger.ts'

const never = (): AbortSignal => new AbortController().signal

/** A dispatcher with just the handlers that a test calls. */
function dispatcherWith(handlers: Partial<Handlers>, checkOutput = true) {
  const logger = createLogger({ now: () => 0 })
  return { logger, dispatch: createDispatcher(handlers as Handlers, { logger, checkOutput }) }
}

const call = (name: string, input: unknown) => ({ id: 'c1', name, input })

test('a handler gets the input as the contract parses it, with its defaults', async () => {
  const inputs: unknown[] = []
  const { dispatch } = dispatcherWith({
    'app.log': (input) => {
      inputs.push(input)
      return []
    },
  })
  expect(await dispatch(call('app.log', undefined), never())).toEqual({ ok: true, value: [] })
  expect(await dispatch(call('app.log', { limit: 3, more: true }), never())).toEqual({ ok: true, value: [] })
  expect(inputs).toEqual([{ limit: 500 }, { limit: 3 }])
})

test('a wrong input never reaches the handler, and each wrong place is named', async () => {
  let ran = false
  const { dispatch, logger } = dispatcherWith({
    'samples.send': () => {
      ran = true
      return { status: 200, ms: 1, requestId: null }
    },
  })
  const reply = await dispatch(
    call('samples.send', { name: 5, to: { url: 'no url' }, set: { a: 1 } }),
    never(),
  )
  expect(ran).toBe(false)
  expect(reply).toMatchObject({ ok: false, error: { code: 'input.invalid', details: { paths: ['name', 'to.url', 'set.a'] } } }) // prettier-ignore
  expect(logger.recent(10)).toEqual([])
})

test('names that every object has are no procedures', async () => {
  const { dispatch } = dispatcherWith({})
  for (const name of ['constructor', '__proto__', 'toString', '', 'app.nothing']) {
    const reply = await dispatch(call(name, {}), never())
    expect([name, reply]).toMatchObject([name, { ok: false, error: { code: 'not-found' } }])
  }
})

test('what a handler throws is told by its code; only a fault is logged', async () => {
  const { dispatch, logger } = dispatcherWith({
    'app.info': () => {
      throw new AppError('conflict', 'It is held.', { details: { by: 'another' } })
    },
    'settings.get': () => {
      throw new TypeError('planted fault')
    },
  })
  expect(await dispatch(call('app.info', {}), never())).toEqual({
    ok: false,
    error: { code: 'conflict', message: 'It is held.', details: { by: 'another' } },
  })
  expect(logger.recent(10)).toEqual([])
  expect(await dispatch(call('settings.get', {}), never())).toMatchObject({
    ok: false,
    error: { code: 'internal', message: 'planted fault' },
  })
  expect(logger.recent(10)).toMatchObject([{ level: 'error', message: 'settings.get: planted fault' }])
})

test('an output outside the contract is a fault where outputs are checked, and passes where they are not', async () => {
  const handlers: Partial<Handlers> = { 'samples.list': () => [{ name: 1 }] as never }
  expect(await dispatcherWith(handlers).dispatch(call('samples.list', {}), never())).toMatchObject({
    ok: false,
    error: { code: 'internal', message: expect.stringContaining('samples.list answered outside') as string },
  })
  expect((await dispatcherWith(handlers, false).dispatch(call('samples.list', {}), never())).ok).toBe(true)
})

test('a call that is cancelled settles at once, whether before or in the middle, and its handler is told', async () => {
  const entered = Promise.withResolvers<AbortSignal>()
  const { dispatch, logger } = dispatcherWith({
    'store.check': (_input, { signal }) => {
      entered.resolve(signal)
      return new Promise(() => undefined)
    },
  })
  const controller = new AbortController()
  const reply = dispatch(call('store.check', {}), controller.signal)
  const seen = await entered.promise
  expect(seen.aborted).toBe(false)
  controller.abort()
  expect(await reply).toMatchObject({ ok: false, error: { code: 'cancelled' } })
  expect(seen.aborted).toBe(true)
  expect(await dispatch(call('store.check', {}), AbortSignal.abort())).toMatchObject({
    ok: false,
    error: { code: 'cancelled' },
  })
  expect(logger.recent(10)).toEqual([])
})

test('a handler that fails after its call was cancelled does no harm', async () => {
  const late = Promise.withResolvers<never>()
  const { dispatch } = dispatcherWith({ 'store.check': () => late.promise })
  const controller = new AbortController()
  const reply = dispatch(call('store.check', {}), controller.signal)
  controller.abort()
  expect((await reply).ok).toBe(false)
  late.reject(new Error('too late'))
  await expect(late.promise).rejects.toThrow('too late')
})
