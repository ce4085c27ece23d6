import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Folding } from '../../../renderer/src/editor/document/folding.ts'
import { JsonDocument } from '../../../renderer/src/editor/document/json-document.ts'
import { JsonIndexer } from '../../../renderer/src/editor/document/json-indexer.ts'
import { prettyJson, prettyJsonText } from '../../../renderer/src/editor/document/json-pretty.ts'
import { JsonRows } from '../../../renderer/src/editor/document/json-rows.ts'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

function index(
  text: string,
  options: { step?: number; many?: boolean } = {},
): { bytes: Uint8Array; rows: JsonRows } {
  const bytes = encoder.encode(text)
  const indexer = new JsonIndexer(options.many ?? false)
  const copy = new JsonRows()
  const step = options.step ?? Math.max(1, bytes.length)
  for (let at = 0; at < bytes.length || at === 0; at += step) {
    const available = Math.min(bytes.length, at + step)
    indexer.feed(bytes, available, available === bytes.length)
    copy.apply(indexer.take())
  }
  return { bytes, rows: copy }
}

function documentOf(text: string, options: { step?: number; many?: boolean } = {}): JsonDocument {
  const { bytes, rows } = index(text, options)
  return new JsonDocument(() => bytes, rows)
}

describe('pretty-printed JSON', () => {
  it('is what JSON.stringify prints, for any value and any cut into pieces', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 1, max: 9 }), fc.boolean(), (value, step, spaced) => {
        const source = JSON.stringify(value, null, spaced ? 3 : 0)
        const { bytes, rows } = index(source, { step })
        expect(rows.problem).toBeNull()
        expect(decoder.decode(prettyJson(bytes, rows))).toBe(JSON.stringify(value, null, 2))
      }),
      { numRuns: 300 },
    )
  })

  it('keeps numbers, escapes, order and duplicate keys as written', () => {
    const source = '{"id":12345678901234567890,"e":1E+02,"s":"\\u00fc\\/","a":1,"a":2}'
    expect(prettyJsonText(source)).toBe(
      '{\n  "id": 12345678901234567890,\n  "e": 1E+02,\n  "s": "\\u00fc\\/",\n  "a": 1,\n  "a": 2\n}',
    )
  })

  it('prints a part of a document without its key', () => {
    const { bytes, rows } = index('{"a":{"b":[1,{}]},"c":2}')
    expect(decoder.decode(prettyJson(bytes, rows, 1, rows.next(1)))).toBe(
      '{\n  "b": [\n    1,\n    {}\n  ]\n}',
    )
  })
})

describe('the JSON indexer', () => {
  it('takes and refuses what JSON.parse takes and refuses', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '-0.5e3',
      '01',
      'true',
      'nul',
      'null',
      ' ',
      '"\\u12"',
      '"\\x"',
      "'",
      '\n',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (parts, step) => {
        const text = parts.join('')
        let valid = true
        try {
          JSON.parse(text)
        } catch {
          valid = false
        }
        expect(index(text, { step }).rows.problem === null).toBe(valid)
      }),
      { numRuns: 2_000 },
    )
  })

  it('says where a text stops being JSON, and keeps the rows before', () => {
    const { rows } = index('{"a": 1, "b": [1, 2,, 3]}')
    expect(rows.problem).toEqual({ offset: 20, message: 'Expected a value, found ",".' })
    expect(rows.count).toBe(5)
    expect(index('{"a": 1').rows.problem?.message).toBe('The text ends while a bracket is still open.')
    expect(index("{'a': 1}").rows.problem?.message).toContain('property name in double quotes')
    expect(index('').rows.problem?.message).toBe('There is no JSON value in it.')
    expect(index('{} x').rows.problem?.message).toContain('"x" follows')
  })

  it('stops at a nesting that is too deep instead of running out of memory', () => {
    expect(index('['.repeat(20_000)).rows.problem?.message).toContain('Nested deeper than 10,000 levels')
  })

  it('takes several values when they may follow one another', () => {
    const document = documentOf('{"a":1}\n{"a":2}\n', { many: true })
    expect(document.rows.problem).toBeNull()
    expect(document.path(4)).toEqual([1, 'a'])
  })

  it('skips a byte order mark', () => {
    expect(index('\ufeff{"a":1}').rows.problem).toBeNull()
  })
})

