/** A place in a JSON document: object keys as text, array positions as numbers. The empty path is the document itself. */
export type JsonPath = readonly (string | number)[]

export type ParsedJsonPath =
  | { ok: true; path: JsonPath }
  /** `at` is the offset in the text at which it stops making sense. */
  | { ok: false; message: string; at: number }

const plainKey = /^[^\s.[\]":()]+$/
const digits = /^\d{1,9}$/

/**
 * Reads a path such as `data.items[0].email`, `[2].id` or `data["odd key"]`.
 * A bare number between dots (`items.0.id`) is a position, as many tools write it; quote it to mean a key.
 * The empty text is the document itself.
 */
export function parseJsonPath(text: string): ParsedJsonPath {
  const path: (string | number)[] = []
  let at = 0
  while (at < text.length) {
    if (text[at] === '[') {
      const step = readBracket(text, at)
      if (!step.ok) return step
      path.push(step.segment)
      at = step.end
      continue
    }
    if (text[at] === '.') {
      if (at === 0) return { ok: false, message: 'A path does not begin with a dot.', at }
      at++
      if (text[at] === '[') return { ok: false, message: 'Leave out the dot before a bracket.', at }
    } else if (at > 0) {
      return { ok: false, message: 'A bracket is followed by a dot or another bracket.', at }
    }
    const end = endOfKey(text, at)
    const key = text.slice(at, end)
    if (key === '') return { ok: false, message: 'A key is missing here, e.g. data.email.', at }
    path.push(digits.test(key) ? Number(key) : key)
    at = end
  }
  return { ok: true, path }
}

function endOfKey(text: string, from: number): number {
  let end = from
  while (end < text.length && text[end] !== '.' && text[end] !== '[') end++
  return end
}

type Bracket =
  { ok: true; segment: string | number; end: number } | { ok: false; message: string; at: number }

function readBracket(text: string, from: number): Bracket {
  if (text[from + 1] !== '"') {
    const close = text.indexOf(']', from)
    const inside = close < 0 ? '' : text.slice(from + 1, close)
    if (!digits.test(inside)) {
      return { ok: false, message: 'Brackets hold a position such as [0], or a key in quotes.', at: from }
    }
    return { ok: true, segment: Number(inside), end: close + 1 }
  }
  let key = ''
  for (let at = from + 2; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '"') {
      if (text[at + 1] !== ']') return { ok: false, message: 'The bracket is not closed.', at: from }
      return { ok: true, segment: key, end: at + 2 }
    }
    if (character === '\\' && (text[at + 1] === '"' || text[at + 1] === '\\')) at++
    key += text.charAt(at)
  }
  return { ok: false, message: 'The quoted key is not closed.', at: from }
}

/** Writes a path the way `parseJsonPath` reads it: `data.items[0]["odd key"]`. */
export function formatJsonPath(path: JsonPath): string {
  let text = ''
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`
    else if (!plainKey.test(segment) || digits.test(segment)) {
      text += `["${segment.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"]`
    } else text += text === '' ? segment : `.${segment}`
  }
  return text
}

/**
 * The value at a path, or undefined when there is none. Looks at own properties only, so that
 * `constructor` or `__proto__` find nothing that the document does not hold.
 */
export function valueAtPath(document: unknown, path: JsonPath): unknown {
  let value = document
  for (const segment of path) {
    if (typeof value !== 'object' || value === null) return undefined
    if (Array.isArray(value)) {
      if (typeof segment !== 'number') return undefined
      value = (value as unknown[])[segment]
    } else {
      const key = String(segment)
      if (!Object.hasOwn(value, key)) return undefined
      value = (value as Record<string, unknown>)[key]
    }
  }
  return value
}
