/** Parsed JSON of which nothing is known. */
export type JsonObject = Record<string, unknown>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value below these keys and positions; undefined where the way ends. */
export function dig(value: unknown, ...path: (string | number)[]): unknown {
  let found = value
  for (const step of path) {
    if (typeof found !== 'object' || found === null) return undefined
    found = (found as Record<string | number, unknown>)[step]
  }
  return found
}

/** Text, or a number as text; undefined for anything else and for empty text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value
  return typeof value === 'number' ? String(value) : undefined
}

/** `dig` and `textOf` in one. */
export function textAt(value: unknown, ...path: (string | number)[]): string | undefined {
  return textOf(dig(value, ...path))
}

export function joined(...parts: (string | undefined)[]): string | undefined {
  const text = parts.filter((part) => part !== undefined).join(' ')
  return text === '' ? undefined : text
}

const withoutDecimals = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '))
const withThreeDecimals = new Set('bhd jod kwd omr tnd'.split(' '))

/** An amount in the smallest unit of its currency, as `20.00 usd`; Stripe's list of currencies without and with three decimals. */
export function minorUnits(amount: unknown, currency: unknown): string | undefined {
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return undefined
  const code = typeof currency === 'string' ? currency.toLowerCase() : ''
  const digits = withoutDecimals.has(code) ? 0 : withThreeDecimals.has(code) ? 3 : 2
  return joined((amount / 10 ** digits).toFixed(digits), code === '' ? undefined : code)
}

/** A country-independent rendering of a count with its noun: `3 commits`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
