/** The parts of an answer's head that change with time or settings; one object for all answers of a second. */
export interface Stamp {
  /** Value of the Date header (RFC 9110, section 6.6.1). */
  readonly date: string
  /** Value of the Keep-Alive header, a hint for the sender; null when the time is too short for one. */
  readonly keepAlive: string | null
}

export interface Stamps {
  at(now: number): Stamp
}

/** The hint is a second shorter than the truth, so that a sender does not write into a connection that is being closed. */
const safetySeconds = 1

export function createStamps(limits: { readonly keepAliveMs: number }): Stamps {
  let second = -1
  let keepAliveMs = -1
  let stamp: Stamp = { date: '', keepAlive: null }
  return {
    at(now) {
      const current = Math.floor(now / 1_000)
      if (current !== second || limits.keepAliveMs !== keepAliveMs) {
        second = current
        keepAliveMs = limits.keepAliveMs
        const seconds = Math.floor(keepAliveMs / 1_000) - safetySeconds
        stamp = {
          date: new Date(current * 1_000).toUTCString(),
          keepAlive: seconds > 0 ? `timeout=${seconds}` : null,
        }
      }
      return stamp
    },
  }
}