describe('a JSON document', () => {
  const document = documentOf(
    '{"data":{"items":[{"id":1},{"odd key":"v\\n"}],"empty":{}},"n":9007199254740993}',
    { step: 3 },
  )

  it('knows the path of every line', () => {
    const lines = Array.from({ length: document.rows.count }, (_, row) => JSON.stringify(document.path(row)))
    expect(lines).toEqual([
      '[]',
      '["data"]',
      '["data","items"]',
      '["data","items",0]',
      '["data","items",0,"id"]',
      '["data","items",0]',
      '["data","items",1]',
      '["data","items",1,"odd key"]',
      '["data","items",1]',
      '["data","items"]',
      '["data","empty"]',
      '["data"]',
      '["n"]',
      '[]',
    ])
  })

  it('finds the row of every path', () => {
    for (let row = 0; row < document.rows.count; row++) {
      if (!document.rows.isClose(row)) expect(document.rowAt(document.path(row))).toBe(row)
    }
    expect(document.rowAt(['data', 'none'])).toBeNull()
  })

  it('reads rows as written', () => {
    expect(document.read(12)).toMatchObject({
      key: '"n"',
      text: '9007199254740993',
      comma: false,
      kind: 'number',
    })
    expect(document.read(7)).toMatchObject({ key: '"odd key"', text: '"v\\n"', kind: 'string' })
    expect(document.stringValue(7)).toBe('v\n')
    expect(document.read(10)).toMatchObject({ text: '{}', opens: false, comma: false })
    expect(document.read(9)).toMatchObject({ text: ']', kind: 'close', comma: true })
    expect(document.read(2)).toMatchObject({ text: '[', children: 2, opens: true })
    expect(document.valueText(2)).toBe('[{"id":1},{"odd key":"v\\n"}]')
    expect(document.valueText(9)).toBe('[{"id":1},{"odd key":"v\\n"}]')
  })

  it('cuts long values between characters and says how much is left out', () => {
    const long = documentOf(JSON.stringify({ a: 'ü'.repeat(5_000) }))
    const row = long.read(1, 100)
    expect(row.text).not.toContain('\ufffd')
    expect(row.cut + encoder.encode(row.text).length).toBe(10_002)
  })

  it('agrees with JSON.parse on every path of any document', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const plain = documentOf(JSON.stringify(value))
        for (let row = 0; row < plain.rows.count; row++) {
          let at: unknown = JSON.parse(JSON.stringify(value))
          for (const step of plain.path(row)) at = (at as Record<string | number, unknown>)[step]
          expect(JSON.parse(plain.valueText(row))).toEqual(at)
        }
      }),
      { numRuns: 200 },
    )
  })
})

describe('folding', () => {
  const { rows } = index('{"a":[1,2,3],"b":{"c":{"d":1}},"e":5}')

  it('shows every line while nothing is folded', () => {
    const folding = new Folding(rows, { hideClosers: false, openByDefault: true })
    expect(folding.count).toBe(rows.count)
    folding.setOpen(1, false)
    expect(Array.from({ length: folding.count }, (_, at) => folding.rowAt(at))).toEqual([
      0, 1, 6, 7, 8, 9, 10, 11, 12,
    ])
    expect(folding.positionOf(3)).toBe(1)
    folding.setOpen(1, true)
    expect(folding.count).toBe(rows.count)
  })

  it('leaves out closing brackets in a tree, and opens one level at a time', () => {
    const folding = new Folding(rows, { hideClosers: true, openByDefault: false })
    expect(folding.count).toBe(1)
    folding.setOpen(0, true)
    expect(Array.from({ length: folding.count }, (_, at) => folding.rowAt(at))).toEqual([0, 1, 6, 11])
    folding.setAll(true)
    expect(folding.count).toBe(9)
  })
})

describe('a long array', () => {
  it('finds the position of any item, in any order of asking', () => {
    const items = Array.from({ length: 5_000 }, (_, at) => (at % 3 === 0 ? { at } : at))
    const long = documentOf(JSON.stringify(items), { step: 1_000 })
    for (const row of [8_000, 1, 4_321, 6_000, 2, 4_320, long.rows.count - 2]) {
      const value = JSON.parse(long.valueText(row)) as unknown
      const path = long.path(row)
      const found =
        path.length === 1 ? items[path[0] as number] : (items[path[0] as number] as { at: number }).at
      expect(value).toEqual(found)
    }
  })
})
