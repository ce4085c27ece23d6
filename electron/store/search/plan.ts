import type { Filter, FilterTerm, PathMatch, SearchMatch, TextMatch } from '#shared/domain/filter/ast.ts'

/**
 * What the search index can say about a filter. Sets hold ids of requests:
 * `match` those that an FTS5 expression finds, `noted` those whose note fits (notes are not in the index).
 */
export type IdSet =
  | { op: 'match'; query: string }
  | { op: 'noted'; match: SearchMatch }
  | { op: 'and' | 'or'; items: IdSet[] }
  | { op: 'not'; item: IdSet }

export interface Plan {
  readonly set: IdSet
  /** True: the set is the answer. False: it holds all that fit and maybe more, each of which is looked at. */
  readonly exact: boolean
}

/** The index holds runs of three characters, so it knows nothing of shorter texts. */
const gram = 3

function phrase(text: string): string | null {
  return text.includes('\0') || Array.from(text).length < gram ? null : `"${text.replaceAll('"', '""')}"`
}

function match(query: string | null, exact: boolean): Plan | null {
  return query === null ? null : { set: { op: 'match', query }, exact }
}

/** All of the texts that are long enough, anywhere in a request; null when none is. */
function allOf(texts: readonly string[]): Plan | null {
  const phrases = texts.map(phrase).filter((text) => text !== null)
  return phrases.length === 0 ? null : match(phrases.join(' AND '), false)
}

/** Null: the index does not help. */
export function planFilter(filter: Filter): Plan | null {
  switch (filter.type) {
    case 'all':
      return null
    case 'and':
      return planAnd(filter.items.map(planFilter))
    case 'or':
      return planOr(filter.items.map(planFilter))
    case 'not': {
      const inner = planFilter(filter.item)
      return inner?.exact === true ? { set: { op: 'not', item: inner.set }, exact: true } : null
    }
    default:
      return planTerm(filter)
  }
}

function planAnd(plans: readonly (Plan | null)[]): Plan | null {
  const known = plans.filter((plan) => plan !== null)
  if (known.length === 0) return null
  return {
    set: { op: 'and', items: known.map((plan) => plan.set) },
    exact: plans.every((plan) => plan?.exact === true),
  }
}

function planOr(plans: readonly (Plan | null)[]): Plan | null {
  const known = plans.filter((plan) => plan !== null)
  if (known.length < plans.length) return null
  return { set: { op: 'or', items: known.map((plan) => plan.set) }, exact: known.every((plan) => plan.exact) }
}

function planTerm(term: FilterTerm): Plan | null {
  switch (term.type) {
    case 'text':
      return planText(term.match)
    case 'body':
      return allOf(term.match.mode === 'contains' ? [term.match.value] : term.match.parts)
    case 'header':
      return planHeader(term.name, term.match)
    case 'path':
    case 'method':
    case 'event':
      return allOf(partsOf(term.match))
    case 'json':
      return planJson(term)
    case 'query':
    case 'status':
    case 'signature':
    case 'provider':
    case 'size':
    case 'time':
    case 'ip':
    case 'note':
    case 'is':
      return null
  }
}

/** Plain words: in the index, or in a note. */
function planText(wanted: SearchMatch): Plan | null {
  const noted: IdSet = { op: 'noted', match: wanted }
  if (wanted.mode === 'contains') {
    const query = phrase(wanted.value)
    return query === null ? null : { set: { op: 'or', items: [{ op: 'match', query }, noted] }, exact: true }
  }
  const phrases = wanted.parts.map(phrase).filter((text) => text !== null)
  if (phrases.length === 0) return null
  return { set: { op: 'or', items: [{ op: 'match', query: phrases.join(' AND ') }, noted] }, exact: false }
}

/** The texts that a value must hold. */
function partsOf(wanted: PathMatch): string[] {
  switch (wanted.mode) {
    case 'any':
      return []
    case 'exact':
    case 'prefix':
    case 'contains':
    case 'under':
      return [wanted.value]
    case 'wildcard':
      return wanted.parts
  }
}

/** Header lines stand in the index as `name: value`. */
function planHeader(name: string, wanted: TextMatch): Plan | null {
  const start = `${name}: `
  switch (wanted.mode) {
    case 'exact':
    case 'prefix':
      return allOf([start + wanted.value])
    case 'any':
      return allOf([start])
    case 'contains':
      return allOf([start, wanted.value])
    case 'wildcard': {
      const [first = '', ...rest] = wanted.parts
      return allOf([start + first, ...rest])
    }
  }
}

/** Where JSON may be written in more than one way: around its structure, and where escapes are needed. */

const variable = /[\s{}[\]:,"\\\0-\x1f]+/
/** Numbers can be spelled in many ways. */
const numeric = /^[\d.e+-]+$/

/** Keys and values as they must stand in the body's text. */
function planJson(term: Extract<FilterTerm, { type: 'json' }>): Plan | null {
  const keys = term.path.filter((segment) => typeof segment === 'string')
  const wanted = term.match
  const values = wanted.mode === 'compare' || wanted.mode === 'between' ? [] : partsOf(wanted)
  const texts = [...keys.map((key) => key.toLowerCase()), ...values]
    .flatMap((text) => text.split(variable))
    .filter((text) => !numeric.test(text))
  return allOf(texts)
}
