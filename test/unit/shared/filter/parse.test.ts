import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Filter } from '#shared/domain/filter/ast.ts'
import { parseFilter } from '#shared/domain/filter/parse.ts'
import { printFilter } from '#shared/domain/filter/print.ts'

function filterOf(text: string): Filter {
  const parsed = parseFilter(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`)
  return parsed.filter
}

function problemOf(text: string): { message: string; part: string } {
  const parsed = parseFilter(text)
  if (parsed.ok) throw new Error(`${text} was accepted: ${JSON.stringify(parsed.filter)}`)
  return { message: parsed.message, part: text.slice(parsed.from, parsed.to) }
}

describe('reading a filter', () => {
  it('takes nothing for everything', () => {
    expect(filterOf('')).toEqual({ type: 'all' })
    expect(filterOf('  \t ')).toEqual({ type: 'all' })
    expect(filterOf('*')).toEqual({ type: 'all' })
  })

  it.each<[string, Filter]>([
    ['Lead', { type: 'text', match: { mode: 'contains', value: 'lead' } }],
    ['"Lead Form"', { type: 'text', match: { mode: 'contains', value: 'lead form' } }],
    ['le*d', { type: 'text', match: { mode: 'sequence', parts: ['le', 'd'] } }],
    ['*lead*', { type: 'text', match: { mode: 'contains', value: 'lead' } }],
    ['"le*d"', { type: 'text', match: { mode: 'contains', value: 'le*d' } }],
    ['{"event":"lead"}', { type: 'text', match: { mode: 'contains', value: '{"event":"lead"}' } }],
    ['https://acme.com/x', { type: 'text', match: { mode: 'contains', value: 'https://acme.com/x' } }],
    ['12:30', { type: 'text', match: { mode: 'contains', value: '12:30' } }],
    ['call(a,b)', { type: 'text', match: { mode: 'contains', value: 'call(a,b)' } }],
    ['call(a*b)', { type: 'text', match: { mode: 'sequence', parts: ['call(a', 'b)'] } }],
    ['-', { type: 'text', match: { mode: 'contains', value: '-' } }],
    ['or', { type: 'text', match: { mode: 'contains', value: 'or' } }],
    ['ORDER', { type: 'text', match: { mode: 'contains', value: 'order' } }],
    ['method:POST', { type: 'method', match: { mode: 'exact', value: 'post' } }],
    ['METHOD:post', { type: 'method', match: { mode: 'exact', value: 'post' } }],
    ['path:/Stripe', { type: 'path', match: { mode: 'under', value: '/stripe' } }],
    ['path:/stripe/', { type: 'path', match: { mode: 'under', value: '/stripe' } }],
    ['path:/', { type: 'path', match: { mode: 'prefix', value: '/' } }],
    ['path:/stripe*', { type: 'path', match: { mode: 'prefix', value: '/stripe' } }],
    ['path:*/hooks', { type: 'path', match: { mode: 'wildcard', parts: ['', '/hooks'] } }],
    ['path:*/a*', { type: 'path', match: { mode: 'contains', value: '/a' } }],
    ['path:=/a', { type: 'path', match: { mode: 'exact', value: '/a' } }],
    ['path:stripe', { type: 'path', match: { mode: 'contains', value: 'stripe' } }],
    ['header.X-Event:lead', { type: 'header', name: 'x-event', match: { mode: 'contains', value: 'lead' } }],
    ['header.x-event:*', { type: 'header', name: 'x-event', match: { mode: 'any' } }],
    ['header.x-event:=', { type: 'header', name: 'x-event', match: { mode: 'exact', value: '' } }],
    ['query.Page:2', { type: 'query', name: 'page', match: { mode: 'contains', value: '2' } }],
    ['query.items.a:2', { type: 'query', name: 'items.a', match: { mode: 'contains', value: '2' } }],
    [
      'query["odd [name]: x"]:2',
      { type: 'query', name: 'odd [name]: x', match: { mode: 'contains', value: '2' } },
    ],
    ['status:404', { type: 'status', range: { min: 404, max: 404 } }],
    ['status:4xx', { type: 'status', range: { min: 400, max: 499 } }],
    ['status:>=400', { type: 'status', range: { min: 400, max: null } }],
    ['status:>4xx', { type: 'status', range: { min: 500, max: null } }],
    ['status:<400', { type: 'status', range: { min: null, max: 399 } }],
    ['status:4xx..5xx', { type: 'status', range: { min: 400, max: 599 } }],
    ['status:none', { type: 'status', range: 'none' }],
    ['signature:invalid', { type: 'signature', mark: 'invalid' }],
    ['signature:none', { type: 'signature', mark: 'none' }],
    ['provider:Stripe', { type: 'provider', provider: 'stripe' }],
    ['event:payment*', { type: 'event', match: { mode: 'prefix', value: 'payment' } }],
    ['body:"lead.captured"', { type: 'body', match: { mode: 'contains', value: 'lead.captured' } }],
    [
      'json.data.email:*@acme.com',
      { type: 'json', path: ['data', 'email'], match: { mode: 'wildcard', parts: ['', '@acme.com'] } },
    ],
    [
      'json.items[0]["odd key"]:x',
      { type: 'json', path: ['items', 0, 'odd key'], match: { mode: 'contains', value: 'x' } },
    ],
    ['json[1].Id:x', { type: 'json', path: [1, 'Id'], match: { mode: 'contains', value: 'x' } }],
    [
      'json.amount:>100',
      { type: 'json', path: ['amount'], match: { mode: 'compare', operator: '>', value: 100 } },
    ],
    [
      'json.amount:<=-1.5e3',
      { type: 'json', path: ['amount'], match: { mode: 'compare', operator: '<=', value: -1500 } },
    ],
    ['json.amount:10..20', { type: 'json', path: ['amount'], match: { mode: 'between', min: 10, max: 20 } }],
    ['json.amount:100', { type: 'json', path: ['amount'], match: { mode: 'exact', value: '100' } }],
    ['json.amount:"100"', { type: 'json', path: ['amount'], match: { mode: 'contains', value: '100' } }],
    ['json.live:TRUE', { type: 'json', path: ['live'], match: { mode: 'exact', value: 'true' } }],
    ['json.data.email:*', { type: 'json', path: ['data', 'email'], match: { mode: 'any' } }],
    ['size:>10kb', { type: 'size', range: { min: 10_001, max: null } }],
    ['size:10kb', { type: 'size', range: { min: 9_500, max: 10_499 } }],
    ['size:1.5MB', { type: 'size', range: { min: 1_450_000, max: 1_549_999 } }],
    ['size:512', { type: 'size', range: { min: 512, max: 512 } }],
    ['size:1kib..2kib', { type: 'size', range: { min: 1_024, max: 2_048 } }],
    ['after:1h', { type: 'time', side: 'after', moment: { kind: 'ago', ms: 3_600_000 } }],
    ['after:14:30', { type: 'time', side: 'after', moment: { kind: 'day', daysAgo: 0, minute: 870 } }],
    [
      'before:2026-11-01T09:30:00Z',
      { type: 'time', side: 'before', moment: { kind: 'epoch', ms: Date.UTC(2026, 10, 1, 9, 30) } },
    ],
    [
      'before:2026-11-01T09:30:00+02:00',
      { type: 'time', side: 'before', moment: { kind: 'epoch', ms: Date.UTC(2026, 10, 1, 7, 30) } },
    ],
    [
      'before:2026-11-01',
      {
        type: 'time',
        side: 'before',
        moment: { kind: 'local', year: 2026, month: 11, day: 1, hour: 0, minute: 0, second: 0, ms: 0 },
      },
    ],
    ['ip:10.0.', { type: 'ip', match: { mode: 'prefix', value: '10.0.' } }],
    ['is:pinned', { type: 'is', flag: 'pinned' }],
  ])('%s', (text, expected) => {
    expect(filterOf(text)).toEqual(expected)
  })

  it('joins terms side by side, negates, groups and alternates', () => {
    const a = { type: 'text', match: { mode: 'contains', value: 'a' } } as const
    const b = { type: 'text', match: { mode: 'contains', value: 'b' } } as const
    const c = { type: 'text', match: { mode: 'contains', value: 'c' } } as const
    expect(filterOf('a b')).toEqual({ type: 'and', items: [a, b] })
    expect(filterOf('a AND b')).toEqual({ type: 'and', items: [a, b] })
    expect(filterOf('a b OR c')).toEqual({ type: 'or', items: [{ type: 'and', items: [a, b] }, c] })
    expect(filterOf('a (b OR c)')).toEqual({ type: 'and', items: [a, { type: 'or', items: [b, c] }] })
    expect(filterOf('-(a b)')).toEqual({ type: 'not', item: { type: 'and', items: [a, b] } })
    expect(filterOf('--a')).toEqual(a)
    expect(filterOf('NOT a')).toEqual({ type: 'not', item: a })
    expect(filterOf('(a) (b (c))')).toEqual({ type: 'and', items: [a, b, c] })
    expect(filterOf('method:POST,put')).toEqual({
      type: 'or',
      items: [
        { type: 'method', match: { mode: 'exact', value: 'post' } },
        { type: 'method', match: { mode: 'exact', value: 'put' } },
      ],
    })
  })

  it.each([
    ['size:big', 'size: wants a number such as 10kb, >1mb or 0, got “big”.', 'big'],
    [
      'heder.x:1',
      'There is no field “heder”. Did you mean header.x:? To search for the text itself, put it in quotes.',
      'heder',
    ],
    ['zzzzzz:1', 'There is no field “zzzzzz”. To search for the text itself, put it in quotes.', 'zzzzzz'],
    ['header:lead', 'header wants a name after a dot: header.x-event:lead', 'header:'],
    ['method.x:POST', 'method: takes no name; write method:POST', 'method.x:'],
    ['method: POST', 'method: wants a value right after the colon, e.g. method:POST', 'method:'],
    ['status:6x', 'status: wants a status such as 404, 4xx, >=400, 400..499 or none, got “6x”.', '6x'],
    ['signature:invlid', 'signature: does not know “invlid”; did you mean invalid?', 'invlid'],
    [
      'after:soon',
      'after: wants a span such as 30s, 5m, 1h, 2d, or a date such as 2026-11-01 or 2026-11-01T09:30, got “soon”.',
      'soon',
    ],
    [
      'after:2026-02-30',
      'after: wants a span such as 30s, 5m, 1h, 2d, or a date such as 2026-11-01 or 2026-11-01T09:30, got “2026-02-30”.',
      '2026-02-30',
    ],
    ['json.amount:>many', 'json.amount: wants a number after >, got “many”.', '>many'],
    ['header.x:>1', 'header.x: compares text, which has no “>”; only numbers are larger or smaller.', '>1'],
    ['size:20kb..1kb', 'size: wants the smaller number first, got “20kb..1kb”.', '20kb..1kb'],
    ['"open', 'The quote that opens here is not closed.', '"open'],
    ['a (b', 'This parenthesis is not closed.', '('],
    ['a (', 'This parenthesis is not closed.', '('],
    ['a) b', 'This parenthesis closes nothing.', ')'],
    ['()', 'These parentheses are empty.', '()'],
    ['OR a', 'OR stands between two conditions; one is missing before it.', 'OR'],
    ['a OR', 'OR stands between two conditions; one is missing after it.', 'OR'],
    ['a AND', 'AND stands between two conditions; one is missing after it.', 'AND'],
    ['a NOT', 'There is nothing to negate after this.', 'NOT'],
    ['""', 'There is nothing between the quotes.', '""'],
    ['json..a:1', 'A path does not begin with a dot.', '.a:'],
    ['path:/a?b=1', 'path: compares the path without the query; write query.NAME:value for that.', '/a?b=1'],
    ['method:POST,', 'method: has a comma without a value beside it.', 'POST,'],
  ])('tells what is wrong with %s', (text, message, part) => {
    expect(problemOf(text)).toEqual({ message, part })
  })

  it('bounds the number of conditions and the depth', () => {
    expect(parseFilter('a '.repeat(100)).ok).toBe(true)
    expect(problemOf('a '.repeat(101)).message).toBe('A filter holds at most 100 conditions.')
    expect(problemOf('('.repeat(2_000)).message).toBe('Parentheses go at most 40 deep.')
    expect(filterOf('-'.repeat(3_999) + 'a').type).toBe('not')
  })

  it('is linear: hostile input of full length takes no time', () => {
    for (const text of [
      'json' + '.a'.repeat(2_000),
      'json["' + '\\'.repeat(3_990),
      'a'.repeat(4_000),
      '*'.repeat(4_000),
      '"'.repeat(4_000),
    ]) {
      const start = process.cpuUsage().user
      parseFilter(text)
      expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(500)
    }
  })
})

/** Pieces that make interesting filters when thrown together. */
const snippet = fc.oneof(
  fc.constantFrom(
    'method:',
    'path:',
    'header.x:',
    'query.a:',
    'json.a[0].b:',
    'json["q q"]:',
    'status:',
    'size:',
    'after:',
    'before:',
    'is:',
    'body:',
    'ip:',
    'note:',
    'event:',
    'provider:',
    'signature:',
    'POST',
    '/a',
    '*',
    '"',
    '\\',
    '(',
    ')',
    '-',
    ' ',
    ' OR ',
    ' AND ',
    ' NOT ',
    '>',
    '>=',
    '<',
    '=',
    ',',
    '..',
    '4xx',
    '10kb',
    '1h',
    '2026-11-01',
    'pinned',
    'stripe',
    'invalid',
    'İ',
    'ß',
    '10',
    'true',
    'a b',
    '[',
    ']',
    ':',
    '.',
  ),
  fc.string({ maxLength: 5 }),
)
const anyText = fc.oneof(
  fc.string({ maxLength: 200, unit: 'binary' }),
  fc.array(snippet, { maxLength: 14 }).map((parts) => parts.join('')),
)

describe('for any text', () => {
  it('never throws, and tells a place within the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseFilter(text)
        if (parsed.ok) return
        expect(parsed.message.length).toBeGreaterThan(10)
        expect(parsed.from).toBeGreaterThanOrEqual(0)
        expect(parsed.to).toBeGreaterThanOrEqual(parsed.from)
        expect(parsed.to).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 5_000 },
    )
  })

  it('prints what it read so that it reads the same', () => {
    let accepted = 0
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseFilter(text)
        if (!parsed.ok) return
        accepted++
        const printed = printFilter(parsed.filter)
        expect(parseFilter(printed), `${text} -> ${printed}`).toEqual(parsed)
        expect(printFilter(filterOf(printed))).toBe(printed)
      }),
      { numRuns: 5_000 },
    )
    expect(accepted).toBeGreaterThan(500)
  })
})
