const count = new Intl.NumberFormat(undefined)

/** `12,345` in the reader's own grouping. */
export function formatCount(value: number): string {
  return count.format(value)
}

/** `3.1k`, `120k`, `1.2M`: at most four characters, for narrow places. */
export function formatCountShort(value: number): string {
  if (value < 1_000) return String(value)
  if (value < 999_500) return short(value / 1_000, 'k')
  return short(value / 1_000_000, 'M')
}

function short(value: number, unit: string): string {
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value))}${unit}`
}

/** Bytes as B, kB, MB, GB (powers of 1,000), three digits at most. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`
  const units = ['kB', 'MB', 'GB', 'TB'] as const
  let value = bytes / 1_000
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000
    unit += 1
  }
  const text = value < 9.995 ? value.toFixed(2) : value < 99.95 ? value.toFixed(1) : value.toFixed(0)
  return `${text.replace(/\.0+$/, '').replace(/(\.\d*?)0+$/, '$1')} ${units[unit] ?? 'TB'}`
}

/** Milliseconds as ms, s or min. */
export function formatDuration(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${Number((ms / 1_000).toFixed(ms < 10_000 ? 2 : 1))} s`
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`
}

/** How long ago, short: `now`, `12s`, `5m`, `3h`, `2d`, then the date. */
export function formatAgo(at: number, now: number): string {
  const seconds = Math.floor((now - at) / 1_000)
  if (seconds < 2) return 'now'
  if (seconds < 60) return `${seconds}s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}m`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours}h`
  const days = Math.floor(hours / 24)
  return days < 7 ? `${days}d` : day.format(at)
}

const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' })

const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hour12: false,
})

/** Local time of day with milliseconds. */
export function formatClock(at: number): string {
  return clock.format(at)
}

const dateTime = new Intl.DateTimeFormat(undefined, {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

/** Local date and time. */
export function formatDateTime(at: number): string {
  return dateTime.format(at)
}

/** ISO 8601 with the local offset, e.g. `2026-11-20T14:03:02.125+01:00`: for hover and copying. */
export function formatIsoLocal(at: number): string {
  const date = new Date(at)
  const offset = -date.getTimezoneOffset()
  const local = new Date(at + offset * 60_000).toISOString().slice(0, -1)
  const sign = offset < 0 ? '-' : '+'
  const pad = (value: number): string => String(Math.floor(Math.abs(value))).padStart(2, '0')
  return `${local}${sign}${pad(offset / 60)}:${pad(Math.abs(offset) % 60)}`
}
