import type { Part, SchemeDefinition } from '../../types.ts'
import { literal, part } from '../../schemes/pieces.ts'

export interface LayoutVariant {
  layout: Part[]
  text: string
}

const separators = ['.', '', ':', '|', '\n', ',', '-', ' ', '_', ';', '&', '+', '/', '\r\n']

/** Other ways to put the scheme's values together: values left out, in another order, with another separator. */
export function layoutVariants(scheme: SchemeDefinition): LayoutVariant[] {
  const kinds = scheme.layout.flatMap((piece) => (piece.kind === 'literal' ? [] : [piece.kind]))
  const opening = scheme.layout[0]?.kind === 'literal' ? scheme.layout[0].text : ''
  const mark = opening.replace(/[^A-Za-z0-9]+$/, '')
  const labels = mark === '' ? [] : mark === 'v0' ? ['v0', 'v1', 'v2'] : [mark]
  const out = new Map<string, LayoutVariant>()
  const own = nameOf(scheme.layout)
  // Without the body this is the text for an empty body, which is another finding.
  const bodiless = nameOf(scheme.layout.filter(({ kind }) => kind !== 'body'))
  const add = (layout: Part[]) => {
    const name = nameOf(layout)
    if (name === own || name === bodiless || out.has(name)) return
    out.set(name, {
      layout,
      text: `The signed text is put together as ${name}, not as ${own}.`,
    })
  }
  for (const { order, joints } of arrangements(kinds)) {
    for (const separator of joints) {
      add(joinParts(order, separator))
      for (const label of labels) {
        add([literal(label + separator), ...joinParts(order, separator)])
        if (order.length === 1 && separator === '') add([literal(`${label}:`), ...joinParts(order, ':')])
      }
      if (opening !== '') add([literal(opening), ...joinParts(order, separator)])
    }
  }
  for (const more of extraArrangements(scheme)) {
    for (const separator of ['', '.', ':', '\n', '|']) add(joinParts(more, separator))
  }
  return [...out.values()]
}

type Kind = Exclude<Part['kind'], 'literal'>

function joinParts(kinds: readonly Kind[], separator: string): Part[] {
  return kinds.flatMap((kind, at) =>
    at === 0 || separator === '' ? [part(kind)] : [literal(separator), part(kind)],
  )
}

const fewSeparators = ['', '.', ':', '|', '\n']

interface Arrangement {
  order: Kind[]
  joints: readonly string[]
}

/** Selections of the values in the scheme's own order with every separator, then in other orders with the usual ones. */
function arrangements(kinds: readonly Kind[]): Arrangement[] {
  const selections: Kind[][] = []
  const count = Math.min(kinds.length, 5)
  for (let mask = (1 << count) - 1; mask > 0; mask--) {
    selections.push(kinds.filter((_, at) => (mask & (1 << at)) !== 0))
  }
  selections.sort((a, b) => b.length - a.length)
  const own = [
    ...selections.map((order) => ({ order, joints: fewSeparators.slice(0, order.length === 1 ? 1 : 3) })),
    ...selections.filter((order) => order.length > 1).map((order) => ({ order, joints: separators })),
  ]
  const others = selections.flatMap((selection) =>
    permute(selection).map((order) => ({
      order,
      joints: order.length > 3 ? fewSeparators.slice(0, 3) : fewSeparators,
    })),
  )
  return [...own, ...others.filter(({ order }) => order.length > 1)]
}

function permute(kinds: readonly Kind[]): Kind[][] {
  if (kinds.length <= 1) return [[...kinds]]
  if (kinds.length > 4) return [[...kinds], [...kinds].reverse()]
  return kinds.flatMap((kind, at) =>
    permute(kinds.filter((_, index) => index !== at)).map((rest) => [kind, ...rest]),
  )
}

/** Values that the scheme does not sign but a mistaken recipe might. */
function extraArrangements(scheme: SchemeDefinition): Kind[][] {
  const has = (kind: Kind) => scheme.layout.some((piece) => piece.kind === kind)
  if (!has('body')) return has('params') ? [['url', 'body'], ['body'], ['method', 'url', 'params']] : []
  const out: Kind[][] = [
    ['url', 'body'],
    ['body', 'url'],
    ['method', 'url', 'body'],
    ['path', 'body'],
    ['target', 'body'],
    ['method', 'path', 'body'],
    ['method', 'target', 'body'],
    ['method', 'body'],
    ['path'],
    ['target'],
    ['url'],
  ]
  if (has('url'))
    out.push(
      ['method', 'target', 'body', 'timestamp'],
      ['timestamp', 'body'],
      ['body', 'timestamp'],
      ['method', 'path', 'body', 'timestamp'],
    )
  if (scheme.timestamp !== null && !has('timestamp')) out.push(['timestamp', 'body'], ['body', 'timestamp'])
  if (scheme.timestamp !== null)
    out.push(
      ['timestamp', 'url', 'body'],
      ['timestamp', 'method', 'url', 'body'],
      ['method', 'url', 'timestamp', 'body'],
    )
  const usable = out.filter((kinds) => scheme.timestamp !== null || !kinds.includes('timestamp'))
  return has('secret') ? usable.map((kinds): Kind[] => ['secret', ...kinds]) : usable
}

/** A layout in words: `id "." timestamp "." body`. */
export function nameOf(layout: readonly Part[]): string {
  return layout.map((piece) => (piece.kind === 'literal' ? JSON.stringify(piece.text) : piece.kind)).join(' ')
}
