import type { WireError } from '#shared/contract/errors.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import type { OutcomeRow, StoredFacts } from './capture-batch.ts'

/** What a thread of the store is started with. */
export interface WorkerOptions {
  readonly role: 'writer' | 'reader'
  readonly folder: string
  /** Epoch milliseconds by the caller's clock. */
  readonly now: number
  /** Token for the bin of unmatched requests, should this be the first start. It is no address; it only has to be unique. */
  readonly unmatchedToken: string
  readonly maxPages: number | undefined
}

/** To the writer: captures in the form of capture-batch.ts. */
export interface BatchMessage {
  readonly kind: 'batch'
  readonly seq: number
  /** JSON of CaptureRow[]. */
  readonly rows: string
  readonly bodies: ArrayBuffer
  /** Bytes of `bodies` that are filled. */
  readonly used: number
  readonly outcomes: OutcomeRow[]
}

/** To either thread: a call by name. */
export interface CallMessage {
  readonly kind: 'call'
  readonly id: number
  readonly name: string
  readonly args: unknown[]
}

export type ToWorker = BatchMessage | CallMessage

export type FromWorker =
  | { kind: 'ready'; opening: Opening }
  | { kind: 'broken'; error: WireError }
  | {
      kind: 'stored'
      seq: number
      facts: StoredFacts[]
      failures: { index: number; error: WireError }[]
      changed: RequestSummary[]
      /** The batch's buffer, to be used again. */
      bodies: ArrayBuffer
    }
  | { kind: 'not-stored'; seq: number; error: WireError; bodies: ArrayBuffer }
  | { kind: 'reply'; id: number; value: unknown }
  | { kind: 'reply-error'; id: number; error: WireError }
  | { kind: 'deleted'; ids: number[] | null }
  | { kind: 'log'; level: 'debug' | 'info' | 'warn' | 'error'; message: string }

/** How opening went. */
export interface Opening {
  /** True when a damaged database was set aside and what could be read of it was saved. */
  readonly repaired: boolean
  /** A sentence for the user; null when there is nothing to tell. */
  readonly message: string | null
}
