import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffJson, type JsonChange } from '#shared/domain/json-diff.ts'
import { formatJsonPath, valueAtPath, type JsonPath } from '#shared/domain/json-path.ts'
import { canonicalNumber } from '#shared/domain/json-tree.ts'

function changesOf(before: string, after: string): JsonChange[] {
  const diff = diffJson(before, after)
  if (!diff.ok) throw new Error(diff.reason)
  return diff.changes
}

/** Changes in short: `+path`, `-path`, `~path`, `path>path`. */
function told(before: unknown, after: unknown): string[] {
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
  return changesOf(text(before), text(after)).map((change) => {
    switch (change.kind) {
      case 'added':
        return `+${formatJsonPath(change.after.path)}`
      case 'removed':
        return `-${formatJsonPath(change.before.path)}`
      case 'moved':
        return `${formatJsonPath(change.before.path)}>${formatJsonPath(change.after.path)}`
      case 'changed':
        return `~${formatJsonPath(change.after.path)}${change.what === 'value' ? '' : ` ${change.what}`}`
    }
  })
}

describe('comparing JSON by meaning', () => {
  it('passes over key order, blanks and escapes', () => {
    expect(told('{"a":1,"b":{"c":"\\u0041","d":[]}}', '{ "b": {"d": [ ], "c":"A"},\n"a":1 }')).toEqual([])
  })

  it('tells what was added, removed, changed', () => {
    expect(told({ a: 1, b: 2, c: { d: 'x' } }, { a: 1, c: { d: 'y' }, e: null })).toEqual([
      '-b',
      '~c.d',
      '+e',
    ])
    expect(told({ a: 1 }, { a: '1' })).toEqual(['~a type'])
    expect(told({ a: true }, { a: false })).toEqual(['~a'])
    expect(told(1, [1])).toEqual(['~ type'])
  })

  it('compares numbers by value at any size, and tells a change of spelling', () => {
    expect(told('{"a":1}', '{"a":1.0}')).toEqual(['~a spelling'])
    expect(told('[10000000000000000001]', '[10000000000000000002]')).toEqual(['~[0]'])
    expect(told('[1e2]', '[100]')).toEqual(['~[0] spelling'])
    expect(told('[-0]', '[0]')).toEqual(['~[0] spelling'])
  })

  it('matches items by their id, and tells which moved', () => {
    const item = (id: number, value = 'v') => ({ id, value })
    expect(told([item(1), item(2), item(3)], [item(1), item(3), item(2)])).toEqual(['[2]>[1]'])
    expect(told([item(1), item(2)], [item(2, 'new'), item(1)])).toEqual(['[1]>[0]', '~[0].value'])
    expect(told([item(1), item(2), item(3)], [item(1), item(3)])).toEqual(['-[1]'])
    expect(told([item(1)], [item(0), item(1)])).toEqual(['+[0]'])
  })

  it('matches items without an id by likeness', () => {
    expect(told([1, 2, 3, 4], [1, 3, 4])).toEqual(['-[1]'])
    expect(told([1, 2, 3], [1, 9, 3])).toEqual(['~[1]'])
    expect(told([1, 2, 3], [0, 1, 2, 3])).toEqual(['+[0]'])
    expect(
      told(['first text', 'second text', 'third text'], ['third text', 'first text', 'second text']),
    ).toEqual(['[2]>[0]'])
    expect(
      told(
        [
          { a: 1, b: 1 },
          { a: 2, b: 2 },
        ],
        [{ x: 9 }, { a: 1, b: 1 }, { a: 2, b: 3 }],
      ),
    ).toEqual(['+[0]', '~[2].b'])
    expect(told([[1, 2], [3]], [[1, 2, 5], [3]])).toEqual(['+[0][2]'])
  })

  it('tells a value that went in one place and came in another as moved', () => {
    expect(
      told({ data: { object: { id: 'pi_1', amount: 5 } } }, { payload: { id: 'pi_1', amount: 5 }, data: {} }),
    ).toEqual(['data.object>payload'])
    expect(told({ a: 1 }, { b: 1 })).toEqual(['-a', '+b'])
    expect(told({ a: 'same text', b: 'same text' }, { c: 'same text' })).toEqual(['-a', '-b', '+c'])
  })

  it('tells repeated keys', () => {
    const diff = diffJson('{"a":{"x":1,"x":2}}', '{"a":{"x":2}}')
    expect(diff).toEqual({
      ok: true,
      changes: [],
      notes: ['The first body repeats the key a.x: the last one counts.'],
    })
  })

  it.each([
    ['{"a":}', 'A value is expected here.'],
    ['{"a":1', 'The document ends too early.'],
    ['[1 2]', 'A comma or ] is expected here.'],
    ['{"a":1} x', 'There is more text after the value.'],
    ['{a:1}', 'A key in quotes is expected here.'],
    ['"a\nb"', 'A line break or control character stands in a text.'],
    ['"\\x"', 'This text holds an escape that does not exist.'],
    ['', 'The document ends too early.'],
    ['['.repeat(1_000), 'The document is nested too deeply.'],
  ])('leaves %j to a comparison of the text', (text, reason) => {
    expect(diffJson('{}', text)).toEqual({
      ok: false,
      reason: `The second body can't be compared as JSON: ${reason}`,
    })
  })

  it('is bounded', () => {
    expect(diffJson('{}', `"${'x'.repeat(4_000_000)}"`).ok).toBe(false)
    expect(diffJson('{}', `[${'1,'.repeat(200_000)}1]`).ok).toBe(false)
    const long = (offset: number) =>
      JSON.stringify(Array.from({ length: 60_000 }, (_, at) => (at * 7 + offset) % 60_000))
    const start = process.cpuUsage().user
    const diff = diffJson(long(0), long(3))
    expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(6_000)
    if (!diff.ok) throw new Error(diff.reason)
    expect(diff.notes.some((note) => note.includes('position by position'))).toBe(true)
    expect(diff.changes.length).toBeLessThanOrEqual(60_000)
  })

  it('takes a megabyte in about a second', () => {
    const document = (changed: number) =>
      JSON.stringify(
        Array.from({ length: 8_000 }, (_, id) => ({
          id,
          name: `name ${id}`,
          tags: ['a', 'b'],
          nested: { value: id === changed ? 'x' : 'y', text: 'z'.repeat(60) },
        })),
      )
    const before = document(-1)
    expect(before.length).toBeGreaterThan(1_000_000)
    const start = process.cpuUsage().user
    expect(told(before, document(4_000))).toEqual(['~[4000].nested.value'])
    expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(3_000)
  })
})

