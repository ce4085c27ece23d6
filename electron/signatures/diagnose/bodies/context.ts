import type { Budget } from '../finding.ts'

/** What is known about a body besides its bytes. */
export interface BodyContext {
  contentType: string | null
  contentEncoding: string | null
  budget: Budget
}
