import type { WireError } from '#shared/contract/errors.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import type { OutcomeRow, StoredFacts } from './capture-batch.ts'

/** What every thread of the store is started with. */
interface ThreadOptions {
  readonly folder: string
  /** Epoch milliseconds by the caller's clock. */
  readonly now: number
}

export interface WriterOptions extends ThreadOptions {
  readonly role: 'writer'
  /** When the store was opened, epoch milliseconds: deletions of earlier runs can't be undone any more. */
  readonly startedAt: number
  /** First part of the names of this run's body files. */
  readonly session: string
  /** Token for the bin of unmatched requests, should this be the first start. It is no address; it only has to be unique. */
  readonly unmatchedToken: string
  readonly maxPages: number | undefined
}

export interface ReaderOptions extends ThreadOptions {
  readonly role: 'reader'
}

/** Builds the search index and checks the store's integrity: work that nobody waits for at once. */
export interface IndexerOptions extends ThreadOptions {
  readonly role: 'indexer'
}

export type WorkerOptions = WriterOptions | ReaderOptions | IndexerOptions

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
  /** Epoch milliseconds by the caller's clock. */
  readonly now: number
}

/** The time by the caller's clock, told about once a second. */
export interface TickMessage {
  readonly kind: 'tick'
  readonly now: number
}

/** To the reader: nobody waits for this call any more. */
export interface CancelMessage {
  readonly kind: 'cancel'
  readonly id: number
}

/** To the indexer: requests came (`removed` is null), or went for good. */
export interface RequestsMessage {
  readonly kind: 'requests'
  readonly removed: readonly number[] | null
}

/** To the reader: the search index can be read (again), or must not be. */
export interface IndexMessage {
  readonly kind: 'index'
  readonly ready: boolean
}

export type ToWorker =
  IndexMessage | BatchMessage | CallMessage | TickMessage | CancelMessage | RequestsMessage

export type FromWorker =
  | { kind: 'ready'; opening: Opening }
  | { kind: 'broken'; error: WireError }
  | {
      kind: 'stored'
      seq: number
      facts: StoredFacts[]
      failures: { index: number; error: WireError }[]
      /** The batch's buffer, to be used again. */
      bodies: ArrayBuffer
    }
  | { kind: 'not-stored'; seq: number; error: WireError; bodies: ArrayBuffer }
  | { kind: 'reply'; id: number; value: unknown }
  | { kind: 'reply-error'; id: number; error: WireError }
  | { kind: 'changed'; items: RequestSummary[] }
  /** Gone from every list. */
  | { kind: 'deleted'; ids: number[] }
  /** Gone for good. */
  | { kind: 'removed'; ids: number[] }
  | { kind: 'damaged'; message: string }
  /** The search index can be read (again), or must not be. */
  | { kind: 'index'; ready: boolean }
  /** A reader found the search index damaged. */
  | { kind: 'index-lost'; message: string }
  | { kind: 'log'; level: 'debug' | 'info' | 'warn' | 'error'; message: string }

/** How opening went. */
export interface Opening {
  /** True when a damaged database was set aside and what could be read of it was saved. */
  readonly repaired: boolean
  /** A sentence for the user; null when there is nothing to tell. */
  readonly message: string | null
}