describe('for any two documents', () => {
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<unknown>(null, true, 0, 1, -1.5, 'a', 'some longer text', ''),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('id', 'a', 'b', 'name', '__proto__'), tie('value'), {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    ),
  })).value

  /** Scalars and empty containers with their keys, outside the given places. */
  function leaves(value: unknown, path: JsonPath, covered: Set<string>): string[] {
    if (covered.has(formatJsonPath(path))) return []
    if (typeof value !== 'object' || value === null) return [JSON.stringify(value)]
    const entries: [string | number, unknown][] = Array.isArray(value)
      ? [...(value as unknown[]).entries()]
      : Object.entries(value)
    return entries.flatMap(([key, inside]) => leaves(inside, [...path, key], covered))
  }

  it('tells every difference, at places that hold it', () => {
    fc.assert(
      fc.property(json, json, (left, right) => {
        const before = JSON.stringify(left)
        const after = JSON.stringify(right, null, 1)
        const changes = changesOf(before, after)
        const gone = new Set<string>()
        const come = new Set<string>()
        const sides = (change: JsonChange) => [
          ...('before' in change ? [{ side: change.before, text: before, places: gone }] : []),
          ...('after' in change ? [{ side: change.after, text: after, places: come }] : []),
        ]
        for (const change of changes) {
          for (const { side, text, places } of sides(change)) {
            expect(JSON.parse(text.slice(side.from, side.to))).toEqual(
              valueAtPath(JSON.parse(text), side.path),
            )
            places.add(formatJsonPath(side.path))
          }
        }
        // What no change tells of is the same on both sides.
        expect(leaves(JSON.parse(after), [], come).sort()).toEqual(
          leaves(JSON.parse(before), [], gone).sort(),
        )
        if (changes.length === 0) expect(JSON.parse(after)).toEqual(JSON.parse(before))
      }),
      { numRuns: 4_000 },
    )
  })

  it('tells nothing of a document and itself, keys turned round', () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, inside]) => [key, turned(inside)]),
      )
    }
    fc.assert(
      fc.property(json, (value) => {
        expect(changesOf(JSON.stringify(value), JSON.stringify(turned(value)))).toEqual([])
      }),
      { numRuns: 2_000 },
    )
  })

  it('never throws on any text', () => {
    const text = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', 'true', 'nul', '\\', '-', 'e5', ' '), {
          maxLength: 12,
        })
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, text, (left, right) => {
        const diff = diffJson(left, right)
        let valid = true
        try {
          JSON.parse(left)
          JSON.parse(right)
        } catch {
          valid = false
        }
        expect(diff.ok).toBe(valid)
      }),
      { numRuns: 5_000 },
    )
  })
})

describe('numbers as text', () => {
  it('are equal exactly when their values are', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(canonicalNumber(value.toExponential())).toBe(canonicalNumber(JSON.stringify(value)))
      }),
    )
    expect(canonicalNumber('0.10')).toBe(canonicalNumber('1e-1'))
    expect(canonicalNumber('0')).toBe(canonicalNumber('-0.0e5'))
    expect(canonicalNumber('1e400')).not.toBe(canonicalNumber('1e401'))
  })
})
