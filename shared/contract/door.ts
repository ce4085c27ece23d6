import type { CallEnvelope, ReplyEnvelope } from './envelope.ts'
import type { AnyEvent } from './events.ts'

/** The core as a transport sees it. */
export interface Door {
  /** Always resolves: with a value or with an error. Aborting the signal cancels the call. */
  dispatch(call: CallEnvelope, signal: AbortSignal): Promise<ReplyEnvelope>
  /** Hands over each event as it happens; returns the way to stop. */
  subscribe(listener: (event: AnyEvent) => void): () => void
}
