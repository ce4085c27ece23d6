import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  compileTemplate,
  fillTemplate,
  longestFilledTemplate,
  type TemplateKind,
  type TemplateRequest,
} from '#shared/domain/answer-template.ts'

const body =
  '{"name":"Ann \\"A\\" Lee","n":12345678901234567890,"f":1.50,"nil":null,"list":[{"id":7},[true]],"a.b":"dot","":{"x":1},"ö":"ü"}'

function request(patch: Partial<TemplateRequest> = {}): TemplateRequest {
  return {
    method: 'POST',
    path: '/tok/a%20b',
    query: 'name=J%C3%B6rg+B&empty=&name=second&bad=%zz',
    headers: [
      ['X-Id', 'first'],
      ['x-id', 'second'],
      ['X-Utf', 'gr\xc3\xbc\xc3\x9f'],
      ['X-Latin', 'gr\xfc\xdf'],
    ],
    bodyText: () => body,
    ...patch,
  }
}

function fill(text: string, kind: TemplateKind = 'text', patch: Partial<TemplateRequest> = {}): string {
  return fillTemplate(compileTemplate(text, kind), request(patch))
}

describe('placeholders in text', () => {
  it.each([
    ['{{method}} {{path}}', 'POST /tok/a%20b'],
    ['{{ method }}', 'POST'],
    ['{{query.name}}|{{query.empty}}|{{query.none}}|{{query.bad}}', 'Jörg B|||%zz'],
    ['{{header.x-ID}}|{{header.none}}', 'first|'],
    ['{{header.x-utf}}|{{header.x-latin}}', 'grüß|grüß'],
    ['{{json.name}}', 'Ann "A" Lee'],
    ['{{json.n}} {{json.f}} {{json.nil}}', '12345678901234567890 1.5 null'],
    ['{{json.list[0].id}} {{json.list.0.id}} {{json.list[1]}} {{json.list.length}}', '7 7 [true] '],
    ['{{json["a.b"]}} {{json.ö}}', 'dot ü'],
    ['{{json.none.deeper}}{{json.name.length}}{{json.__proto__}}{{json.constructor}}', ''],
    ['{{unknown}}{{}}{{json_}}{{queryname}}', ''],
    ['{method} {{method} {{{method}}}', '{method} {{method} {POST}'],
    ['no placeholder', 'no placeholder'],
    ['', ''],
  ])('%s', (template, text) => {
    expect(fill(template)).toBe(text)
  })

  it('gives the whole body as it is, and the whole value as JSON with its digits', () => {
    expect(fill('{{body}}')).toBe(body)
    expect(fill('{{json}}')).toContain('"n":12345678901234567890,')
  })

  it('has no JSON values where the body is not JSON', () => {
    expect(fill('[{{json.name}}]', 'text', { bodyText: () => 'not json' })).toBe('[]')
    expect(fill('[{{json.name}}]', 'text', { bodyText: () => '' })).toBe('[]')
  })

  it('asks for the body only when it is needed, and once', () => {
    let asked = 0
    const bodyText = (): string => {
      asked++
      return body
    }
    fill('{{method}}{{query.name}}', 'text', { bodyText })
    expect(asked).toBe(0)
    fill('{{body}}{{json.n}}{{json.f}}', 'text', { bodyText })
    expect(asked).toBe(1)
    expect(compileTemplate('{{method}}', 'text').needsBody).toBe(false)
    expect(compileTemplate('{{json.a}}', 'text').needsBody).toBe(true)
    expect(compileTemplate('{}', 'json').varies).toBe(false)
  })

  it('refuses to grow without bounds', () => {
    const large = 'x'.repeat(1_000_000)
    const template = '{{body}}'.repeat(20)
    expect(() => fill(template, 'text', { bodyText: () => large })).toThrow(RangeError)
    expect(fill('{{body}}', 'text', { bodyText: () => large }).length).toBeLessThan(longestFilledTemplate)
  })
})

describe('placeholders in JSON', () => {
  it('escapes inside of strings and writes values outside of them', () => {
    const text = fill(
      '{"a":"<{{json.name}}>","b":{{json.name}},"c":{{json.n}},"d":{{json.none}},"e":{{json.list}},"f\\"{{method}}":"{{none}}"}',
      'json',
    )
    expect(text).toBe(
      '{"a":"<Ann \\"A\\" Lee>","b":"Ann \\"A\\" Lee","c":12345678901234567890,"d":null,"e":[{"id":7},[true]],"f\\"POST":""}',
    )
  })

  it('is always JSON, whatever the sender sends', () => {
    const template = compileTemplate(
      '{"q":"{{query.x}}","h":{{header.x}},"j":"{{json.v}}","k":{{json.v}},"b":"{{body}}"}',
      'json',
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.json(), (text, json) => {
        const latin1 = Buffer.from(text, 'utf8').toString('latin1')
        const filled = fillTemplate(template, {
          method: 'GET',
          path: '/',
          query: `x=${encodeURIComponent(text.toWellFormed())}`,
          headers: [['X', latin1]],
          bodyText: () => `{"v":${json}}`,
        })
        const value = JSON.parse(filled) as { q: string; k: unknown }
        expect(value.q).toBe(text.toWellFormed())
        expect(JSON.stringify(value.k)).toBe(JSON.stringify(JSON.parse(json)))
      }),
    )
  })
})

describe('placeholders in a header', () => {
  it('never ends the line, and sends UTF-8 bytes', () => {
    expect(fill('{{json.v}}', 'header', { bodyText: () => '{"v":"a\\r\\nSet-Cookie: b\\u0000ü€ "}' })).toBe(
      'a Set-Cookie: b \xc3\xbc\xe2\x82\xac',
    )
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(fill('{{body}}', 'header', { bodyText: () => text })).toMatch(/^[\x20-\x7e\x80-\xff]*$/)
      }),
    )
  })
})
