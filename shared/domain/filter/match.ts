import { valueAtPath } from '../json-path.ts'
import type { HeaderPairs } from '../answer.ts'
import type { AnswerOrigin, Provider, SignatureMark } from '../request.ts'
import {
  pathsOfTarget,
  type Filter,
  type FilterFlag,
  type FilterTerm,
  type JsonMatch,
  type NumberRange,
  type PathMatch,
  type SearchMatch,
  type TextMatch,
} from './ast.ts'
import { resolveMoment } from './moment.ts'

/** What a filter looks at in a request. */
export interface FilterSubject {
  method: string
  target: string
  headers: HeaderPairs
  /** The body's first 256 kB read as text, content-encoding undone; empty when there is none. */
  bodyText: string
  bodySize: number
  status: number | null
  origin: AnswerOrigin
  signature: SignatureMark | null
  provider: Provider
  event: string | null
  summary: string | null
  note: string
  remoteAddress: string
  receivedAt: number
  pinned: boolean
  complete: boolean
  malformed: boolean
}

/**
 * Whether a request fits: the meaning of the language, one request at a time. What is compiled from a filter for the
 * store must agree with it.
 */
export function matchesFilter(filter: Filter, subject: FilterSubject, now: number): boolean {
  switch (filter.type) {
    case 'all':
      return true
    case 'and':
      return filter.items.every((item) => matchesFilter(item, subject, now))
    case 'or':
      return filter.items.some((item) => matchesFilter(item, subject, now))
    case 'not':
      return !matchesFilter(filter.item, subject, now)
    default:
      return matchesTerm(filter, subject, now)
  }
}

function matchesTerm(term: FilterTerm, subject: FilterSubject, now: number): boolean {
  switch (term.type) {
    case 'text':
      return searchedTexts(subject).some((text) => matchesSearch(term.match, text))
    case 'body':
      return bodyTexts(subject).some((text) => matchesSearch(term.match, text))
    case 'method':
      return matchesText(term.match, subject.method)
    case 'path':
      return matchesPath(term.match, subject.target)
    case 'header':
      return subject.headers.some(
        ([name, value]) => name.toLowerCase() === term.name && matchesText(term.match, value),
      )
    case 'query':
      return queryOf(subject.target).some(
        ([name, value]) => name.toLowerCase() === term.name && matchesText(term.match, value),
      )
    case 'json':
      return matchesJson(term.match, valueAtPath(parseJson(subject.bodyText), term.path))
    case 'status':
      return term.range === 'none' ? subject.status === null : inRange(term.range, subject.status)
    case 'size':
      return inRange(term.range, subject.bodySize)
    case 'signature':
      return (subject.signature ?? 'none') === term.mark
    case 'provider':
      return subject.provider === term.provider
    case 'event':
      return subject.event !== null && matchesText(term.match, subject.event)
    case 'note':
      return subject.note !== '' && matchesText(term.match, subject.note)
    case 'ip':
      return matchesText(term.match, subject.remoteAddress)
    case 'time': {
      const moment = resolveMoment(term.moment, now)
      return term.side === 'after' ? subject.receivedAt >= moment : subject.receivedAt < moment
    }
    case 'is':
      return hasFlag(term.flag, subject)
  }
}

function hasFlag(flag: FilterFlag, subject: FilterSubject): boolean {
  switch (flag) {
    case 'pinned':
      return subject.pinned
    case 'noted':
      return subject.note !== ''
    case 'incomplete':
      return !subject.complete
    case 'malformed':
      return subject.malformed
    case 'refused':
      return subject.origin === 'refused'
    case 'handshake':
      return subject.origin === 'handshake'
  }
}

/** Where plain words are looked for: each of these texts on its own. */
function searchedTexts(subject: FilterSubject): string[] {
  return [
    subject.method,
    subject.target,
    ...subject.headers.map(([name, value]) => `${name}: ${value}`),
    ...bodyTexts(subject),
    subject.event ?? '',
    subject.summary ?? '',
    subject.provider,
    subject.note,
  ]
}

/** The body as it is, and with `\\uXXXX` and `\\/` undone: many senders escape whatever is not ASCII. */
function bodyTexts({ bodyText }: FilterSubject): string[] {
  const plain = bodyText.replace(/\\(?:u([0-9a-fA-F]{4})|\/)/g, (_, code: string | undefined) =>
    code === undefined ? '/' : String.fromCharCode(Number.parseInt(code, 16)),
  )
  return plain === bodyText ? [bodyText] : [bodyText, plain]
}

export function matchesText(match: TextMatch, value: string): boolean {
  if (match.mode === 'any') return true
  const text = value.toLowerCase()
  switch (match.mode) {
    case 'exact':
      return text === match.value
    case 'prefix':
      return text.startsWith(match.value)
    case 'contains':
      return text.includes(match.value)
    case 'wildcard':
      return matchesWildcard(match.parts, text)
  }
}

/** Compares with the path as sent and with the path below the endpoint's address. */
export function matchesPath(match: PathMatch, target: string): boolean {
  return pathsOfTarget(target).some((path) => {
    if (match.mode !== 'under') return matchesText(match, path)
    const text = path.toLowerCase()
    return text === match.value || text.startsWith(`${match.value}/`)
  })
}

export function matchesSearch(match: SearchMatch, value: string): boolean {
  const text = value.toLowerCase()
  return match.mode === 'contains'
    ? text.includes(match.value)
    : matchesWildcard(['', ...match.parts, ''], text)
}

/** Compares one JSON value; undefined (nothing there) fits nothing. */
export function matchesJson(match: JsonMatch, value: unknown): boolean {
  if (value === undefined) return false
  if (match.mode !== 'compare' && match.mode !== 'between') {
    return (
      match.mode === 'any' || matchesText(match, typeof value === 'string' ? value : JSON.stringify(value))
    )
  }
  const number = numberOf(value)
  if (number === null) return false
  if (match.mode === 'between') return number >= match.min && number <= match.max
  switch (match.operator) {
    case '>':
      return number > match.value
    case '>=':
      return number >= match.value
    case '<':
      return number < match.value
    case '<=':
      return number <= match.value
  }
}

function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(value)) return null
  return Number(value)
}

function matchesWildcard(parts: readonly string[], text: string): boolean {
  const first = parts[0] ?? ''
  const last = parts.at(-1) ?? ''
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false
  let at = first.length
  const end = text.length - last.length
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}

function inRange(range: NumberRange, value: number | null): boolean {
  return (
    value !== null && (range.min === null || value >= range.min) && (range.max === null || value <= range.max)
  )
}

/** Query parameters of a request target, decoded, in order. */
export function queryOf(target: string): [string, string][] {
  const start = target.indexOf('?')
  return start < 0 ? [] : [...new URLSearchParams(target.slice(start + 1).replace(/#.*$/s, ''))]
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
