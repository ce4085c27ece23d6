import type { Filter, FilterFlag, FilterTerm, NumberRange, TextMatch } from '#shared/domain/filter/ast.ts'
import { matchesJson, matchesPath, matchesSearch, matchesText, queryOf } from '#shared/domain/filter/match.ts'
import { resolveMoment } from '#shared/domain/filter/moment.ts'
import { valueAtPath } from '#shared/domain/json-path.ts'

/** What the functions of `filter-functions.ts` hand to a test. */
export interface BodyReader {
  /** The body as text, as far as it is searched. */
  readonly text: () => string
  /** The same with JSON escapes undone; null when there are none. */
  readonly unescaped: () => string | null
  /** The parsed body; undefined when it is not JSON. */
  readonly json: () => unknown
}

export type FilterTest =
  | { over: 'text'; test: (text: string) => boolean }
  | { over: 'headers'; test: (headers: readonly (readonly [string, string])[]) => boolean }
  | { over: 'body'; test: (body: BodyReader) => boolean }

/**
 * A filter as a condition over `requests r`, joined with `details d` when `needsDetails` is set.
 * What SQL can't express is a call of `fits_text(k, …)`, `fits_headers(k, …)` or `fits_body(k, …)`, where k is a place
 * in `tests`.
 */
export interface CompiledFilter {
  readonly sql: string
  readonly values: readonly (string | number)[]
  readonly tests: readonly FilterTest[]
  readonly needsDetails: boolean
}

/** Compiles a filter; relative times are resolved against `now`. Agrees with `matchesFilter`, the language's meaning. */
export function compileFilter(filter: Filter, now: number): CompiledFilter {
  const values: (string | number)[] = []
  const tests: FilterTest[] = []
  let needsDetails = false

  function compile(node: Filter): string {
    switch (node.type) {
      case 'all':
        return 'TRUE'
      case 'and':
        return join(node.items.map(compile), 'AND')
      case 'or':
        return join(node.items.map(compile), 'OR')
      case 'not':
        return `(NOT ${compile(node.item)})`
      default:
        return `(${term(node)})`
    }
  }

  function text(subject: string, test: (text: string) => boolean): string {
    tests.push({ over: 'text', test })
    return `fits_text(${tests.length - 1}, ${subject})`
  }

  function headers(test: (headers: readonly (readonly [string, string])[]) => boolean): string {
    needsDetails = true
    tests.push({ over: 'headers', test })
    return `fits_headers(${tests.length - 1}, d.headers)`
  }

  function body(test: (body: BodyReader) => boolean): string {
    needsDetails = true
    tests.push({ over: 'body', test })
    return `fits_body(${tests.length - 1}, r.id, d.headers, d.body, d.body_file)`
  }

  function matching(subject: string, match: TextMatch): string {
    return text(subject, (value) => matchesText(match, value))
  }

  function value(one: string | number): string {
    values.push(one)
    return '?'
  }

  function range(subject: string, { min, max }: NumberRange): string {
    const bounds = [
      min === null ? '' : `${subject} >= ${value(min)}`,
      max === null ? '' : `${subject} <= ${value(max)}`,
    ]
    return `(${bounds.filter((bound) => bound !== '').join(' AND ') || `${subject} IS NOT NULL`}) IS TRUE`
  }

  function term(node: FilterTerm): string {
    switch (node.type) {
      case 'text': {
        const fits = (one: string): boolean => matchesSearch(node.match, one)
        const fields = [
          'r.method',
          'r.target',
          "coalesce(r.event, '')",
          "coalesce(r.summary, '')",
          'r.provider',
          note,
        ]
        return [
          ...fields.map((field) => text(field, fits)),
          headers((pairs) => pairs.some(([name, one]) => fits(`${name}: ${one}`))),
          body((reader) => fits(reader.text()) || fits(reader.unescaped() ?? '')),
        ].join(' OR ')
      }
      case 'body':
        return body(
          (reader) =>
            matchesSearch(node.match, reader.text()) || matchesSearch(node.match, reader.unescaped() ?? ''),
        )
      case 'method':
        return node.match.mode === 'exact' && isAscii(node.match.value)
          ? `lower(r.method) = ${value(node.match.value)}`
          : matching('r.method', node.match)
      case 'path':
        return text('r.target', (target) => matchesPath(node.match, target))
      case 'header':
        return headers((pairs) =>
          pairs.some(([name, one]) => name.toLowerCase() === node.name && matchesText(node.match, one)),
        )
      case 'query':
        return `instr(r.target, '?') > 0 AND ${text('r.target', (target) =>
          queryOf(target).some(
            ([name, one]) => name.toLowerCase() === node.name && matchesText(node.match, one),
          ),
        )}`
      case 'json':
        return body((reader) => matchesJson(node.match, valueAtPath(reader.json(), node.path)))
      case 'status':
        return node.range === 'none' ? 'r.answer_status IS NULL' : range('r.answer_status', node.range)
      case 'size':
        return range('r.body_size', node.range)
      case 'signature':
        return node.mark === 'none' ? 'r.signature IS NULL' : `r.signature IS ${value(node.mark)}`
      case 'provider':
        return `r.provider = ${value(node.provider)}`
      case 'event':
        return `r.event IS NOT NULL AND ${matching('r.event', node.match)}`
      case 'note':
        return `r.has_note = 1 AND ${matching(note, node.match)}`
      case 'ip':
        return matching('r.remote_address', node.match)
      case 'time':
        return `r.received_at ${node.side === 'after' ? '>=' : '<'} ${value(resolveMoment(node.moment, now))}`
      case 'is':
        return flag(node.flag)
    }
  }

  const sql = compile(filter)
  return { sql, values, tests, needsDetails }
}

const note = "CASE r.has_note WHEN 1 THEN (SELECT n.note FROM notes n WHERE n.id = r.id) ELSE '' END"

function flag(name: FilterFlag): string {
  switch (name) {
    case 'pinned':
      return 'r.pinned = 1'
    case 'noted':
      return 'r.has_note = 1'
    case 'incomplete':
      return 'r.complete = 0'
    case 'malformed':
      return 'r.malformed = 1'
    case 'refused':
      return "r.answer_origin = 'refused'"
    case 'handshake':
      return "r.answer_origin = 'handshake'"
  }
}

/** Joined by halves: SQLite bounds the depth of an expression, and a long chain is as deep as it is long. */
function join(parts: readonly string[], operator: 'AND' | 'OR'): string {
  if (parts.length <= 2) return `(${parts.join(` ${operator} `)})`
  const middle = Math.ceil(parts.length / 2)
  return `(${join(parts.slice(0, middle), operator)} ${operator} ${join(parts.slice(middle), operator)})`
}

function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text)
}
