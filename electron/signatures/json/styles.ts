import { escapeStyles, type EscapeStyle } from './escapes.ts'
import { changesInJavaScript, numberStyles, type NumberStyle } from './numbers.ts'
import { unescape, type JsonNode } from './tree.ts'
import type { BlankStyle, JsonStyle, KeyOrder } from './write.ts'

const line = '\n'
const compact: BlankStyle = { indent: null, colon: ':', comma: ',', newline: line }
const indented = (indent: string): BlankStyle => ({ indent, colon: ': ', comma: ',', newline: line })

/** Blank styles by how often they are met; the weight orders the search. */
const blankStyles: [BlankStyle, number][] = [
  [compact, 0],
  [indented('  '), 1],
  [{ ...compact, colon: ': ', comma: ', ' }, 1],
  [indented('    '), 2],
  [indented('\t'), 2],
  [{ ...indented('  '), newline: '\r\n' }, 3],
  [{ ...compact, colon: ': ' }, 3],
  [{ ...compact, comma: ', ' }, 4],
  [indented('   '), 4],
  [indented(' '), 4],
  [indented(''), 4],
  [{ ...indented('  '), colon: ' : ', inlineArrays: true }, 4],
  [{ ...indented('    '), newline: '\r\n' }, 4],
  [{ ...indented('  '), colon: ' : ' }, 5],
  [{ ...indented('  '), colon: ':' }, 5],
  [{ ...indented('\t'), newline: '\r\n' }, 5],
  [{ ...compact, colon: ' : ', comma: ' , ' }, 6],
  [{ ...indented('  '), comma: ', ' }, 6],
  [{ ...indented('    '), comma: ', ' }, 6],
  [indented('        '), 6],
]

const escapeWeights: [EscapeStyle | 'same', number][] = [
  ['same', 0],
  ['plain', 0.5],
  ['ascii', 1],
  ['php', 1.5],
  ['slash', 1.5],
  ['go', 2],
  ['ascii-upper', 2.5],
  ['dotnet', 3],
  ['gson', 3],
  ['go-ascii', 4],
  ['facebook', 4],
  ['php-hex', 5],
  ['separators', 5],
]
const orderWeights: [KeyOrder, number][] = [
  ['same', 0],
  ['integers-first', 0.5],
  ['sorted', 1],
  ['sorted-top', 3],
  ['shortest-first', 3],
  ['last-wins', 3],
]
const numberWeights: [NumberStyle | 'same', number][] = [
  ['same', 0],
  ['javascript', 0.5],
  ['python', 1],
  ['shortened', 3],
  ['floats', 3.5],
]
const endings: [string, number][] = [
  ['', 0],
  ['\n', 0.5],
  ['\r\n', 2],
]

export interface RankedStyle {
  style: JsonStyle
  /** What is written behind the text. */
  ending: string
  weight: number
}

/** The ways in which a serialiser might have written this tree, likelier first; dimensions in which nothing would change are left out. */
export function jsonStyles(tree: JsonNode, limit: number): RankedStyle[] {
  const traits = traitsOf(tree)
  const escapes = escapeWeights.filter(([style]) => style === 'same' || traits.escapes.has(style))
  const orders = orderWeights.filter(([order]) => order === 'same' || traits.orders.has(order))
  const numbers = numberWeights.filter(([style]) => style === 'same' || traits.numbers.has(style))
  const omits: [JsonStyle['omit'], number][] = [[undefined, 0]]
  if (traits.hasNull) omits.push(['nulls', 3])
  if (traits.hasEmpty) omits.push(['empty', 3.5])
  const ranked: RankedStyle[] = []
  for (const [blanks, a] of blankStyles) {
    for (const [escape, b] of escapes) {
      for (const [order, c] of orders) {
        for (const [number, d] of numbers) {
          for (const [ending, e] of endings) {
            for (const [omit, f] of omits) {
              const weight = a + b + c + d + e + f
              if (weight > 7.5) continue
              const style: JsonStyle = { blanks, escapes: escape, order, numbers: number }
              ranked.push({ style: omit === undefined ? style : { ...style, omit }, ending, weight })
            }
          }
        }
      }
    }
  }
  return ranked.sort((x, y) => x.weight - y.weight).slice(0, limit)
}

