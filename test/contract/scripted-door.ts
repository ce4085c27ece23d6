import { EventEmitter, once } from 'node:events'
import { createDispatcher } from '../../electron/core/dispatcher.ts'
import { createEventBus } from '../../electron/core/event-bus.ts'
import { createClock } from '../../electron/platform/clock.ts'
import { createLogger } from '../../electron/platform/logger.ts'
import type { Handlers } from '#shared/contract/contract.ts'
import type { Door } from '#shared/contract/door.ts'
import { AppError } from '#shared/contract/errors.ts'
import type { AnyEvent } from '#shared/contract/events.ts'
import { defaultSettings } from '#shared/domain/settings.ts'

/** How many bytes the body of request `id` has. */
export const bodySize = 300_000
export const bodyByte = (index: number): number => (index * 7 + 3) % 256

/**
 * The real dispatcher over handlers that do what the contract tests need:
 * `app.info` answers, `requests.get` fails, `requests.body` gives bytes, `store.check` never answers.
 */
export function createScriptedDoor() {
  const logger = createLogger(createClock())
  const bus = createEventBus(logger)
  const happened = new EventEmitter()
  const scripted: Partial<Handlers> = {
    'app.info': () => ({
      version: '1.2.3',
      host: 'headless',
      platform: 'test',
      dataFolder: '/tmp/ü ✓',
      capabilities: [],
      warnings: ['a', ''],
    }),
    'settings.get': () => defaultSettings,
    'requests.get': ({ id }) => {
      throw new AppError('not-found', `Request ${id} is gone.`, { details: { id, why: ['deleted'] } })
    },
    'requests.bodyInfo': () => ({ size: bodySize, encodings: [], decodedSize: null, decodeProblem: null }),
    'requests.body': ({ offset, length }) =>
      Uint8Array.from({ length: Math.min(length, bodySize - offset) }, (_, index) =>
        bodyByte(offset + index),
      ),
    'requests.delete': () => {
      throw new TypeError('a fault in a handler')
    },
    'store.check': (_input, { signal }) =>
      new Promise((_resolve, reject) => {
        happened.emit('waiting')
        signal.addEventListener('abort', () => {
          happened.emit('aborted')
          reject(new Error('given up'))
        })
      }),
  }
  const dispatch = createDispatcher(scripted as Handlers, { logger, checkOutput: true })
  const door: Door = { dispatch, subscribe: (listener) => bus.subscribe(listener) }
  let seq = 0
  return {
    door,
    logger,
    emit: (event: AnyEvent) => bus.emit(event.name, event.payload),
    /** Emits one event that carries a text. */
    say: (message: string): void => {
      seq += 1
      bus.emit('log.added', { seq, at: 0, level: 'info', source: 'test', message })
    },
    /** Resolves when `store.check` has begun to wait. */
    waiting: (): Promise<unknown> => once(happened, 'waiting'),
    /** Resolves when the signal of `store.check` was aborted. */
    aborted: (): Promise<unknown> => once(happened, 'aborted'),
  }
}

export type ScriptedDoor = ReturnType<typeof createScriptedDoor>
