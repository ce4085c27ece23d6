import { duration } from '../durations.ts'
import { readTimestamp } from '../message/timestamps.ts'
import type { Freshness, SchemeDefinition, TimestampUnit } from '../types.ts'
import type { Step } from './finding.ts'

const unitNames: Record<TimestampUnit, string> = { s: 'seconds', ms: 'milliseconds', iso: 'ISO 8601' }

/** How far from the capture a time in another unit may lie to be taken for what was meant. */
const plausible = 7 * 86_400_000

/** Why a timestamp is refused: written in another unit, too old, or too far ahead. Null when it is not refused. */
export function timeCause(
  scheme: SchemeDefinition,
  freshness: Freshness | null,
  capturedAt: number,
): Step | null {
  if (freshness === null || scheme.timestamp === null) return null
  const { atCapture, text, ageAtCapture, window } = freshness
  if (atCapture === 'fresh' || atCapture === 'not-judged' || window === null) return null
  const { unit } = scheme.timestamp
  const meant = otherUnit(text, unit, capturedAt)
  if (meant !== null) {
    return {
      code: 'timestamp-unit',
      text: `The signature is right, but its timestamp “${text}” is in ${unitNames[meant]}; ${scheme.title} counts in ${unitNames[unit]}, and read so it is far outside the window.`,
    }
  }
  if (ageAtCapture === null) {
    return {
      code: 'timestamp-unit',
      text: `The signature is right, but its timestamp “${text.slice(0, 60)}” is no time in ${unitNames[unit]}.`,
    }
  }
  const allowed = duration(window.seconds * 1000)
  if (atCapture === 'future') {
    return {
      code: 'timestamp-future',
      text: `The signature is right, but its timestamp lies ${duration(ageAtCapture)} ahead of the time of capture; ${scheme.title} allows ${allowed}. One of the two clocks is wrong.`,
    }
  }
  return {
    code: 'timestamp-stale',
    text: `The signature is right, but its timestamp was ${duration(ageAtCapture)} old when the request came; ${scheme.title} allows ${allowed}. The request was delayed or sent again, or a clock is wrong.`,
  }
}

function otherUnit(text: string, unit: TimestampUnit, capturedAt: number): TimestampUnit | null {
  const own = readTimestamp(text, unit)
  for (const other of ['s', 'ms', 'iso'] as const) {
    if (other === unit) continue
    const at = readTimestamp(text, other)
    if (at === null) continue
    const near = Math.abs(at - capturedAt) < plausible
    const farOff = own === null || Math.abs(own - capturedAt) > 50 * plausible
    // Apart from what is near, a number that makes sense in one unit only is that unit: 13 digits are no seconds.
    const senseless = own === null || own > 32_503_680_000_000 || (own < 31_536_000_000 && own >= 0)
    if ((near && farOff) || (senseless && at > 946_684_800_000 && at < 4_102_444_800_000)) return other
  }
  return null
}
