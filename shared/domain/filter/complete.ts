import { filterFields, findFilterField, type FilterField } from './fields.ts'
import { printFilterName, quoteFilterValue } from './print.ts'
import { scanFilter, type Token } from './scan.ts'

/** What is known of the requests at hand, most useful first; whatever is left out is not offered. */
export interface KnownValues {
  methods?: readonly string[]
  paths?: readonly string[]
  providers?: readonly string[]
  events?: readonly string[]
  statuses?: readonly number[]
  addresses?: readonly string[]
  headerNames?: readonly string[]
  queryNames?: readonly string[]
  /** Paths as `formatJsonPath` writes them. */
  jsonPaths?: readonly string[]
  /** By lower-case header name. */
  headerValues?: Readonly<Record<string, readonly string[]>>
}

export interface FilterSuggestion {
  /** What the list shows. */
  label: string
  /** What replaces the text between `from` and `to`. */
  insert: string
  /** One sentence of help; empty when there is nothing to say. */
  help: string
  kind: 'field' | 'name' | 'value' | 'operator'
  /** True when the condition is whole once this is taken; else the next completion follows at once. */
  final: boolean
}

export interface FilterCompletion {
  from: number
  to: number
  items: FilterSuggestion[]
}

const maxItems = 20

/**
 * What may be written at the cursor: fields at the start of a condition, names after `header.`, `query.` and `json.`,
 * values after a colon. Never throws; an empty list means that there is nothing to offer.
 */
export function completeFilter(text: string, cursor: number, known: KnownValues = {}): FilterCompletion {
  const at = Math.max(0, Math.min(cursor, text.length))
  const before = text.slice(0, at)
  const token = tokenAt(before)
  if (token?.kind === 'field') return completeValue(text, at, token, known)
  if (token?.kind === 'word') return completeWord(text, at, token.from, known)
  return { from: at, to: at, items: filterFields.map(fieldSuggestion) }
}

/** The condition that the text ends in; an open quote is closed for this purpose. */
function tokenAt(before: string): Extract<Token, { kind: 'field' | 'word' }> | null {
  let scan = scanFilter(before)
  if (scan.problem) scan = scanFilter(`${before}"`)
  const last = scan.tokens.at(-1)
  if (!last || last.to < before.length) return null
  // A minus sign alone: what follows it begins a condition.
  if (before.slice(last.from) === '-') return null
  if (last.kind === 'or' || last.kind === 'and' || last.kind === 'not') return asWord(last, before)
  return last.kind === 'field' || last.kind === 'word' ? last : null
}

/** `OR` without a blank behind it may still become another word. */
function asWord(token: Token, before: string): Extract<Token, { kind: 'word' }> {
  const text = before.slice(token.from)
  const value = {
    operator: '' as const,
    pieces: [{ kind: 'text' as const, text, quoted: false }],
    from: token.from,
    to: token.to,
  }
  return { kind: 'word', from: token.from, to: token.to, value }
}

