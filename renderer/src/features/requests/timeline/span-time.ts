const day = 86_400_000

const withDate = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
})
const minutes = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false })
const seconds = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
})

/** A time as exact as spans of `span` milliseconds need it; with the date unless it is today. */
export function formatSpanTime(at: number, span: number, now = Date.now()): string {
  const date = new Date(at)
  const today = Math.abs(now - at) < day && new Date(now).getDate() === date.getDate()
  if (!today) return withDate.format(date)
  return span < 30_000 ? seconds.format(date) : minutes.format(date)
}
