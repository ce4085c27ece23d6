import type { HeaderPairs } from '../answer.ts'
import type { SampleInfo } from '../sample.ts'

/** What a sample needs to be made: kept outside, so that building one is pure. */
export interface SampleValues {
  /** Epoch milliseconds. */
  readonly now: number
  /** A fresh identifier with the given prefix, e.g. `evt`: the prefix, an underscore, and letters and digits. */
  readonly id: (prefix: string) => string
  /** Values to put into the body by path; see `setInJson` and `setInFields`. */
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
  /** Makes the request. Throws AppError `input.invalid` when a value can't be put where it is meant to go. */
  build(values: SampleValues): SampleMessage
}

/** Fresh values in the shapes that providers use. */
export interface Fresh {
  /** Epoch milliseconds. */
  readonly now: number
  /** Epoch seconds, whole. */
  readonly seconds: number
  id(prefix: string): string
  /** Letters and digits alone. */
  letters(length: number): string
  /** Lower-case hex. */
  hex(length: number): string
  /** Decimal digits, the first not zero. */
  digits(length: number): string
  uuid(): string
  /** ISO 8601 in UTC, without fractions. */
  iso(): string
}
