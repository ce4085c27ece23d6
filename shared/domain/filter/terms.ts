import { parseJsonPath } from '../json-path.ts'
import { providers } from '../providers.ts'
import { filterFlags, signatureValues, type Filter, type FilterTerm } from './ast.ts'
import { filterFields, findFilterField, nearest, type FilterFieldName } from './fields.ts'
import { parseMoment } from './moment.ts'
import type { ScannedValue, Token } from './scan.ts'
import {
  jsonMatch,
  pathMatch,
  plainText,
  rangeOf,
  readBytes,
  readStatus,
  searchMatch,
  textMatch,
  type BadValue,
} from './values.ts'

export interface FilterProblem {
  message: string
  from: number
  to: number
}
type FieldToken = Extract<Token, { kind: 'field' }>
type WordToken = Extract<Token, { kind: 'word' }>

/** The term that a plain word or phrase stands for. */
export function wordTerm(token: WordToken): Filter | FilterProblem {
  const match = searchMatch(token.value)
  if (!('problem' in match)) return { type: 'text', match }
  // A star alone fits everything; empty quotes are a slip.
  if (token.value.pieces.every((piece) => piece.kind === 'star')) return { type: 'all' }
  return { message: 'There is nothing between the quotes.', from: token.from, to: token.to }
}

/** The term that `field:value` stands for, or what is wrong with it and where. */
export function fieldTerm(token: FieldToken): Filter | FilterProblem {
  const field = findFilterField(token.name)
  if (!field) return unknownField(token)
  const written = `${token.name}${token.rest}`
  const name = { from: token.from, to: token.value.from }
  if (!field.named && token.rest !== '') {
    return { message: `${field.name}: takes no name; write ${field.example}`, ...name }
  }
  if (field.named && (token.rest === '' || token.rest === '.')) {
    return { message: `${field.name} wants a name after a dot: ${field.example}`, ...name }
  }
  const { value } = token
  if (value.from === value.to) {
    return {
      message: `${written}: wants a value right after the colon, e.g. ${field.example}`,
      from: token.from,
      to: token.to,
    }
  }
  if (value.pieces.every((piece) => piece.kind === 'text' && piece.text === '') && value.operator !== '=') {
    return { message: `${written}: wants a value, e.g. ${field.example}`, from: value.from, to: value.to }
  }
  const term = field.named ? namedTerm(field.name, token) : plainTerm(field.name, value)
  if ('message' in term) return term
  if ('problem' in term)
    return {
      message: `${written}: ${term.problem}${term.problem.endsWith('?') ? '' : '.'}`,
      from: value.from,
      to: value.to,
    }
  return term
}

function unknownField(token: FieldToken): FilterProblem {
  const near = nearest(
    token.name,
    filterFields.map((field) => field.name),
  )
  const hint = near === null ? '' : ` Did you mean ${near}${token.rest}:?`
  return {
    message: `There is no field “${token.name}”.${hint} To search for the text itself, put it in quotes.`,
    from: token.from,
    to: token.nameTo,
  }
}

function namedTerm(field: FilterFieldName, token: FieldToken): Filter | BadValue | FilterProblem {
  if (field === 'json') {
    const text = token.rest.startsWith('.') ? token.rest.slice(1) : token.rest
    const path = parseJsonPath(text)
    if (!path.ok) {
      const from = token.nameTo + token.rest.length - text.length + path.at
      return { message: path.message, from: Math.min(from, token.value.from - 1), to: token.value.from }
    }
    const match = jsonMatch(token.value)
    return 'problem' in match ? match : { type: 'json', path: path.path, match }
  }
  const name = nameOf(token.rest)
  if (name === null) {
    return {
      message: `Write the name after a dot, or in brackets and quotes: ${field}.name: or ${field}["odd name"]:`,
      from: token.from,
      to: token.value.from,
    }
  }
  const match = textMatch(token.value, 'contains')
  if ('problem' in match) return match
  return field === 'header' ? { type: 'header', name, match } : { type: 'query', name, match }
}

