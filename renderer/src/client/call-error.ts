import type { ErrorCode, WireError } from '#shared/contract/errors.ts'

/** A call that failed: the wire's error as something to throw. `message` is for people, `code` for decisions. */
export class CallError extends Error {
  readonly code: ErrorCode
  readonly details: unknown

  constructor(error: WireError) {
    super(error.message)
    this.name = 'CallError'
    this.code = error.code
    this.details = error.details
  }
}

/** Whether something thrown is a failed call with this code. */
export function hasCode(thrown: unknown, code: ErrorCode): thrown is CallError {
  return thrown instanceof CallError && thrown.code === code
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
