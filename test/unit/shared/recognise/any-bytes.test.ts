import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recognise } from '#shared/domain/recognise.ts'
import { encoder, json } from './requests.ts'

describe('whatever comes', () => {
  it('cuts long values between characters and keeps one line', () => {
    const { event, summary } = json({
      object: 'event',
      type: '🙂'.repeat(59) + '\n\u202e' + 'x'.repeat(100),
      data: { object: { email: `a\r\n\tb${'🙂'.repeat(200)}`, customer: 'x'.repeat(500) } },
    })
    for (const text of [event!, summary!]) {
      expect(text.length).toBeLessThanOrEqual(120)
      expect(text.isWellFormed()).toBe(true)
      expect(text).not.toMatch(/[\p{Cc}\u202e]/u)
    }
  })

  const headers = fc.array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(
          'content-type',
          'X-GitHub-Event',
          'X-Twilio-Signature',
          'X-Line-Signature',
          'X-Signature-Ed25519',
          'Typeform-Signature',
          'X-Shopify-Topic',
          'x-square-signature',
          'Paddle-Signature',
          'X-HubSpot-Signature',
          'User-Agent',
          'X-Zm-Signature',
          'content-encoding',
        ),
        fc.string({ maxLength: 20 }),
      ),
      fc.oneof(
        fc.constantFrom(
          'application/json',
          'multipart/form-data; boundary=x',
          'application/x-www-form-urlencoded',
          '',
          'Stripe/1.0',
        ),
        fc.string({ maxLength: 30 }),
      ),
    ),
    { maxLength: 4 },
  )
  const key = fc.constantFrom(
    'event',
    'type',
    'data',
    'payload',
    'object',
    'entry',
    'changes',
    'value',
    'messages',
    'form_response',
    'answers',
    'update_id',
    'message',
    'Type',
    'TopicArn',
    'constructor',
    '__proto__',
    'events',
    'destination',
    'amount',
    'currency',
    'details',
    'totals',
    'grand_total',
  )
  const shaped = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.jsonValue({ maxDepth: 1 }),
      fc.dictionary(key, tie('value'), { maxKeys: 6 }),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
  })).value
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    shaped.map((value) => encoder.encode(JSON.stringify(value))),
    fc.string({ maxLength: 200, unit: 'binary' }).map((text) => encoder.encode(`--x\r\n${text}`)),
    fc.webQueryParameters().map((text) => encoder.encode(text)),
  )

  it('never throws, and what it tells is one well-formed line of bounded length', () => {
    fc.assert(
      fc.property(headers, bodies, fc.constantFrom('GET', 'POST'), (pairs, body, method) => {
        const found = recognise({ method, target: '/?hub.mode=x', headers: pairs, body })
        for (const text of [found.event, found.summary]) {
          if (text === null) continue
          expect(text).not.toBe('')
          expect(text.length).toBeLessThanOrEqual(120)
          expect(text.isWellFormed()).toBe(true)
          expect(text).not.toMatch(/[\n\r]/)
        }
      }),
      { numRuns: 4_000 },
    )
  })

  it.each([
    ['deep arrays', '['.repeat(260_000)],
    ['deep objects', '{"data":'.repeat(30_000) + '1' + '}'.repeat(30_000)],
    ['a huge line', 'x'.repeat(5_000_000)],
    ['many disposition headers', `--x\r\n${'content-disposition: '.repeat(12_000)}`],
    ['many open tags', '<'.repeat(260_000)],
    ['a form of one name', 'a='.repeat(130_000)],
  ])('is bounded for %s', (_name, text) => {
    const body = encoder.encode(text)
    const start = process.cpuUsage().user
    for (const type of [
      'application/json',
      'multipart/form-data',
      'application/x-www-form-urlencoded',
      'text/xml',
    ]) {
      recognise({ method: 'POST', target: '/', headers: [['content-type', type]], body })
    }
    expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(6_000)
  })
})
