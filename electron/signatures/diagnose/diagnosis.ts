import type { DiagnosisCode } from '../types.ts'
import type { ByteRange } from './difference.ts'

export interface CodeSample {
  framework: string
  language: string
  code: string
}

/** One cause of a verdict that is not valid. */
export interface Diagnosis {
  code: DiagnosisCode
  /** What happened, to what, in a sentence or two. */
  message: string
  /** The received value was computed again, or the fact stands in the request itself (a missing header, a timestamp). */
  proven: boolean
  /** The value that was computed, beside the received one. Equal where the cause is proven by it, different for `unexplained`. */
  proof: { computed: string; received: string } | null
  /** Where the body that was received differs from the one that was signed, bytes of each. */
  range: ByteRange | null
  signedRange: ByteRange | null
  /** The secret that gives the received value, where it is another than the one set. */
  secretLabel: string | null
  /** What to do, in a sentence or two. */
  fix: string
  samples: CodeSample[]
}
