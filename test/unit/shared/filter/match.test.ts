import { describe, expect, it } from 'vitest'
import { matchesFilter, type FilterSubject } from '#shared/domain/filter/match.ts'
import { parseMoment, printMoment, resolveMoment } from '#shared/domain/filter/moment.ts'
import { parseFilter } from '#shared/domain/filter/parse.ts'

const now = new Date(2026, 10, 23, 15, 0, 0).getTime()

const subject: FilterSubject = {
  method: 'POST',
  target: '/tok3n/Stripe/Hook?page=12&q=a%20b',
  headers: [
    ['X-Event', 'Lead.Captured'],
    ['X-Event', 'second'],
    ['X-Empty', ''],
  ],
  bodyText:
    '{"data":{"email":"sarah@acme.com","amount":150,"tags":["vip","new"],"live":true,"none":null,"code":"007","city":"M\\u00e1laga","url":"https:\\/\\/x.y"},"items":[{"id":"a1"}]}',
  bodySize: 10_200,
  status: 404,
  origin: 'refused',
  signature: null,
  provider: 'stripe',
  event: 'payment_intent.succeeded',
  summary: 'Sarah · 20.00 usd',
  note: 'Ask Kim',
  remoteAddress: '10.0.0.7',
  receivedAt: now - 30 * 60_000,
  pinned: true,
  complete: true,
  malformed: false,
}

function fits(text: string): boolean {
  const parsed = parseFilter(text)
  if (!parsed.ok) throw new Error(`${text}: ${parsed.message}`)
  return matchesFilter(parsed.filter, subject, now)
}

describe('what a filter means', () => {
  it.each([
    '',
    'stripe',
    'LEAD.captured',
    'x-event',
    '"Ask Kim"',
    '20.00*usd',
    'method:post',
    'method:GET,POST',
    'method:P*',
    'path:/stripe',
    'path:/stripe/hook',
    'path:/tok3n',
    'path:/str*',
    'path:*/hook',
    'path:=/stripe/hook',
    'path:ripe',
    'header.x-event:lead',
    'header.x-event:second',
    'header.x-event:=second',
    'header.x-empty:*',
    'header.x-empty:=',
    'query.page:1',
    'query.q:"a b"',
    'status:404',
    'status:4xx',
    'status:>=400',
    'status:200,404',
    'signature:none',
    'provider:stripe',
    'event:payment*',
    'body:"sarah@acme"',
    'body:sarah*vip',
    'málaga',
    'body:MÁLAGA',
    'body:"https://x.y"',
    'json.data.city:málaga',
    'json.data.email:*@acme.com',
    'json.data.email:*',
    'json.data.amount:>100',
    'json.data.amount:150',
    'json.data.amount:100..200',
    'json.data.tags:vip',
    'json.data.live:true',
    'json.data.none:null',
    'json.data.none:*',
    'json.data.code:007',
    'json.data.code:>=7',
    'json.items[0].id:a1',
    'json.items.0.id:a1',
    'size:10kb',
    'size:>10kb',
    'after:1h',
    'after:today',
    'after:14:00',
    'before:15:00',
    'before:10m',
    'after:2026-11-23',
    'ip:10.0.',
    'note:kim',
    'is:pinned',
    'is:noted',
    'is:refused',
    'method:GET OR stripe',
    '(method:GET OR method:POST) -is:malformed',
  ])('fits: %s', (text) => {
    expect(fits(text)).toBe(true)
    if (text !== '') expect(fits(`-(${text})`)).toBe(false)
  })

  it.each([
    'mailgun',
    'method:POS',
    'path:/stri',
    'path:/hook',
    'path:=/stripe',
    'path:*/hoo',
    'path:page',
    'header.x-event:=lead',
    'header.x-other:*',
    'query.page:3',
    'query.stripe:*',
    'status:2xx',
    'status:none',
    'signature:valid',
    'body:vip*sarah',
    'body:captured',
    'json.data.email:*@acme.org',
    'json.data.Email:*',
    'json.data.amount:>150',
    'json.data.amount:15',
    'json.data.live:tru*x',
    'json.data.constructor:*',
    'json.items[1].id:*',
    'size:>1mb',
    'size:10200..10201 size:<10200',
    'after:10m',
    'before:1h',
    'after:2026-11-24',
    'is:malformed',
    'is:incomplete',
    '-stripe',
    'stripe method:GET',
  ])('does not fit: %s', (text) => {
    expect(fits(text)).toBe(false)
  })
})

describe('moments', () => {
  it('are of the local zone unless they name one', () => {
    expect(resolveMoment(parseMoment('2026-11-01')!, now)).toBe(new Date(2026, 10, 1).getTime())
    expect(resolveMoment(parseMoment('2026-11-01t09:30')!, now)).toBe(new Date(2026, 10, 1, 9, 30).getTime())
    expect(resolveMoment(parseMoment('2026-11-01t09:30:01.25-03:30')!, now)).toBe(
      Date.UTC(2026, 10, 1, 13, 0, 1, 250),
    )
    expect(resolveMoment(parseMoment('yesterday')!, now)).toBe(new Date(2026, 10, 22).getTime())
    expect(resolveMoment(parseMoment('1.5h')!, now)).toBe(now - 5_400_000)
  })

  it.each([
    '2026-13-01',
    '2026-02-29',
    '2026-11-01t24:00',
    '25:00',
    '12:60',
    '1y',
    '-1h',
    '1e3s',
    '999999999999999w',
    '2026-11-01+15:00',
    'now',
  ])('refuses %s', (text) => {
    expect(parseMoment(text)).toBeNull()
  })

  it.each([
    '90s',
    '1500ms',
    '2d',
    '14:05',
    'today',
    'yesterday',
    '2026-11-01',
    '2026-11-01t09:30',
    '2026-11-01t09:30:05.007',
    '2026-11-01t09:30:05z',
  ])('prints %s so that it reads the same', (text) => {
    const moment = parseMoment(text)!
    expect(parseMoment(printMoment(moment).toLowerCase())).toEqual(moment)
  })
})