/** The name of a header or parameter: everything after the dot as it stands, or one quoted key. */
function nameOf(rest: string): string | null {
  if (rest.startsWith('.')) return rest.slice(1).toLowerCase()
  const path = parseJsonPath(rest)
  const [only] = path.ok ? path.path : []
  return path.ok && path.path.length === 1 && typeof only === 'string' && only !== ''
    ? only.toLowerCase()
    : null
}

function plainTerm(field: FilterFieldName, value: ScannedValue): Filter | BadValue {
  switch (field) {
    case 'method':
      return eachOf(value, (one) => term(textMatch(one, 'exact'), (match) => ({ type: 'method', match })))
    case 'path':
      if (plainText(value).includes('?')) {
        return { problem: 'compares the path without the query; write query.NAME:value for that' }
      }
      return term(pathMatch(value), (match) => ({ type: 'path', match }))
    case 'event':
      return term(textMatch(value, 'contains'), (match) => ({ type: 'event', match }))
    case 'note':
      return term(textMatch(value, 'contains'), (match) => ({ type: 'note', match }))
    case 'ip':
      return term(textMatch(value, 'prefix'), (match) => ({ type: 'ip', match }))
    case 'body':
      return term(searchMatch(value), (match) => ({ type: 'body', match }))
    case 'size':
      return term(rangeOf(value, readBytes, 'wants a number such as 10kb, >1mb or 0'), (range) => ({
        type: 'size',
        range,
      }))
    case 'status':
      return eachOf(value, statusTerm)
    case 'signature':
      return eachOf(value, (one) => oneOf(one, signatureValues, (mark) => ({ type: 'signature', mark })))
    case 'provider':
      return eachOf(value, (one) => oneOf(one, providers, (provider) => ({ type: 'provider', provider })))
    case 'is':
      return eachOf(value, (one) => oneOf(one, filterFlags, (flag) => ({ type: 'is', flag })))
    case 'after':
    case 'before':
      return timeTerm(field, value)
    default:
      throw new Error(`${field} is written with a name`)
  }
}

function term<T extends object>(match: T | BadValue, build: (match: T) => FilterTerm): FilterTerm | BadValue {
  return 'problem' in match ? match : build(match)
}

function statusTerm(value: ScannedValue): FilterTerm | BadValue {
  if (plainText(value) === 'none') return { type: 'status', range: 'none' }
  const range = rangeOf(value, readStatus, 'wants a status such as 404, 4xx, >=400, 400..499 or none')
  return term(range, (found) => ({ type: 'status', range: found }))
}

function timeTerm(side: 'after' | 'before', value: ScannedValue): FilterTerm | BadValue {
  const text = plainText(value)
  const moment = value.operator === '' ? parseMoment(text) : null
  if (moment) return { type: 'time', side, moment }
  return {
    problem: `wants a span such as 30s, 5m, 1h, 2d, or a date such as 2026-11-01 or 2026-11-01T09:30, got “${text}”`,
  }
}

function oneOf<T extends string>(
  value: ScannedValue,
  allowed: readonly T[],
  build: (one: T) => FilterTerm,
): FilterTerm | BadValue {
  const text = plainText(value)
  const found = allowed.find((candidate) => candidate === text)
  if (found !== undefined && (value.operator === '' || value.operator === '=')) return build(found)
  const near = nearest(text, allowed)
  if (near !== null) return { problem: `does not know “${text}”; did you mean ${near}?` }
  return { problem: `does not know “${text}”; it may be ${allowed.join(', ')}` }
}

/** Splits a value at its unquoted commas; any of the values may fit. */
function eachOf(value: ScannedValue, read: (one: ScannedValue) => FilterTerm | BadValue): Filter | BadValue {
  const [only] = value.pieces
  if (value.pieces.length !== 1 || only?.kind !== 'text' || only.quoted || !only.text.includes(','))
    return read(value)
  if (value.operator !== '') return { problem: `takes either several values or ${value.operator}` }
  const items: FilterTerm[] = []
  for (const text of only.text.split(',')) {
    if (text === '') return { problem: 'has a comma without a value beside it' }
    const item = read({ ...value, pieces: [{ kind: 'text', text, quoted: false }] })
    if ('problem' in item) return item
    items.push(item)
  }
  return { type: 'or', items }
}
