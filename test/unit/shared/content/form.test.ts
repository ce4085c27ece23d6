import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latin1Bytes } from '#shared/domain/bytes.ts'
import { parseForm, parseQuery } from '#shared/domain/form.ts'

const pairs = (text: string) => parseForm(text).fields.map(({ name, value }) => [name, value])

describe('reading a form', () => {
  it('keeps order, duplicates, names without a value, and the text as sent', () => {
    expect(parseForm('b=1&a=x+y%21&b=2&&c&d=').fields).toEqual([
      { name: 'b', value: '1', rawName: 'b', rawValue: '1', hasValue: true, from: 0, to: 3, problem: null },
      {
        name: 'a',
        value: 'x y!',
        rawName: 'a',
        rawValue: 'x+y%21',
        hasValue: true,
        from: 4,
        to: 12,
        problem: null,
      },
      { name: 'b', value: '2', rawName: 'b', rawValue: '2', hasValue: true, from: 13, to: 16, problem: null },
      { name: 'c', value: '', rawName: 'c', rawValue: '', hasValue: false, from: 18, to: 19, problem: null },
      { name: 'd', value: '', rawName: 'd', rawValue: '', hasValue: true, from: 20, to: 22, problem: null },
    ])
    expect(parseForm('').fields).toEqual([])
    expect(pairs('a=b=c')).toEqual([['a', 'b=c']])
  })

  it('reads escapes in another charset, and raw bytes', () => {
    expect(parseForm('a=%fc', 'windows-1252').fields[0]).toMatchObject({ value: 'ü', problem: null })
    expect(parseForm(latin1Bytes('a=\xc3\xbc')).fields[0]).toMatchObject({ value: 'ü' })
  })

  it('names what can’t be decoded', () => {
    expect(parseForm('a=%zz1').fields[0]).toMatchObject({
      value: '%zz1',
      problem: '“%zz” is not a percent escape.',
    })
    expect(parseForm('a=%fc').fields[0]).toMatchObject({
      value: '\ufffd',
      problem: 'The escapes are not UTF-8.',
    })
  })

  it('counts what is beyond the limit', () => {
    const form = parseForm('a&'.repeat(10_005))
    expect(form.fields.length).toBe(10_000)
    expect(form.omitted).toBe(5)
  })

  it('agrees with URLSearchParams on any text', () => {
    const text = fc.array(
      fc.oneof(
        fc.constantFrom('&', '=', '+', '%', '%41', '%c3%bc', '%ff', 'a', 'ü', '?', '#'),
        fc.string({ maxLength: 3 }),
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(text, (parts) => {
        const bytes = new TextEncoder().encode(parts.join(''))
        const form = parseForm(bytes)
        const expected = [
          ...new URLSearchParams(
            `&${new TextDecoder('latin1').decode(bytes)}`
              .slice(1)
              .replace(/[\x80-\xff]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
              .replace(/^\?/, '%3F'),
          ),
        ]
        // windows-1252 is what TextDecoder makes of latin1: leave out texts where the two differ.
        if (bytes.some((byte) => byte >= 0x80 && byte < 0xa0)) return
        expect(form.fields.map(({ name, value }) => [name, value])).toEqual(expected)
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('reading a query', () => {
  it('gives offsets in the target', () => {
    const target = '/a?x=1&y=%20#z'
    const { fields } = parseQuery(target)
    expect(fields.map(({ from, to }) => target.slice(from, to))).toEqual(['x=1', 'y=%20'])
    expect(parseQuery('/a').fields).toEqual([])
  })
})
