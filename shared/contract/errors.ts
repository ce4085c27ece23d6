import { z } from 'zod'

/** Every way in which a call can fail. The message is for people; the code is for programs. */
export const errorCodes = [
  /** The input does not fit the procedure; details name the path. */
  'input.invalid',
  'filter.invalid',
  'not-found',
  /** Something else holds the name, slug, port or folder. */
  'conflict',
  'unauthorized',
  'forbidden',
  /** This host can't do that (see capabilities). */
  'unsupported',
  'too-large',
  'timed-out',
  'cancelled',
  /** The host went away before it answered. */
  'disconnected',
  'store.full',
  'store.failed',
  'store.damaged',
  'receiver.overloaded',
  'receiver.port-taken',
  'receiver.failed',
  'network.failed',
  'file.failed',
  'secrets.unavailable',
  'internal',
] as const
export const errorCodeSchema = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof errorCodeSchema>

export const wireErrorSchema = z.object({
  code: errorCodeSchema,
  message: z.string(),
  details: z.json().optional(),
})
export type WireError = z.infer<typeof wireErrorSchema>

/** The one error type of the product: says what happened, to what, and what to do. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: z.infer<ReturnType<typeof z.json>> | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: z.infer<ReturnType<typeof z.json>>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.details = options.details
  }

  toWire(): WireError {
    return {
      code: this.code,
      message: this.message,
      ...(this.details === undefined ? {} : { details: this.details }),
    }
  }

  static fromWire(error: WireError): AppError {
    return new AppError(
      error.code,
      error.message,
      error.details === undefined ? {} : { details: error.details },
    )
  }
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** Any thrown value as an AppError; what is not one already becomes `internal`. */
export function toAppError(thrown: unknown): AppError {
  return thrown instanceof AppError ? thrown : new AppError('internal', messageOf(thrown), { cause: thrown })
}
