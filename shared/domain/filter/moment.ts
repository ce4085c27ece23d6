import type { Moment } from './ast.ts'

const units: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

const ago = /^(\d{1,15}(?:\.\d{1,3})?)(ms|s|m|h|d|w)$/
const longest = 1e14
const date =
  /^(\d{4})-(\d{2})(?:-(\d{2}))?(?:[t_](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?(z|[+-]\d{2}:?\d{2})?$/
const clock = /^(\d{1,2}):(\d{2})$/

/**
 * Reads `30s 5m 1h 2d 1w` (that long ago), `today`, `yesterday`, `14:30` (today), `2026-11`, `2026-11-01`,
 * `2026-11-01T09:30`, with seconds and fraction, and with `Z` or an offset; null when it is none of these or no real date.
 * Expects lower case.
 */
export function parseMoment(text: string): Moment | null {
  if (text === 'today') return { kind: 'day', daysAgo: 0, minute: 0 }
  if (text === 'yesterday') return { kind: 'day', daysAgo: 1, minute: 0 }
  const span = ago.exec(text)
  if (span) {
    const ms = Math.round(Number(span[1]) * (units[span[2] ?? ''] ?? 0))
    return ms > longest ? null : { kind: 'ago', ms }
  }
  const time = clock.exec(text)
  if (time) {
    const minute = Number(time[1]) * 60 + Number(time[2])
    return Number(time[2]) > 59 || minute >= 1_440 ? null : { kind: 'day', daysAgo: 0, minute }
  }
  return parseDate(text)
}

function parseDate(text: string): Moment | null {
  const found = date.exec(text)
  if (!found) return null
  const [, year, month, day, hour, minute, second, fraction, zone] = found
  const fields = {
    year: Number(year),
    month: Number(month),
    day: Number(day ?? 1),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    ms: Number((fraction ?? '0').slice(0, 3).padEnd(3, '0')),
  }
  if (fields.hour > 23 || fields.minute > 59 || fields.second > 59 || fields.year < 1970) return null
  const utc = Date.UTC(
    fields.year,
    fields.month - 1,
    fields.day,
    fields.hour,
    fields.minute,
    fields.second,
    fields.ms,
  )
  const check = new Date(utc)
  if (check.getUTCMonth() !== fields.month - 1 || check.getUTCDate() !== fields.day) return null
  if (zone === undefined) return { kind: 'local', ...fields }
  const offset = offsetMinutes(zone)
  return offset === null ? null : { kind: 'epoch', ms: utc - offset * 60_000 }
}

function offsetMinutes(zone: string): number | null {
  if (zone === 'z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(-2))
  if (hours > 14 || minutes > 59) return null
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

/** Epoch milliseconds of a moment, given the time it is now; clock times are of this machine's zone. */
export function resolveMoment(moment: Moment, now: number): number {
  switch (moment.kind) {
    case 'ago':
      return now - moment.ms
    case 'epoch':
      return moment.ms
    case 'local': {
      const { year, month, day, hour, minute, second, ms } = moment
      return new Date(year, month - 1, day, hour, minute, second, ms).getTime()
    }
    case 'day': {
      const today = new Date(now)
      return new Date(
        today.getFullYear(),
        today.getMonth(),
        today.getDate() - moment.daysAgo,
        0,
        moment.minute,
      ).getTime()
    }
  }
}

/** Writes a moment the way `parseMoment` reads it. */
export function printMoment(moment: Moment): string {
  switch (moment.kind) {
    case 'ago':
      return printSpan(moment.ms)
    case 'epoch':
      return new Date(moment.ms).toISOString()
    case 'day':
      if (moment.daysAgo === 1) return 'yesterday'
      if (moment.minute === 0) return 'today'
      return `${pad(Math.floor(moment.minute / 60))}:${pad(moment.minute % 60)}`
    case 'local': {
      const day = `${pad(moment.year, 4)}-${pad(moment.month)}-${pad(moment.day)}`
      if (moment.hour + moment.minute + moment.second + moment.ms === 0) return day
      const minutes = `${day}T${pad(moment.hour)}:${pad(moment.minute)}`
      if (moment.second + moment.ms === 0) return minutes
      return `${minutes}:${pad(moment.second)}${moment.ms === 0 ? '' : `.${pad(moment.ms, 3)}`}`
    }
  }
}

function printSpan(ms: number): string {
  for (const unit of ['w', 'd', 'h', 'm', 's']) {
    const size = units[unit] ?? 1
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`
  }
  return `${ms}ms`
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0')
}
