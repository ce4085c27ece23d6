import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import { diffHeaders, diffQueries } from '#shared/domain/pair-diff.ts'

describe('comparing headers', () => {
  it('passes over order and the case of names', () => {
    const rows = diffHeaders(
      [
        ['A', '1'],
        ['B', '2'],
      ],
      [
        ['b', '2'],
        ['A', '1'],
      ],
    )
    expect(rows).toEqual([
      { name: 'A', kind: 'same', before: '1', after: '1', note: null },
      { name: 'b', kind: 'same', before: '2', after: '2', note: 'Written “B” first, then “b”.' },
    ])
  })

  it('tells what was added, removed, changed, value by value', () => {
    const short = diffHeaders(
      [
        ['X', '1'],
        ['X', '2'],
        ['X', '3'],
        ['Old', 'o'],
        ['C', 'a'],
      ],
      [
        ['X', '3'],
        ['X', '4'],
        ['C', 'b'],
        ['New', 'n'],
      ],
    ).map(({ name, kind, before, after }) => `${kind} ${name} ${before ?? ''}>${after ?? ''}`)
    expect(short).toEqual([
      'changed X 1>4',
      'removed X 2>',
      'same X 3>3',
      'removed Old o>',
      'changed C a>b',
      'added New >n',
    ])
  })

  it('accounts for every line of either side', () => {
    const headers: fc.Arbitrary<HeaderPairs> = fc.array(
      fc.tuple(fc.constantFrom('A', 'a', 'B', '__proto__'), fc.constantFrom('1', '2', '')),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(headers, headers, (before, after) => {
        const rows = diffHeaders(before, after)
        expect(rows.filter((row) => row.before !== null).length).toBe(before.length)
        expect(rows.filter((row) => row.after !== null).length).toBe(after.length)
        for (const row of rows)
          expect(row.kind === 'same').toBe(row.before !== null && row.before === row.after)
      }),
    )
  })
})

describe('comparing queries', () => {
  it('compares decoded values and tells other spellings', () => {
    expect(diffQueries('/a?x=a+b&y=1', '/b?y=2&x=a%20b&z')).toEqual([
      {
        name: 'x',
        kind: 'same',
        before: 'a b',
        after: 'a b',
        note: 'Written “x=a+b” first, then “x=a%20b”.',
      },
      { name: 'y', kind: 'changed', before: '1', after: '2', note: null },
      { name: 'z', kind: 'added', before: null, after: '', note: null },
    ])
  })
})
