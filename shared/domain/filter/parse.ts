import type { Filter } from './ast.ts'
import { scanFilter, type Token } from './scan.ts'
import { fieldTerm, wordTerm, type FilterProblem } from './terms.ts'

export type ParsedFilter =
  | { ok: true; filter: Filter }
  /** `from` and `to` delimit the part of the text that is at fault. */
  | { ok: false; message: string; from: number; to: number }

/** Most conditions in one filter; keeps the query that is made of it within SQLite's limits. */
const maxTerms = 100
const maxDepth = 40

/**
 * Reads a filter (see the table in ast.ts). Never throws; a problem is told in plain words with its place.
 * Linear in the length of the text.
 */
export function parseFilter(text: string): ParsedFilter {
  const scan = scanFilter(text)
  const reader = new Reader(scan.tokens, text.length)
  const parsed = reader.read()
  // What the scanner stumbled on comes after all it returned, so an earlier mistake is told first.
  if ('message' in parsed && (!scan.problem || parsed.from < scan.problem.from))
    return { ok: false, ...parsed }
  if (scan.problem) return { ok: false, ...scan.problem }
  return 'message' in parsed ? { ok: false, ...parsed } : { ok: true, filter: parsed }
}

/** Recursive descent over the tokens: or, then and, then not, then a term or a group. */
class Reader {
  private readonly tokens: Token[]
  private readonly end: number
  private at = 0
  private depth = 0
  private terms = 0

  constructor(tokens: Token[], end: number) {
    this.tokens = tokens
    this.end = end
  }

  read(): Filter | FilterProblem {
    if (this.tokens.length === 0) return { type: 'all' }
    const filter = this.either()
    if ('message' in filter) return filter
    const rest = this.tokens[this.at]
    if (rest) return problem('This parenthesis closes nothing.', rest)
    return filter
  }

  private either(): Filter | FilterProblem {
    const items: Filter[] = []
    for (;;) {
      const item = this.both()
      if ('message' in item) return item
      items.push(item)
      if (this.tokens[this.at]?.kind !== 'or') return join('or', items)
      this.at++
    }
  }

  private both(): Filter | FilterProblem {
    const items: Filter[] = []
    for (;;) {
      const token = this.tokens[this.at]
      if (token?.kind === 'and') {
        if (items.length === 0)
          return problem('AND stands between two conditions; one is missing before it.', token)
        this.at++
        const next = this.tokens[this.at]
        if (!next || next.kind === 'close' || next.kind === 'or' || next.kind === 'and') {
          return problem('AND stands between two conditions; one is missing after it.', token)
        }
        continue
      }
      if (!token || token.kind === 'or' || token.kind === 'close') break
      const item = this.negatable()
      if ('message' in item) return item
      items.push(item)
    }
    return items.length === 0 ? this.missing() : join('and', items)
  }

  private missing(): FilterProblem {
    const token = this.tokens[this.at]
    const before = this.tokens[this.at - 1]
    if (token?.kind === 'or')
      return problem('OR stands between two conditions; one is missing before it.', token)
    if (before?.kind === 'or')
      return problem('OR stands between two conditions; one is missing after it.', before)
    if (before?.kind === 'open' && token)
      return { message: 'These parentheses are empty.', from: before.from, to: token.to }
    if (before?.kind === 'open') return problem('This parenthesis is not closed.', before)
    return token
      ? problem('This parenthesis closes nothing.', token)
      : { message: 'A condition is missing here.', from: this.end, to: this.end }
  }

  private negatable(): Filter | FilterProblem {
    let negate = false
    let sign: Token | undefined
    while (this.tokens[this.at]?.kind === 'not') {
      sign = this.tokens[this.at++]
      negate = !negate
    }
    const token = this.tokens[this.at]
    if (sign && (!token || (token.kind !== 'open' && token.kind !== 'word' && token.kind !== 'field'))) {
      return problem('There is nothing to negate after this.', sign)
    }
    const item = this.single()
    if ('message' in item || !negate) return item
    return item.type === 'not' ? item.item : { type: 'not', item }
  }

  private single(): Filter | FilterProblem {
    const token = this.tokens[this.at++]
    if (token?.kind === 'open') return this.group(token)
    if (token?.kind !== 'word' && token?.kind !== 'field') return this.missing()
    if (++this.terms > maxTerms) return problem(`A filter holds at most ${maxTerms} conditions.`, token)
    return token.kind === 'word' ? wordTerm(token) : fieldTerm(token)
  }

  private group(open: Token): Filter | FilterProblem {
    if (++this.depth > maxDepth) return problem(`Parentheses go at most ${maxDepth} deep.`, open)
    const inside = this.either()
    if ('message' in inside) return inside
    if (this.tokens[this.at]?.kind !== 'close') return problem('This parenthesis is not closed.', open)
    this.at++
    this.depth--
    return inside
  }
}

/** Joins items, flattening the same kind, and leaving out what changes nothing. */
function join(type: 'and' | 'or', items: Filter[]): Filter {
  const flat = items.flatMap((item) => (item.type === type ? item.items : [item]))
  if (type === 'or' && flat.some((item) => item.type === 'all')) return { type: 'all' }
  const kept = flat.filter((item) => item.type !== 'all')
  const [first] = kept
  if (first === undefined) return { type: 'all' }
  return kept.length === 1 ? first : { type, items: kept }
}

function problem(message: string, token: Token): FilterProblem {
  return { message, from: token.from, to: token.to }
}
