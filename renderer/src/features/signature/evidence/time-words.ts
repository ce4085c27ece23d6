/** A length of time for people: `3 s`, `12 min`, `5 h`, `8 days`. Milliseconds in. */
export function span(ms: number): string {
  const seconds = Math.abs(ms) / 1_000
  if (seconds < 1) return `${Math.round(Math.abs(ms))} ms`
  if (seconds < 120) return `${trim(seconds)} s`
  if (seconds < 7_200) return `${trim(seconds / 60)} min`
  if (seconds < 172_800) return `${trim(seconds / 3_600)} h`
  return `${trim(seconds / 86_400)} days`
}

function trim(value: number): string {
  return String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))
}

/** `3 s old`, `12 min ahead`. Milliseconds, positive in the past. */
export function ageWords(ms: number): string {
  return ms >= 0 ? `${span(ms)} old` : `${span(ms)} ahead`
}

export interface Scale {
  /** Where a moment lies on the line, 0 to 1; what is beyond an end sits on it. */
  place(ms: number): number
  /** Whether a moment lies beyond the right end. */
  beyond(ms: number): boolean
}

/**
 * The line on which the timestamp (0), its window and the capture are drawn, milliseconds after the timestamp. The capture
 * and the window always fit; "now" does only while it is near.
 */
export function timeScale(ageAtCapture: number, windowMs: number | null, bothSides: boolean): Scale {
  const reach = Math.max(windowMs ?? 0, Math.abs(ageAtCapture), 1_000)
  const left = Math.min(0, ageAtCapture, bothSides && windowMs !== null ? -windowMs : 0)
  const from = left - reach * 0.08
  const to = Math.max(ageAtCapture, windowMs ?? 0, 1_000) + reach * 0.22
  return {
    place: (ms) => Math.min(1, Math.max(0, (ms - from) / (to - from))),
    beyond: (ms) => ms > to,
  }
}
