import type { Freshness, FreshnessState, TimestampUnit, Window } from '../types.ts'

/** Epoch milliseconds of a timestamp's text in its unit; null when it can't be read so. */
export function readTimestamp(text: string, unit: TimestampUnit): number | null {
  if (unit === 'iso') {
    if (!/^\d{4}-\d\d-\d\d/.test(text)) return null
    const at = Date.parse(text)
    return Number.isNaN(at) ? null : at
  }
  if (!/^-?\d{1,17}(\.\d{1,9})?$/.test(text)) return null
  return unit === 's' ? Number(text) * 1000 : Number(text)
}

/** A time in the scheme's unit; one that is no date (not finite, or beyond the year 275760) is written as 1970. */
export function writeTimestamp(at: number, unit: TimestampUnit): string {
  const time = Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? at : 0
  if (unit === 'iso') return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z')
  return String(unit === 's' ? Math.floor(time / 1000) : Math.floor(time))
}

/**
 * Judges a timestamp against the window, once at the time of capture and once now (both epoch milliseconds).
 * A timestamp exactly at the edge is fresh; clocks count in whole seconds where the timestamp does, as the SDKs do.
 * With a window but an unreadable timestamp the state is `unreadable`; without a window nothing is judged.
 */
export function judgeFreshness(
  text: string,
  unit: TimestampUnit,
  window: Window | null,
  capturedAt: number,
  now: number,
): Freshness {
  const at = readTimestamp(text, unit)
  const age = (clock: number) => (at === null ? null : clock - at)
  return {
    text,
    at,
    window,
    ageAtCapture: age(capturedAt),
    ageNow: age(now),
    atCapture: state(at, unit, window, capturedAt),
    now: state(at, unit, window, now),
  }
}

function state(at: number | null, unit: TimestampUnit, window: Window | null, clock: number): FreshnessState {
  if (window === null || window.seconds <= 0) return 'not-judged'
  if (at === null) return 'unreadable'
  // Paddle's five seconds are counted to the millisecond, minutes in whole seconds.
  const reading = unit === 's' && window.seconds >= 60 ? Math.floor(clock / 1000) * 1000 : clock
  if (reading - at > window.seconds * 1000) return 'stale'
  if (window.direction === 'both' && at - reading > window.seconds * 1000) return 'future'
  return 'fresh'
}