interface Traits {
  escapes: Set<EscapeStyle>
  orders: Set<KeyOrder>
  numbers: Set<NumberStyle>
  hasNull: boolean
  hasEmpty: boolean
}

/** Looks at most this many strings and numbers over: more than enough to see how a document is written. */
const sampleLimit = 20_000
/** Strings with escapes of their own are compared style by style, at most this many. */
const escapedLimit = 300

interface Survey extends Traits {
  left: number
  escapedLeft: number
  /** Every character that some style might escape, once. */
  characters: Set<string>
}

function traitsOf(tree: JsonNode): Traits {
  const survey: Survey = {
    escapes: new Set(),
    orders: new Set(),
    numbers: new Set(),
    hasNull: false,
    hasEmpty: false,
    left: sampleLimit,
    escapedLeft: escapedLimit,
    characters: new Set(),
  }
  visit(tree, survey)
  const text = [...survey.characters].join('')
  for (const style of styleNames) if (escapeStyles[style](text) !== text) survey.escapes.add(style)
  return survey
}

const styleNames = Object.keys(escapeStyles) as EscapeStyle[]

function visit(node: JsonNode, survey: Survey): void {
  if (survey.left-- <= 0) return
  if (node.kind === 'string') {
    if (node.raw === '') survey.hasEmpty = true
    lookAtString(node.raw, survey)
  } else if (node.kind === 'scalar') {
    lookAtScalar(node.raw, survey)
  } else if (node.kind === 'array') {
    for (const item of node.items) visit(item, survey)
  } else {
    lookAtKeys(
      node.keys.map((key) => unescape(key.raw)),
      survey,
    )
    for (const key of node.keys) lookAtString(key.raw, survey)
    for (const value of node.values) visit(value, survey)
  }
}

const special = /[^a-zA-Z0-9 .,:;!?()*#$^_{}|~-]/gu

function lookAtString(raw: string, survey: Survey): void {
  const found = raw.match(special)
  if (found === null) return
  if (!raw.includes('\\')) {
    for (const character of found) if (survey.characters.size < 400) survey.characters.add(character)
    return
  }
  if (survey.escapedLeft-- <= 0) return
  const text = unescape(raw)
  for (const style of styleNames) {
    if (!survey.escapes.has(style) && escapeStyles[style](text) !== raw) survey.escapes.add(style)
  }
}

function lookAtScalar(raw: string, traits: Traits): void {
  if (raw === 'null') {
    traits.hasNull = true
    return
  }
  if (changesInJavaScript(raw)) traits.numbers.add('javascript')
  if (numberStyles.python(raw) !== raw) traits.numbers.add('python')
  if (numberStyles.shortened(raw) !== raw) traits.numbers.add('shortened')
  if (numberStyles.floats(raw) !== raw) traits.numbers.add('floats')
}

function lookAtKeys(names: readonly string[], traits: Traits): void {
  if (new Set(names).size !== names.length) traits.orders.add('last-wins').add('integers-first')
  let sorted = true
  let shortest = true
  let seenWord = false
  let lastIndex = -1
  for (const [at, name] of names.entries()) {
    const before = names[at - 1]
    if (before !== undefined && before > name) sorted = false
    if (before !== undefined && before.length > name.length) shortest = false
    if (/^(?:0|[1-9]\d{0,9})$/.test(name)) {
      if (seenWord || Number(name) < lastIndex) traits.orders.add('integers-first')
      lastIndex = Number(name)
    } else {
      seenWord = true
    }
  }
  if (!sorted) traits.orders.add('sorted').add('sorted-top')
  if (!shortest || !sorted) traits.orders.add('shortest-first')
}
