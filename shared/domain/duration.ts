const units = [
  ['year', 31_557_600_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/** A span in words, in its largest unit: `5 minutes`, `1 day`; `less than a second`. The sign does not matter. */
function spanInWords(ms: number): string {
  const span = Math.abs(ms)
  for (const [name, size] of units) {
    if (span < size) continue
    const count = Math.floor(span / size)
    return `${count} ${name}${count === 1 ? '' : 's'}`
  }
  return 'less than a second'
}

/** `3 days ago`, `in 5 minutes`. */
export function agoInWords(at: number, now: number): string {
  return at <= now ? `${spanInWords(now - at)} ago` : `in ${spanInWords(at - now)}`
}
