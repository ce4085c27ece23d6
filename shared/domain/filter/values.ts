import type { JsonMatch, NumberRange, PathMatch, SearchMatch, TextMatch } from './ast.ts'
import type { ScannedValue } from './scan.ts'

/** A value that can't be read: the sentence to show. */
export interface BadValue {
  problem: string
}

/** The value as plain lower-case text, stars as they were typed; for fields that take no pattern. */
export function plainText(value: ScannedValue): string {
  return value.pieces
    .map((piece) => (piece.kind === 'star' ? '*' : piece.text))
    .join('')
    .toLowerCase()
}

/**
 * The parts between the stars, in lower case: one part when there is no star, an empty first or last part for a star at
 * that end.
 */
function parts(value: ScannedValue): string[] {
  const found: string[] = []
  let part = ''
  for (const piece of value.pieces) {
    if (piece.kind === 'star') {
      found.push(part)
      part = ''
    } else part += piece.text.toLowerCase()
  }
  return [...found, part]
}

/** Reads a value that is compared with one text. `bare` says what a value without a star means. */
export function textMatch(value: ScannedValue, bare: 'exact' | 'prefix' | 'contains'): TextMatch | BadValue {
  if (value.operator !== '' && value.operator !== '=') {
    return { problem: `compares text, which has no “${value.operator}”; only numbers are larger or smaller` }
  }
  const found = parts(value)
  const [first = '', second = '', third = ''] = found
  if (value.operator === '=') {
    return found.length === 1
      ? { mode: 'exact', value: first }
      : { problem: 'takes no * after =; quote it to mean a star' }
  }
  if (found.length === 1) return { mode: bare, value: first }
  if (found.every((part) => part === '')) return { mode: 'any' }
  if (found.length === 2 && second === '') return { mode: 'prefix', value: first }
  if (found.length === 3 && first === '' && third === '') return { mode: 'contains', value: second }
  return { mode: 'wildcard', parts: found }
}

/** Reads a path: from a slash on it means that folder, without one any part of the path. */
export function pathMatch(value: ScannedValue): PathMatch | BadValue {
  const match = textMatch(value, 'contains')
  if ('problem' in match || match.mode !== 'contains' || !match.value.startsWith('/')) return match
  if (value.pieces.some((piece) => piece.kind === 'star')) return match
  const folder = match.value.replace(/\/+$/, '')
  return folder === '' ? { mode: 'prefix', value: '/' } : { mode: 'under', value: folder }
}

/** Reads text that is looked for anywhere; stars at the ends change nothing. */
export function searchMatch(value: ScannedValue): SearchMatch | BadValue {
  if (value.operator !== '') return { problem: `looks for text anywhere; leave out the “${value.operator}”` }
  const found = parts(value).filter((part) => part !== '')
  const [first] = found
  if (first === undefined) return { problem: 'wants some text to look for' }
  return found.length === 1 ? { mode: 'contains', value: first } : { mode: 'sequence', parts: found }
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/
const spanOfNumbers = /^(.+?)\.\.(.+)$/

/** Reads a value that is compared with one JSON value. */
export function jsonMatch(value: ScannedValue): JsonMatch | BadValue {
  const text = plainText(value)
  const quoted = value.pieces.some((piece) => piece.kind === 'text' && piece.quoted)
  if (value.operator !== '' && value.operator !== '=') {
    const number = readNumber(text)
    if (number === null) return { problem: `wants a number after ${value.operator}, got “${text}”` }
    return { mode: 'compare', operator: value.operator, value: number }
  }
  if (!quoted && value.operator === '') {
    const [, left, right] = spanOfNumbers.exec(text) ?? []
    const min = readNumber(left ?? '')
    const max = readNumber(right ?? '')
    if (min !== null && max !== null) {
      return min > max
        ? { problem: `wants the smaller number first, got “${text}”` }
        : { mode: 'between', min, max }
    }
    if (readNumber(text) !== null || text === 'true' || text === 'false' || text === 'null') {
      return { mode: 'exact', value: text }
    }
  }
  return textMatch(value, 'contains')
}

function readNumber(text: string): number | null {
  if (!decimal.test(text)) return null
  const number = Number(text)
  // Adding zero turns -0 into 0.
  return Number.isFinite(number) ? number + 0 : null
}

/** A number as written: what it spans in comparisons (`4xx`: 400 to 499), and what counts as equal to it (`10kb`: nearly). */
interface Amount {
  first: number
  last: number
  low: number
  high: number
}

/** Reads `10`, `>10`, `<=10`, `10..20`, with whatever `read` takes for a number; bounds are whole and inclusive. */
export function rangeOf(
  value: ScannedValue,
  read: (text: string) => Amount | null,
  wants: string,
): NumberRange | BadValue {
  const text = plainText(value)
  const [, left, right] = spanOfNumbers.exec(text) ?? []
  if (left !== undefined && right !== undefined && value.operator === '') {
    const min = read(left)
    const max = read(right)
    if (!min || !max) return { problem: `${wants}, got “${text}”` }
    if (min.first > max.last) return { problem: `wants the smaller number first, got “${text}”` }
    return { min: min.first, max: max.last }
  }
  const amount = read(text)
  if (!amount) return { problem: `${wants}, got “${text}”` }
  switch (value.operator) {
    case '>':
      return { min: amount.last + 1, max: null }
    case '>=':
      return { min: amount.first, max: null }
    case '<':
      return { min: null, max: amount.first - 1 }
    case '<=':
      return { min: null, max: amount.last }
    case '=':
    case '':
      return { min: amount.low, max: amount.high }
  }
}

const byteUnits: Record<string, number> = {
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  kib: 1_024,
  mib: 1_048_576,
  gib: 1_073_741_824,
}
const bytes = /^(\d{1,15})(\.\d{1,6})?\s*([a-z]*)$/

/** Reads `512`, `10kb`, `1.5mb`, `4kib`. */
export function readBytes(text: string): Amount | null {
  const found = bytes.exec(text)
  if (!found) return null
  const [, whole = '', fraction = '', unit = ''] = found
  const factor = unit === '' ? 1 : byteUnits[unit]
  if (factor === undefined || (factor === 1 && fraction !== '')) return null
  const value = Math.round(Number(whole + fraction) * factor)
  if (!Number.isSafeInteger(value)) return null
  if (factor === 1) return single(value)
  const half = (factor * 10 ** -Math.max(0, fraction.length - 1)) / 2
  return {
    first: value,
    last: value,
    low: Math.max(0, Math.ceil(value - half)),
    high: Math.ceil(value + half) - 1,
  }
}

/** Reads `404`, `4xx`, `4`. */
export function readStatus(text: string): Amount | null {
  if (/^[1-9]\d\d$/.test(text)) return single(Number(text))
  const group = /^([1-9])(?:xx)?$/.exec(text)?.[1]
  if (group === undefined) return null
  const low = Number(group) * 100
  return { first: low, last: low + 99, low, high: low + 99 }
}

function single(value: number): Amount {
  return { first: value, last: value, low: value, high: value }
}
