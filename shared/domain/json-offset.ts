import type { JsonPath } from './json-path.ts'

export interface JsonPlace {
  path: JsonPath
  /** Offsets of the value at that path. */
  from: number
  to: number
}

interface Frame {
  array: boolean
  /** Where the container begins. */
  from: number
  /** Position of the current item, or the key of the current member (undefined before the first). */
  at: number | string | undefined
  expectsKey: boolean
}

interface Piece {
  from: number
  to: number
}

const blank = new Set([' ', '\n', '\r', '\t', '\ufeff'])
const punctuation = new Set(['{', '}', '[', ']', ',', ':'])

/** The next bracket, comma, colon, string or bare word at or after `at`; null at the end. By hand: a pattern runs out of stack on long strings. */
function nextPiece(text: string, at: number): Piece | null {
  let from = at
  while (from < text.length && blank.has(text.charAt(from))) from++
  if (from >= text.length) return null
  const first = text.charAt(from)
  if (punctuation.has(first)) return { from, to: from + 1 }
  let to = from + 1
  if (first === '"') {
    while (to < text.length && text[to] !== '"') to += text[to] === '\\' ? 2 : 1
    return { from, to: Math.min(to + 1, text.length) }
  }
  while (
    to < text.length &&
    text[to] !== '"' &&
    !blank.has(text.charAt(to)) &&
    !punctuation.has(text.charAt(to))
  )
    to++
  return { from, to }
}

/**
 * The innermost JSON value at an offset of a text: for a key its value, between values their container. Takes broken
 * JSON as far as it goes; null when the text holds no value there. Reads the text from its start: some 10 ms a megabyte.
 */
export function jsonPlaceAt(text: string, offset: number): JsonPlace | null {
  const frames: Frame[] = []
  for (let piece = nextPiece(text, 0); piece; piece = nextPiece(text, piece.to)) {
    const { from, to } = piece
    const inside = frames.at(-1)
    if (from > offset) return inside ? container(text, frames) : null
    const first = text.charAt(from)
    if (first === '}' || first === ']') {
      // Behind the bracket's last character the cursor still belongs to what it closes.
      if (offset <= to && inside) return container(text, frames)
      frames.pop()
      continue
    }
    if (first === ',') {
      if (inside) advance(inside)
      continue
    }
    if (first === ':') continue
    if (first === '{' || first === '[') {
      frames.push({
        array: first === '[',
        from,
        at: first === '[' ? 0 : undefined,
        expectsKey: first === '{',
      })
      if (offset === from) return container(text, frames)
      continue
    }
    if (inside?.expectsKey === true) {
      inside.at = keyOf(text.slice(from, to))
      inside.expectsKey = false
      if (offset <= to) return valueAfterKey(text, to, pathOf(frames)) ?? { path: pathOf(frames), from, to }
      continue
    }
    if (offset <= to) return { path: pathOf(frames), from, to }
  }
  return frames.length > 0 ? container(text, frames) : null
}

function advance(frame: Frame): void {
  if (typeof frame.at === 'number') frame.at++
  else frame.expectsKey = !frame.array
}

function pathOf(frames: readonly Frame[]): JsonPath {
  return frames.flatMap(({ at }) => (at === undefined ? [] : [at]))
}

function container(text: string, frames: readonly Frame[]): JsonPlace {
  const innermost = frames.at(-1)
  const from = innermost?.from ?? 0
  return { path: pathOf(frames.slice(0, -1)), from, to: endOfValue(text, from) }
}

function keyOf(piece: string): string {
  try {
    const key: unknown = JSON.parse(piece)
    return typeof key === 'string' ? key : piece
  } catch {
    return piece.replace(/^"|"$/g, '')
  }
}

function valueAfterKey(text: string, from: number, path: JsonPath): JsonPlace | null {
  const start = /^\s*:\s*/.exec(text.slice(from, from + 1_000))
  if (!start) return null
  const valueFrom = from + start[0].length
  return valueFrom < text.length ? { path, from: valueFrom, to: endOfValue(text, valueFrom) } : null
}

/** End of the value that begins here; the end of the text when it is not closed. */
function endOfValue(text: string, from: number): number {
  let depth = 0
  for (let piece = nextPiece(text, from); piece; piece = nextPiece(text, piece.to)) {
    const first = text.charAt(piece.from)
    if (first === '{' || first === '[') depth++
    else if (first === '}' || first === ']') depth--
    if (depth <= 0) return piece.to
  }
  return text.length
}
