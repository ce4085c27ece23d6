import type { LogEntry } from '#shared/domain/app.ts'

/** Time. Tests hand in their own. */
export interface Clock {
  /** Epoch milliseconds, with fractions. */
  now(): number
}

/** Randomness for identifiers. */
export interface Ids {
  /** `prefix_` and `length` characters of lower-case base 32 (Crockford, no i l o u). */
  make(prefix: string, length?: number): string
  /** An unguessable URL part: at least 120 bits. */
  token(): string
}

/** Encrypts what must not lie on disk in clear. */
export interface Secrets {
  /** `os`: the system's keychain holds the key; `key`: derived from HOOKBENCH_SECRET_KEY; `none`: nothing can be kept. */
  readonly kind: 'os' | 'key' | 'none'
  /** Throws AppError `secrets.unavailable` when kind is `none`. */
  encrypt(text: string): Promise<Uint8Array>
  /** Throws AppError `secrets.unavailable` when the key is not the one it was encrypted with. */
  decrypt(sealed: Uint8Array): Promise<string>
}

export interface Logger {
  log(level: LogEntry['level'], source: string, message: string): void
  /** Oldest first. */
  recent(limit: number): LogEntry[]
  /** Called for each entry; returns the way to stop. */
  subscribe(listener: (entry: LogEntry) => void): () => void
}