/** End of the condition that the cursor stands in. */
function endOfTerm(text: string, at: number): number {
  const rest = /^[^\s()"]*"?/.exec(text.slice(at))
  return at + (rest?.[0].length ?? 0)
}

function fieldSuggestion(field: FilterField): FilterSuggestion {
  return {
    label: field.named ? `${field.name}.…:` : `${field.name}:`,
    insert: field.named ? `${field.name}.` : `${field.name}:`,
    help: `${field.help} ${field.example}`,
    kind: 'field',
    final: false,
  }
}

function completeWord(text: string, at: number, from: number, known: KnownValues): FilterCompletion {
  const typed = text.slice(from, at)
  const to = endOfTerm(text, at)
  const named = /^(header|query|json)(\.|(?=\[))/i.exec(typed)
  if (named?.[1] !== undefined) {
    const field = named[1].toLowerCase()
    return { from, to, items: nameSuggestions(field, typed.slice(named[0].length), known) }
  }
  const items = ranked(filterFields, typed, (field) => field.name).map(fieldSuggestion)
  if (typed.length >= 2) items.push(...valueSuggestionsFor(typed, known))
  if ('OR'.startsWith(typed)) {
    items.push({
      label: 'OR',
      insert: 'OR',
      help: 'Either the conditions before or those after it.',
      kind: 'operator',
      final: true,
    })
  }
  return { from, to, items: items.slice(0, maxItems) }
}

/** Conditions that a bare word may be the value of: `stripe` -> `provider:stripe`. */
function valueSuggestionsFor(typed: string, known: KnownValues): FilterSuggestion[] {
  const found: FilterSuggestion[] = []
  for (const name of ['method', 'provider', 'event', 'is', 'signature'] as const) {
    const field = findFilterField(name)
    if (!field) continue
    const values = valuesOf(field, '', known).filter((value) =>
      value.toLowerCase().startsWith(typed.toLowerCase()),
    )
    for (const value of values.slice(0, 4)) {
      found.push({
        label: `${name}:${value}`,
        insert: `${name}:${quoteFilterValue(value)}`,
        help: field.help,
        kind: 'value',
        final: true,
      })
    }
  }
  return found
}

function nameSuggestions(field: string, typed: string, known: KnownValues): FilterSuggestion[] {
  const names =
    field === 'header' ? known.headerNames : field === 'query' ? known.queryNames : known.jsonPaths
  return ranked(names ?? [], typed, (name) => name).map((name) => {
    const behind =
      field === 'json' ? (name.startsWith('[') ? name : `.${name}`) : printFilterName(name.toLowerCase())
    return { label: name, insert: `${field}${behind}:`, help: '', kind: 'name', final: false }
  })
}

function completeValue(
  text: string,
  at: number,
  token: Extract<Token, { kind: 'field' }>,
  known: KnownValues,
): FilterCompletion {
  const field = findFilterField(token.name)
  if (!field) return { from: at, to: at, items: [] }
  const start = token.value.from + token.value.operator.length
  const written = text.slice(start, at)
  const comma = field.values ? written.lastIndexOf(',') + 1 : 0
  const typed = written.slice(comma).replace(/^"/, '')
  const items = ranked(valuesOf(field, token.rest, known), typed, (value) => value).map(
    (value): FilterSuggestion => ({
      label: value,
      insert: patterns.has(value) ? value : quoteFilterValue(value),
      help: patterns.get(value) ?? '',
      kind: 'value',
      final: true,
    }),
  )
  return { from: start + comma, to: endOfTerm(text, at), items }
}

/** Values that are written as they stand, with what they mean. */
const patterns = new Map([
  ['*', 'Is there at all, whatever its value.'],
  ['2xx', 'Success.'],
  ['4xx', 'Refused.'],
  ['5xx', 'Failed.'],
  ['none', 'Nothing: not sent, or not judged.'],
  ['5m', 'Five minutes ago.'],
  ['1h', 'An hour ago.'],
  ['1d', 'A day ago.'],
  ['today', 'Midnight.'],
  ['yesterday', 'Midnight before.'],
  ['>10kb', 'More than 10,000 bytes.'],
  ['>1mb', 'More than a million bytes.'],
  ['0', 'No body.'],
])

function valuesOf(field: FilterField, rest: string, known: KnownValues): readonly string[] {
  switch (field.name) {
    case 'method':
      return distinct([...(known.methods ?? []), ...(field.values ?? [])])
    case 'provider':
      return distinct([...(known.providers ?? []), ...(field.values ?? [])])
    case 'path':
      return known.paths ?? []
    case 'event':
      return known.events ?? []
    case 'ip':
      return known.addresses ?? []
    case 'status':
      return distinct([...(known.statuses ?? []).map(String), '2xx', '4xx', '5xx', 'none'])
    case 'header':
      return ['*', ...(known.headerValues?.[rest.slice(1).toLowerCase()] ?? [])]
    case 'query':
    case 'json':
      return ['*']
    case 'after':
    case 'before':
      return ['5m', '1h', '1d', 'today', 'yesterday']
    case 'size':
      return ['>10kb', '>1mb', '0']
    default:
      return field.values ?? []
  }
}

/** Those that begin with what was typed, then those that hold it; in their order otherwise. */
function ranked<T>(items: readonly T[], typed: string, textOf: (item: T) => string): T[] {
  const wanted = typed.toLowerCase()
  const begins = items.filter((item) => textOf(item).toLowerCase().startsWith(wanted))
  const holds = items.filter((item) => textOf(item).toLowerCase().indexOf(wanted) > 0)
  return [...begins, ...holds].slice(0, maxItems)
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)]
}
