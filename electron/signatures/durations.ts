/** A length of time in words for messages: `3 s`, `12 min`, `5 h`, `8 days`. Milliseconds in. */
export function duration(ms: number): string {
  const abs = Math.abs(ms)
  if (abs < 1000) return `${String(Math.round(abs))} ms`
  const seconds = abs / 1000
  if (seconds < 120) return `${trim(seconds)} s`
  if (seconds < 7200) return `${trim(seconds / 60)} min`
  if (seconds < 172_800) return `${trim(seconds / 3600)} h`
  return `${trim(seconds / 86_400)} days`
}

function trim(value: number): string {
  return String(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))
}
