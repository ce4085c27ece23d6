import { describe, expect, it } from 'vitest'
import { diffJson } from '#shared/domain/json-diff.ts'
import { buildTree } from '../../../renderer/src/features/compare/body/build-tree.ts'
import { compareBodies } from '../../../renderer/src/features/compare/body/compare-bodies.ts'

const body = (text: string | Uint8Array, contentType: string | null) => ({
  bytes: new Uint8Array(typeof text === 'string' ? new TextEncoder().encode(text) : text),
  contentType,
})

describe('comparing bodies', () => {
  it('takes JSON by meaning, and lays both out alike for the text', () => {
    const found = compareBodies(
      body('{"a":1,"b":2}', 'application/json'),
      body('{ "b":2, "a":3 }', 'application/json'),
    )
    expect(found.kind === 'text' && found.json?.ok === true && found.json.changes).toMatchObject([
      { kind: 'changed' },
    ])
    expect(found).toMatchObject({ shownBefore: '{\n  "a": 1,\n  "b": 2\n}', language: 'body-json' })
  })

  it('leaves both as they are when one cannot be laid out', () => {
    const found = compareBodies(body('{"a":1}', 'application/json'), body('{"a":', 'application/json'))
    expect(found).toMatchObject({ kind: 'text', shownBefore: '{"a":1}', json: { ok: false } })
  })

  it('takes forms field by field', () => {
    const type = 'application/x-www-form-urlencoded'
    const found = compareBodies(body('a=1&b=x%20y', type), body('b=x+y&a=2', type))
    expect(found.kind === 'text' && found.fields?.map(({ name, kind }) => [name, kind])).toEqual([
      ['a', 'changed'],
      ['b', 'same'],
    ])
  })

  it('says of different kinds that they are', () => {
    const found = compareBodies(body('{"a":1}', 'application/json'), body('<a>1</a>', 'application/xml'))
    expect(found.kind === 'text' && found.notes.join()).toContain('json and xml')
  })

  it('says of bytes where they begin to differ', () => {
    const left = Uint8Array.of(0, 1, 2, 3)
    expect(compareBodies(body(left, null), body(Uint8Array.of(0, 1, 9), null))).toMatchObject({
      kind: 'bytes',
      firstDifference: 2,
      sizes: [4, 3],
    })
    expect(compareBodies(body(left, null), body(left.subarray(0, 2), null))).toMatchObject({
      firstDifference: null,
      compared: 2,
    })
  })
})

describe('the tree of differences', () => {
  it('joins steps without differences of their own', () => {
    const found = diffJson(
      '{"data":{"object":{"a":1,"b":{"c":1}}}}',
      '{"data":{"object":{"a":2,"b":{"c":2}}}}',
    )
    if (!found.ok) throw new Error(found.reason)
    const [top] = buildTree(found.changes).children
    expect(top?.segments).toEqual(['data', 'object'])
    expect(top?.children.map((child) => child.segments)).toEqual([['a'], ['b', 'c']])
  })
})
