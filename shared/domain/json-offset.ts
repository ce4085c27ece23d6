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

/** What a character means to the reader of JSON: 1 blank, 2 bracket, comma or colon, 3 quote, 0 anything else. */
const classes = new Uint8Array(128)
for (const code of [0x20, 0x0a, 0x0d, 0x09]) classes[code] = 1
for (const character of '{}[],:') classes[character.charCodeAt(0)] = 2
classes[0x22] = 3

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at)
  return code === 0xfeff ? 1 : (classes[code] ?? 0)
}

/**
 * The next bracket, comma, colon, string or bare word at or after `at`; null at the end. By hand: a pattern runs out of
 * stack on long strings.
 */
function nextPiece(text: string, at: number): Piece | null {
  let from = at
  while (from < text.length && classAt(text, from) === 1) from++
  if (from >= text.length) return null
  const first = classAt(text, from)
  if (first === 2) return { from, to: from + 1 }
  if (first === 3) return { from, to: endOfString(text, from) }
  let to = from + 1
  while (to < text.length && classAt(text, to) === 0) to++
  return { from, to }
}

function endOfString(text: string, from: number): number {
  for (let quote = text.indexOf('"', from + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let slashes = 0
    while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++
    if (slashes % 2 === 0) return quote + 1
  }
  return text.length
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
