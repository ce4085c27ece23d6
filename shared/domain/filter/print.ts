import { formatJsonPath } from '../json-path.ts'
import type { Filter, FilterTerm, JsonMatch, NumberRange, PathMatch, SearchMatch } from './ast.ts'
import { printMoment } from './moment.ts'

/** Writes a filter in its shortest usual form; `parseFilter` reads the same filter from it. */
export function printFilter(filter: Filter): string {
  switch (filter.type) {
    case 'all':
      return ''
    case 'and':
      return filter.items
        .map((item) => (item.type === 'or' ? `(${printFilter(item)})` : printFilter(item)))
        .join(' ')
    case 'or':
      return filter.items.map(printFilter).join(' OR ')
    case 'not':
      return filter.item.type === 'and' || filter.item.type === 'or'
        ? `-(${printFilter(filter.item)})`
        : `-${filter.item.type === 'all' ? '*' : printFilter(filter.item)}`
    default:
      return printTerm(filter)
  }
}

function printTerm(term: FilterTerm): string {
  switch (term.type) {
    case 'text':
      return printSearch(term.match, true)
    case 'body':
      return `body:${printSearch(term.match, false)}`
    case 'method':
      return `method:${printMatch(term.match, 'exact')}`
    case 'path':
      return `path:${printPath(term.match)}`
    case 'header':
    case 'query':
      return `${term.type}${printFilterName(term.name)}:${printMatch(term.match, 'contains')}`
    case 'event':
    case 'note':
      return `${term.type}:${printMatch(term.match, 'contains')}`
    case 'ip':
      return `ip:${printMatch(term.match, 'prefix')}`
    case 'json': {
      const path = formatJsonPath(term.path)
      return `json${path.startsWith('[') ? '' : '.'}${path}:${printJson(term.match)}`
    }
    case 'status':
      return `status:${term.range === 'none' ? 'none' : printRange(term.range)}`
    case 'size':
      return `size:${printRange(term.range)}`
    case 'signature':
      return `signature:${term.mark}`
    case 'provider':
      return `provider:${term.provider}`
    case 'time':
      return `${term.side}:${printMoment(term.moment)}`
    case 'is':
      return `is:${term.flag}`
  }
}

const plainName = /^[^\s.:"()[\]]+(?:\.[^\s.:"()[\]]+)*$/

/** The name of a header or a query parameter as it stands behind `header` or `query`: `.x-event`, `["odd name"]`. */
export function printFilterName(name: string): string {
  return plainName.test(name) ? `.${name}` : `[${quoted(name)}]`
}

function printRange(range: NumberRange): string {
  if (range.min === null) return `<=${range.max ?? 0}`
  if (range.max === null) return `>=${range.min}`
  return range.min === range.max ? String(range.min) : `${range.min}..${range.max}`
}

function printPath(match: PathMatch): string {
  if (match.mode === 'under') return quoteFilterValue(match.value)
  // Without the star a leading slash would come to mean the folder.
  if (match.mode === 'contains' && match.value.startsWith('/')) return `*${quoteFilterValue(match.value)}*`
  return printMatch(match, 'contains')
}

const numberLike = /^[+-]?[\d.]/

function printJson(match: JsonMatch): string {
  if (match.mode === 'compare') return `${match.operator}${match.value}`
  if (match.mode === 'between') return `${match.min}..${match.max}`
  if (
    match.mode === 'contains' &&
    (numberLike.test(match.value) || /^(true|false|null)$/.test(match.value))
  ) {
    return quoted(match.value)
  }
  return printMatch(match, 'contains')
}

/** `bare`: what a value without a star or sign means for this field. */
function printMatch(
  match: Exclude<PathMatch, { mode: 'under' }>,
  bare: 'exact' | 'prefix' | 'contains',
): string {
  switch (match.mode) {
    case 'any':
      return '*'
    case 'wildcard':
      return match.parts.map((part) => (part === '' ? '' : quoteFilterValue(part))).join('*')
    case 'exact':
      return bare === 'exact' && match.value !== ''
        ? quoteFilterValue(match.value)
        : `=${quoteFilterValue(match.value)}`
    case 'prefix':
      return bare === 'prefix' ? quoteFilterValue(match.value) : `${quoteFilterValue(match.value)}*`
    case 'contains':
      return bare === 'contains' ? quoteFilterValue(match.value) : `*${quoteFilterValue(match.value)}*`
  }
}

function printSearch(match: SearchMatch, word: boolean): string {
  if (match.mode === 'sequence')
    return match.parts.map((part) => (word ? quoted(part) : quoteFilterValue(part))).join('*')
  const { value } = match
  return word && (/^-|^(and|or|not)$/.test(value) || value.includes(':'))
    ? quoted(value)
    : quoteFilterValue(value)
}

/** Text as it can stand as a value in a filter: bare where nothing in it has a meaning, else in quotes. */
export function quoteFilterValue(text: string): string {
  return text !== '' && /^[^\s"*()=<>,\\][^\s"*(),]*$/.test(text) && !text.includes('..')
    ? text
    : quoted(text)
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
