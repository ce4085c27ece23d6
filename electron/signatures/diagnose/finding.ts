import type { DiagnosisCode } from '../types.ts'

/** One transform on the way from what was received to what was signed, with the code it stands for. */
export interface Step {
  code: DiagnosisCode
  /** A sentence that says what happened, to what. */
  text: string
}

/** A body that may have been what was signed. */
export interface BodyCandidate {
  bytes: Buffer
  /** Worked out only when the candidate turns out to be the one. */
  steps: () => Step[]
}

/** Bounds the search by the amount of work, so that the same request always gives the same answer. */
export class Budget {
  private left: number
  private wasHit = false
  readonly limit: number

  constructor(limit: number) {
    this.limit = limit
    this.left = limit
  }

  /** Takes work off (about bytes hashed); false once there is none left. */
  spend(work: number): boolean {
    if (this.left < work) {
      this.wasHit = true
      return false
    }
    this.left -= work
    return true
  }

  get exhausted(): boolean {
    return this.wasHit
  }
}
