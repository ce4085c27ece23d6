/** A stretch of a value: text without quotes or stars, or a star that stands for any run of characters. */
type Piece = { kind: 'text'; text: string; quoted: boolean } | { kind: 'star' }

/** A value as written: comparison sign in front, then text and stars. */
export interface ScannedValue {
  /** `=`, `>`, `>=`, `<`, `<=` in front of the value; empty when there is none. */
  operator: '' | '=' | '>' | '>=' | '<' | '<='
  pieces: Piece[]
  from: number
  to: number
}

export type Token = { from: number; to: number } & (
  | { kind: 'open' | 'close' | 'or' | 'and' | 'not' }
  | { kind: 'word'; value: ScannedValue }
  /** `name` in lower case; `rest` is what stands between the name and the colon: `.x-event`, `.data["a b"]`, or nothing. */
  | { kind: 'field'; name: string; rest: string; nameTo: number; value: ScannedValue }
)

export type Scan = { tokens: Token[]; problem: null } | { tokens: Token[]; problem: ScanProblem }
interface ScanProblem {
  message: string
  from: number
  to: number
}

const space = /\s/
/** A field's name and what may stand between it and the colon: dotted text, brackets with a position or a quoted key. */
const fieldStart =
  /([A-Za-z][A-Za-z0-9_-]*)((?:\[\d+\]|\["(?:[^"\\]|\\.)*"\]|\.[^\s.:"()[\]]+|\.(?=[[:.]))*):/y

/**
 * Cuts a filter into tokens. A quote opens only where a value begins (or after a star or another quote), so that JSON
 * fragments can be typed as they are. Parentheses belong to a word when they are balanced inside it.
 * Stops at the first problem and returns the tokens up to there.
 */
export function scanFilter(text: string): Scan {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (space.test(character)) {
      at++
      continue
    }
    const from = at
    if (character === '(' || character === ')') {
      tokens.push({ kind: character === '(' ? 'open' : 'close', from, to: ++at })
      continue
    }
    if (
      character === '-' &&
      at + 1 < text.length &&
      !space.test(text.charAt(at + 1)) &&
      text[at + 1] !== ')'
    ) {
      tokens.push({ kind: 'not', from, to: ++at })
      continue
    }
    const operator = /^(OR|AND|NOT)(?=[\s()]|$)/.exec(text.slice(at, at + 4))?.[1]
    if (operator !== undefined) {
      at += operator.length
      tokens.push({ kind: operator === 'OR' ? 'or' : operator === 'AND' ? 'and' : 'not', from, to: at })
      continue
    }
    const field = fieldAt(text, at)
    const value = scanValue(text, field ? field.to : at, field !== null)
    if ('message' in value) return { tokens, problem: value }
    at = value.to
    tokens.push(
      field
        ? { kind: 'field', name: field.name, rest: field.rest, nameTo: field.nameTo, value, from, to: at }
        : { kind: 'word', value, from, to: at },
    )
  }
  return { tokens, problem: null }
}

/** The field that begins here, colon included; null when a plain word does (addresses such as `https://…` are words). */
function fieldAt(
  text: string,
  at: number,
): { name: string; rest: string; nameTo: number; to: number } | null {
  fieldStart.lastIndex = at
  const found = fieldStart.exec(text)
  if (!found) return null
  const [whole, name = '', rest = ''] = found
  const to = at + whole.length
  if (rest === '' && text.startsWith('//', to)) return null
  return { name: name.toLowerCase(), rest, nameTo: at + name.length, to }
}

function scanValue(text: string, from: number, comparable: boolean): ScannedValue | ScanProblem {
  const operator = comparable ? operatorAt(text, from) : ''
  const pieces: Piece[] = []
  let at = from + operator.length
  let mayQuote = true
  let depth = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (character === '*') {
      if (pieces.at(-1)?.kind !== 'star') pieces.push({ kind: 'star' })
      at++
      mayQuote = true
    } else if (character === '"' && mayQuote) {
      const quoted = scanQuoted(text, at)
      if ('message' in quoted) return quoted
      pieces.push({ kind: 'text', text: quoted.text, quoted: true })
      at = quoted.to
    } else {
      const bare = endOfBare(text, at, depth)
      if (bare.to === at) break
      const { to } = bare
      depth = bare.depth
      pieces.push({ kind: 'text', text: text.slice(at, to), quoted: false })
      at = to
      mayQuote = false
    }
  }
  return { operator, pieces, from, to: at }
}

function operatorAt(text: string, at: number): ScannedValue['operator'] {
  const two = text.slice(at, at + 2)
  if (two === '>=' || two === '<=') return two
  const one = text.charAt(at)
  return one === '=' || one === '>' || one === '<' ? one : ''
}

function scanQuoted(text: string, from: number): { text: string; to: number } | ScanProblem {
  let inside = ''
  for (let at = from + 1; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '"') return { text: inside, to: at + 1 }
    if (character === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at++
    inside += text.charAt(at)
  }
  return { message: 'The quote that opens here is not closed.', from, to: text.length }
}

/** `depth`: parentheses that are open inside the word. */
function endOfBare(text: string, from: number, depth: number): { to: number; depth: number } {
  let at = from
  for (; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '*' || space.test(character)) break
    if (character === '(') depth++
    if (character === ')') {
      if (depth === 0) break
      depth--
    }
  }
  return { to: at, depth }
}
