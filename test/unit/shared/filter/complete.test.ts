import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { completeFilter, type KnownValues } from '#shared/domain/filter/complete.ts'
import { parseFilter } from '#shared/domain/filter/parse.ts'

const known: KnownValues = {
  methods: ['PURGE'],
  headerNames: ['X-Event', 'Content-Type'],
  headerValues: { 'x-event': ['lead', 'lead form'] },
  queryNames: ['odd name'],
  jsonPaths: ['data.email', 'data.name', '[0].id'],
  events: ['lead.submit'],
  paths: ['/stripe/hook'],
  statuses: [418],
}

/** Completes where `|` stands, and returns labels. */
function labels(marked: string): string[] {
  const at = marked.indexOf('|')
  return completeFilter(marked.replace('|', ''), at, known).items.map((item) => item.label)
}

/** Takes the first suggestion and returns the text. */
function taken(marked: string, label?: string): string {
  const at = marked.indexOf('|')
  const text = marked.replace('|', '')
  const { from, to, items } = completeFilter(text, at, known)
  const item = label === undefined ? items[0] : items.find((one) => one.label === label)
  return text.slice(0, from) + (item?.insert ?? '∅') + text.slice(to)
}

describe('completing a filter', () => {
  it('offers every field where a condition begins', () => {
    for (const text of ['|', 'a |', '(|', '-|', 'method:POST OR |']) {
      expect(labels(text), text).toEqual(expect.arrayContaining(['method:', 'header.…:', 'is:']))
    }
  })

  it('offers the fields that fit what was typed, then conditions it may be the value of', () => {
    expect(labels('me|')[0]).toBe('method:')
    expect(taken('a me|')).toBe('a method:')
    expect(taken('stri|', 'provider:stripe')).toBe('provider:stripe')
    expect(taken('-pinn|')).toBe('-is:pinned')
    expect(labels('O|')).toContain('OR')
    expect(labels('OR|')).toContain('OR')
  })

  it('offers names after a dot', () => {
    expect(labels('header.|')).toEqual(['X-Event', 'Content-Type'])
    expect(taken('header.ev|')).toBe('header.x-event:')
    expect(taken('query.|')).toBe('query["odd name"]:')
    expect(taken('json.data.na|')).toBe('json.data.name:')
    expect(taken('json.|', '[0].id')).toBe('json[0].id:')
  })

  it('offers values after the colon, and replaces the whole value', () => {
    expect(taken('method:|')).toBe('method:PURGE')
    expect(taken('method:PO|XX path:/a')).toBe('method:POST path:/a')
    expect(taken('method:GET,PO|')).toBe('method:GET,POST')
    expect(taken('header.x-event:le|', 'lead form')).toBe('header.x-event:"lead form"')
    expect(taken('header.x-event:"lead f|"')).toBe('header.x-event:"lead form"')
    expect(taken('header.x-event:"lead f|')).toBe('header.x-event:"lead form"')
    expect(taken('path:|')).toBe('path:/stripe/hook')
    expect(labels('status:|')).toEqual(['418', '2xx', '4xx', '5xx', 'none'])
    expect(taken('is:inc|')).toBe('is:incomplete')
    expect(labels('nofield:|')).toEqual([])
  })

  it('never throws, stays within the text, and what it finishes can be read', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc
        .array(
          fc.constantFrom(
            'method:',
            'header.x-event:',
            'json.',
            'query.',
            '"',
            ' ',
            '(',
            ')',
            'le',
            '-',
            'OR',
            ',',
            '>',
            'is:',
            'status:',
            'x',
          ),
          { maxLength: 8 },
        )
        .map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, fc.nat(40), (value, cursor) => {
        const { from, to, items } = completeFilter(value, cursor, known)
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeGreaterThanOrEqual(from)
        expect(to).toBeLessThanOrEqual(value.length)
        for (const item of items) {
          if (item.final && item.kind === 'value' && from === 0)
            expect(parseFilter(item.insert).ok, item.insert).toBe(true)
        }
      }),
      { numRuns: 3_000 },
    )
  })
})
