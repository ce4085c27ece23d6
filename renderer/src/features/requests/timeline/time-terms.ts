import { scanFilter, type Token } from '#shared/domain/filter/scan.ts'
import { printMoment } from '#shared/domain/filter/moment.ts'

/** The `after:` and `before:` conditions that hold for the whole filter: not negated, not in parentheses, no `OR` anywhere. */
function timeTerms(filter: string): Token[] {
  const { tokens } = scanFilter(filter)
  if (tokens.some((token) => token.kind === 'or')) return []
  let depth = 0
  return tokens.filter((token, index) => {
    if (token.kind === 'open') depth += 1
    if (token.kind === 'close') depth -= 1
    return (
      depth === 0 &&
      token.kind === 'field' &&
      (token.name === 'after' || token.name === 'before') &&
      tokens[index - 1]?.kind !== 'not'
    )
  })
}

export function hasTimeTerms(filter: string): boolean {
  return timeTerms(filter).length > 0
}

/** The filter without its span of time. */
export function withoutTime(filter: string): string {
  let text = filter
  for (const { from, to } of timeTerms(filter).toReversed()) text = text.slice(0, from) + text.slice(to)
  return text.replaceAll(/\s+/g, ' ').trim()
}

/** Epoch milliseconds as the filter language writes a clock time of this machine; whole seconds where that loses nothing. */
function writeMoment(at: number): string {
  const date = new Date(at)
  return printMoment({
    kind: 'local',
    year: date.getFullYear(),
    month: date.getMonth() + 1,
    day: date.getDate(),
    hour: date.getHours(),
    minute: date.getMinutes(),
    second: date.getSeconds(),
    ms: date.getMilliseconds(),
  })
}

/** The filter with another span of time, from (inclusive) to (exclusive); spans of more than a minute are cut at whole seconds. */
export function withTime(filter: string, from: number, to: number): string {
  const grain = to - from > 60_000 ? 1_000 : 1
  const after = writeMoment(Math.floor(from / grain) * grain)
  const before = writeMoment(Math.ceil(to / grain) * grain)
  const rest = withoutTime(filter)
  // What stands beside an OR must be kept together.
  const whole = scanFilter(rest).tokens.some((token) => token.kind === 'or') ? `(${rest})` : rest
  return `${whole} after:${after} before:${before}`.trim()
}
