import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonPlaceAt } from '#shared/domain/json-offset.ts'
import { formatJsonPath, parseJsonPath, valueAtPath, type JsonPath } from '#shared/domain/json-path.ts'

const segment = fc.oneof(
  fc.nat(20),
  fc.string({ maxLength: 6, unit: 'grapheme' }),
  fc.constantFrom('a', 'b.c', '0', '"', '\\', ']', ' ', '__proto__'),
)

describe('paths', () => {
  it('are written so that they read the same', () => {
    expect(formatJsonPath(['data', 'items', 0, 'odd key', '7'])).toBe('data.items[0]["odd key"]["7"]')
    fc.assert(
      fc.property(fc.array(segment, { maxLength: 5 }), (path) => {
        expect(parseJsonPath(formatJsonPath(path))).toEqual({ ok: true, path })
      }),
      { numRuns: 3_000 },
    )
  })

  it.each(['.a', 'a.', 'a..b', 'a[', 'a[x]', 'a["x]', 'a[0]b', 'a.[0]'])('%s makes no sense', (text) => {
    const parsed = parseJsonPath(text)
    expect(parsed.ok).toBe(false)
    if (!parsed.ok) expect(parsed.at).toBeLessThanOrEqual(text.length)
  })

  it('find what the document itself holds', () => {
    const document: unknown = JSON.parse('{"a":[{"b":null}],"__proto__":1,"":{"x":2}}')
    expect(valueAtPath(document, ['a', 0, 'b'])).toBeNull()
    expect(valueAtPath(document, ['a', 1])).toBeUndefined()
    expect(valueAtPath(document, ['a', 'length'])).toBeUndefined()
    expect(valueAtPath(document, ['__proto__'])).toBe(1)
    expect(valueAtPath(document, ['constructor'])).toBeUndefined()
    expect(valueAtPath(document, ['', 'x'])).toBe(2)
    expect(valueAtPath(document, [])).toBe(document)
  })
})

/** The place of the cursor, which stands where `|` is. */
function at(marked: string): [string, string] | null {
  const text = marked.replace('|', '')
  const place = jsonPlaceAt(text, marked.indexOf('|'))
  return place && [formatJsonPath(place.path), text.slice(place.from, place.to)]
}

describe('the value at an offset', () => {
  it.each<[string, [string, string] | null]>([
    ['{"a": {"b": [1, 2|2, 3]}}', ['a.b[1]', '22']],
    ['{"a": {"b": [1, 22|, 3]}}', ['a.b[1]', '22']],
    ['{"a|": {"b": 1}}', ['a', '{"b": 1}']],
    ['{"a": "x|y"}', ['a', '"xy"']],
    ['{"a": "x\\"|y", "b": 1}', ['a', '"x\\"y"']],
    ['{"a": 1,| "b": 2}', ['', '{"a": 1, "b": 2}']],
    ['{"a": [1, 2]|}', ['a', '[1, 2]']],
    ['[|]', ['', '[]']],
    ['|{"a":1}', ['', '{"a":1}']],
    ['{"a":1}  |', null],
    ['  4|2 ', ['', '42']],
    ['{"a": [1, {"b": tr|ue', ['a[1].b', 'true']],
    ['{"a": [1, |', ['a', '[1, ']],
    ['|', null],
  ])('%s', (marked, expected) => {
    expect(at(marked)).toEqual(expected)
  })

  it('is the value that the path leads to, at any offset of any document', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 4 }),
        fc.nat(),
        fc.constantFrom(0, 2),
        (document, position, indent) => {
          const text = JSON.stringify(document, null, indent)
          const place = jsonPlaceAt(text, position % (text.length + 1))
          if (!place) throw new Error('no place')
          const path: JsonPath = place.path
          // Empty or repeated keys are fine; positions and keys must lead to the very text.
          expect(JSON.parse(text.slice(place.from, place.to))).toEqual(valueAtPath(JSON.parse(text), path))
        },
      ),
      { numRuns: 3_000 },
    )
  })

  it('takes any text, and megabytes of it', () => {
    fc.assert(fc.property(fc.string(), fc.nat(50), (text, offset) => void jsonPlaceAt(text, offset)))
    const text = `{"a":"${'x'.repeat(10_000_000)}","b":[${'1,'.repeat(500_000)}0]}`
    expect(formatJsonPath(jsonPlaceAt(text, text.length - 3)!.path)).toBe('b[500000]')
  })
})
