import type { ErrorCode, WireError } from '#shared/contract/errors.ts'

type Details = Exclude<WireError['details'], undefined>

/**
 * What goes wrong inside the store's threads. It becomes an AppError on the caller's side;
 * the threads themselves do without the contract's runtime, which keeps their start short.
 */
export class StoreFailure extends Error {
  readonly code: ErrorCode
  readonly details: Details | undefined

  constructor(code: ErrorCode, message: string, details?: Details, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.name = 'StoreFailure'
    this.code = code
    this.details = details
  }
}

/** An error's code as SQLite (`SQLITE_FULL`) or the system (`ENOSPC`) gives it. */
export function systemCode(thrown: unknown): string {
  if (!(thrown instanceof Error) || !('code' in thrown)) return ''
  return typeof thrown.code === 'string' ? thrown.code : ''
}

/** The message of anything that was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** True when the database's content can no longer be trusted. */
export function meansDamage(thrown: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(systemCode(thrown))
}

/** True when space or a quota ran out. */
export function meansFull(thrown: unknown): boolean {
  return /^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(systemCode(thrown))
}

/** Any thrown value as a StoreFailure that says what to do. */
export function toFailure(thrown: unknown): StoreFailure {
  if (thrown instanceof StoreFailure) return thrown
  const message = messageOf(thrown)
  const code = systemCode(thrown)
  const told = code === '' || message.includes(code) ? message : `${message} (${code})`
  if (meansFull(thrown)) {
    return new StoreFailure(
      'store.full',
      `The disk that holds the data folder is full: ${told}. Free some space; Hookbench goes on by itself.`,
      undefined,
      thrown,
    )
  }
  if (meansDamage(thrown)) {
    return new StoreFailure(
      'store.damaged',
      `The database is damaged: ${told}. Hookbench sets it aside and saves what can be read; try again in a moment.`,
      undefined,
      thrown,
    )
  }
  return new StoreFailure('store.failed', `The store could not do that: ${told}.`, undefined, thrown)
}

export function toWire(thrown: unknown): WireError {
  const failure = toFailure(thrown)
  return {
    code: failure.code,
    message: failure.message,
    ...(failure.details === undefined ? {} : { details: failure.details }),
  }
}
