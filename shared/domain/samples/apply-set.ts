import { AppError } from '../../contract/errors.ts'
import { formatJsonPath, parseJsonPath, valueAtPath, type JsonPath } from '../json-path.ts'

export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue }

/**
 * A copy of a JSON document with values put in by path (`data.email` -> `a@b.c`). A value takes the type of the one it
 * replaces (text stays text, a number becomes a number); where there was none, numbers, true, false, null, objects and
 * lists are read as JSON, anything else as text. Paths that are not there are made; a path through a text or number is
 * refused, and so is a list position that would leave a gap. Throws AppError `input.invalid`.
 */
export function setInJson(document: JsonValue, set: Readonly<Record<string, string>>): JsonValue {
  let result = structuredClone(document)
  for (const [written, text] of Object.entries(set)) {
    const path = readPath(written)
    result = put(result, path, 0, typedAs(valueAtPath(result, path), text, written), written)
  }
  return result
}

function readPath(written: string): JsonPath {
  const parsed = parseJsonPath(written)
  if (!parsed.ok) {
    throw new AppError(
      'input.invalid',
      `“${written}” is not a path: ${parsed.message} Write it like data.items[0].email.`,
    )
  }
  if (parsed.path.length === 0)
    throw new AppError('input.invalid', 'The path is empty. Write it like data.email.')
  return parsed.path
}

function typedAs(before: unknown, text: string, written: string): JsonValue {
  if (typeof before === 'string') return text
  const value = readJson(text)
  if (typeof before === 'object' && before !== null) {
    if (typeof value === 'object' && value !== null) return value
    throw new AppError(
      'input.invalid',
      `${written} is ${Array.isArray(before) ? 'a list' : 'an object'}: give JSON for it, or the path of a value inside it.`,
    )
  }
  return value === undefined ? text : value
}

function readJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return undefined
  }
}

/** Puts `value` at `path` from `depth` on, and returns what stands there then. */
function put(
  target: JsonValue | undefined,
  path: JsonPath,
  depth: number,
  value: JsonValue,
  written: string,
): JsonValue {
  const segment = path[depth]
  if (segment === undefined) return value
  const here = formatJsonPath(path.slice(0, depth))
  const next = target === undefined || target === null ? (typeof segment === 'number' ? [] : {}) : target
  if (typeof next !== 'object') {
    throw new AppError(
      'input.invalid',
      `${written} leads nowhere: ${here} is ${JSON.stringify(next)}, which holds no further values.`,
    )
  }
  if (Array.isArray(next)) {
    if (typeof segment !== 'number') {
      throw new AppError(
        'input.invalid',
        `${written} leads nowhere: ${here || 'the body'} is a list; name a position, e.g. ${here}[0].`,
      )
    }
    if (segment > next.length) {
      throw new AppError(
        'input.invalid',
        `${here || 'The body'} holds ${next.length} items; the next position is ${here}[${next.length}].`,
      )
    }
    next[segment] = put(next[segment], path, depth + 1, value, written)
    return next
  }
  const key = String(segment)
  const inside = Object.hasOwn(next, key) ? next[key] : undefined
  // Not by assignment: a key `__proto__` must become a key like any other.
  Object.defineProperty(next, key, {
    value: put(inside, path, depth + 1, value, written),
    enumerable: true,
    configurable: true,
    writable: true,
  })
  return next
}

/** Form fields with values put in by name; a name that is not there is added at the end. */
export function setInFields(
  fields: readonly (readonly [name: string, value: string])[],
  set: Readonly<Record<string, string>>,
): [name: string, value: string][] {
  const result = fields.map(([name, value]): [string, string] => [
    name,
    Object.hasOwn(set, name) ? (set[name] ?? value) : value,
  ])
  for (const [name, value] of Object.entries(set)) {
    if (!result.some(([known]) => known === name)) result.push([name, value])
  }
  return result
}
