import type { FileHandle } from 'node:fs/promises'
import type { PlannedAnswer } from '../../store/index.ts'

/** What goes to the sender. */
export type Reply =
  /** Head and body. `close`: nothing more is read from the connection, and it ends after this. */
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly close: boolean }
  /** The head, then `size` bytes of the file, which is closed afterwards. */
  | {
      readonly kind: 'file'
      readonly head: Buffer
      readonly file: FileHandle
      readonly size: number
      readonly close: boolean
    }
  /** Close the connection without a byte. */
  | { readonly kind: 'close' }
  /** Never answer. */
  | { readonly kind: 'hang' }

/** An answer as decided: for the store, and for the wire. */
export interface Plan {
  readonly planned: PlannedAnswer
  readonly reply: Reply
  /** Milliseconds to wait once the request is stored. */
  readonly delayMs: number
  /** A sentence for the user about why the answer is not the one that was configured; null when there is nothing to say. */
  readonly note: string | null
}
