import type { EventFrame } from '#shared/contract/events.ts'

/**
 * `open`: events flow. `lost`: the host does not answer; the link keeps trying. `refused`: it answers, but no longer to this
 * page, whose session ended with the run that it began in.
 */
export type ConnectionState = 'connecting' | 'open' | 'lost' | 'refused'

export interface LinkListener {
  frames(frames: readonly EventFrame[]): void
  /** A new stream of events begins (again): `seq` counts from its start. */
  opened(): void
  lost(state: 'lost' | 'refused'): void
}

/** One way to reach the host. */
export interface Link {
  /** Resolves with the value, or rejects with a CallError. Aborting cancels the call at the host. */
  request(name: string, input: unknown, signal: AbortSignal): Promise<unknown>
  /** Called once. Returns the way to stop. */
  listen(listener: LinkListener): () => void
}
