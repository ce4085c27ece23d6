import type { AnyEvent, EventName, EventPayload } from '#shared/contract/events.ts'
import type { Logger } from '../platform/ports.ts'

/** Hands each event to every subscriber; a subscriber that throws is logged and does not hinder the others. */
export function createEventBus(logger: Logger) {
  const listeners = new Set<(event: AnyEvent) => void>()
  return {
    emit<N extends EventName>(name: N, payload: EventPayload<N>): void {
      const event = { name, payload } as AnyEvent
      for (const listener of listeners) {
        try {
          listener(event)
        } catch (error) {
          logger.log('error', 'core', `A subscriber failed on ${name}: ${String(error)}`)
        }
      }
    },
    subscribe(listener: (event: AnyEvent) => void): () => void {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}

export type EventBus = ReturnType<typeof createEventBus>
