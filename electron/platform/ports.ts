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
  /** `os`: the system's keychain holds the key; `key`: it comes from HOOKBENCH_SECRET_KEY; `session`: drawn for this run, so sealed secrets are lost with it. */
  readonly kind: 'os' | 'key' | 'session'
  encrypt(text: string): Promise<Uint8Array>
  /** Throws AppError `secrets.unavailable` when it was sealed with another key, or is damaged. */
  decrypt(sealed: Uint8Array): Promise<string>
}

export interface Logger {
  log(level: LogEntry['level'], source: string, message: string): void
  /** Oldest first. */
  recent(limit: number): LogEntry[]
  /** Called for each entry; returns the way to stop. */
  subscribe(listener: (entry: LogEntry) => void): () => void
}
