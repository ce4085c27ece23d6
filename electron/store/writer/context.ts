import type { FromWorker } from '../messages.ts'

/** What the parts of a thread share. */
export interface StoreContext {
  readonly folder: string
  readonly send: (message: FromWorker, transfer?: ArrayBuffer[]) => void
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string) => void
  /** Epoch milliseconds as the caller's clock last told. */
  readonly now: () => number
}
