import type { HeaderPairs } from '../answer.ts'
import type { SampleInfo } from '../sample.ts'

/** What a sample needs to be made: kept outside, so that building one is pure. */
export interface SampleValues {
  /** Epoch milliseconds. */
  readonly now: number
  /** A fresh identifier with the given prefix, e.g. `evt`. */
  readonly id: (prefix: string) => string
  /** Values to put into the body by path. */
  readonly set: Record<string, string>
}

export interface SampleMessage {
  readonly method: string
  /** Appended to the endpoint's address; may be empty. */
  readonly path: string
  readonly headers: HeaderPairs
  readonly body: Uint8Array
}

export interface Sample extends SampleInfo {
  /** Id of the signature scheme its provider uses; null when it does not sign. */
  readonly scheme: string | null
  build(values: SampleValues): SampleMessage
}

export const samples: readonly Sample[] = []
