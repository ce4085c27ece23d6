import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentOf } from '#shared/domain/content-kind.ts'
import { parseForm } from '#shared/domain/form.ts'
import { parseMultipart } from '#shared/domain/multipart.ts'
import { recognise } from '#shared/domain/recognise.ts'
import { setInFields, setInJson, type JsonValue } from '#shared/domain/samples/apply-set.ts'
import { samples } from '#shared/domain/samples/samples.ts'
import type { SampleMessage } from '#shared/domain/samples/types.ts'

const now = Date.UTC(2026, 10, 23, 12, 30, 14, 250)

function build(name: string, set: Record<string, string> = {}): SampleMessage {
  const sample = samples.find((one) => one.name === name)
  if (!sample) throw new Error(`no sample ${name}`)
  let count = 0
  return sample.build({ now, id: (prefix) => `${prefix}_${String(++count).padStart(24, '7ab')}`, set })
}

const text = (message: SampleMessage) => new TextDecoder().decode(message.body)
const json = (message: SampleMessage) => JSON.parse(text(message)) as unknown
const contentType = (message: SampleMessage) =>
  message.headers.find(([name]) => name === 'Content-Type')?.[1] ?? null

describe('the samples', () => {
  it('have names of their own, and say what they are', () => {
    expect(new Set(samples.map(({ name }) => name)).size).toBe(samples.length)
    for (const sample of samples) {
      expect(sample.name).toMatch(/^[a-z]+(\.[a-z_-]+)+$/)
      expect(sample.description).toMatch(/\.$/)
    }
  })

  it('hold all seven chatzuri events in each of its three formats', () => {
    for (const event of [
      'lead.submit',
      'message.received',
      'message.sent',
      'conversation.started',
      'conversation.ended',
      'feedback.submitted',
      'escalation.triggered',
    ]) {
      expect(json(build(`chatzuri.${event}.guide`))).toMatchObject({
        event,
        agent_id: 'agt_abc123',
        timestamp: '2026-11-23T12:30:14Z',
      })
      expect(json(build(`chatzuri.${event}.docs`))).toMatchObject({
        eventType: event,
        agentId: 'agent_abc123',
      })
      expect(json(build(`chatzuri.${event}.docs-old`))).toMatchObject({
        eventType: event,
        chatbotId: 'chatbot_abc123',
      })
    }
  })

  it('say of every undocumented content that it is assumed', () => {
    for (const { name, description } of samples.filter((sample) =>
      sample.group.startsWith('chatzuri events'),
    )) {
      expect(description.includes('our assumption'), name).toBe(!name.startsWith('chatzuri.lead.submit'))
    }
  })

  it('are what chatzuri documents, to the letter', () => {
    expect(text(build('chatzuri.lead.submit.guide'))).toBe(
      '{"event":"lead.submit","timestamp":"2026-11-23T12:30:14Z","agent_id":"agt_abc123","data":{"name":"Sarah","email":"sarah@acme.com","phone":"+254712345678","channel":"website"}}',
    )
    expect(json(build('chatzuri.message.received.telegram'))).toEqual({
      eventType: 'message.received',
      channel: 'telegram',
      agentId: 'agent_abc123',
      payload: {
        chatId: 123456789,
        username: 'john_doe',
        message: 'What are your opening hours?',
        conversationId: expect.stringMatching(/^conv_/) as string,
      },
    })
    const call = build('chatzuri.lead.captured')
    expect(call.headers).toContainEqual(['X-Webhook-Secret', 'sample-secret'])
    expect(Object.keys(json(call) as object)).toEqual([
      'event',
      'source',
      'customer',
      'conversation_id',
      'timestamp',
    ])
  })

  it('are written the way their providers write', () => {
    expect(text(build('stripe.payment_intent.succeeded'))).toMatch(/^\{\n {2}"id": "evt_/)
    const whatsapp = text(build('whatsapp.messages.text'))
    expect(whatsapp).toContain('M\\u00e1laga? \\ud83d\\ude42')
    expect(whatsapp).not.toMatch(/[^\x20-\x7e]/)
    expect(text(build('twilio.sms'))).toContain('Body=Yes+%26+please+call+me+back+%2B+confirm')
  })

  it('are each recognised as what they claim to be, and sent as the right content type', () => {
    for (const sample of samples) {
      const message = build(sample.name)
      const found = recognise({ target: '/', ...message })
      const expected = sample.name === 'chatzuri.webhook_trigger' ? 'generic' : sample.name.split('.')[0]
      expect(found.provider, sample.name).toBe(expected)
      if (expected !== 'generic') expect(found.event, sample.name).not.toBeNull()
      expect(found.summary, sample.name).not.toBeNull()
      expect(contentOf(contentType(message), message.body).note, sample.name).toBeNull()
    }
    expect(recognise({ target: '/', ...build('stripe.payment_intent.succeeded') })).toMatchObject({
      event: 'payment_intent.succeeded',
      summary: expect.stringContaining('20.00 usd') as string,
    })
  })

  it('differ from one another in ids and times only by what they are given', () => {
    expect(text(build('github.push'))).toBe(text(build('github.push')))
  })

  it('take values for their JSON, form and multipart bodies', () => {
    expect(
      json(build('chatzuri.lead.submit.guide', { 'data.email': 'x@y.z', 'data.extra.deep[0]': '5' })),
    ).toMatchObject({ data: { email: 'x@y.z', name: 'Sarah', extra: { deep: [5] } } })
    const form = parseForm(build('twilio.sms', { Body: 'a&b', New: '1' }).body).fields
    expect(form.find(({ name }) => name === 'Body')?.value).toBe('a&b')
    expect(form.at(-1)).toMatchObject({ name: 'New', value: '1' })
    const mail = build('mailgun.inbound', { subject: 'Hallo Ü' })
    const { parts, complete } = parseMultipart(mail.body, contentType(mail))
    const subject = parts.find(({ name }) => name === 'subject')!
    expect(complete).toBe(true)
    expect(new TextDecoder().decode(mail.body.subarray(subject.from, subject.to))).toBe('Hallo Ü')
  })
})

describe('putting values into JSON', () => {
  const base: JsonValue = {
    text: 'a',
    count: 1,
    on: true,
    none: null,
    list: [1, { a: 'x' }],
    object: { k: 'v' },
  }
  const set = (path: string, value: string) => setInJson(base, { [path]: value })

  it.each<[string, string, object]>([
    ['text', '5', { text: '5' }],
    ['count', '5', { count: 5 }],
    ['count', 'five', { count: 'five' }],
    ['on', 'false', { on: false }],
    ['none', 'x', { none: 'x' }],
    ['list[0]', '7', { list: [7, { a: 'x' }] }],
    ['list[2]', 'new', { list: [1, { a: 'x' }, 'new'] }],
    ['list[1].a', 'y', { list: [1, { a: 'y' }] }],
    ['object', '{"n":1}', { object: { n: 1 } }],
    ['fresh.path', '007', { fresh: { path: '007' } }],
    ['fresh["odd key"]', 'null', { fresh: { 'odd key': null } }],
  ])('%s = %s', (path, value, expected) => {
    expect(set(path, value)).toMatchObject(expected)
  })

  it.each([
    ['text.x', '1', 'text.x leads nowhere: text is "a", which holds no further values.'],
    ['list.x', '1', 'list.x leads nowhere: list is a list; name a position, e.g. list[0].'],
    ['list[5]', '1', 'list holds 2 items; the next position is list[2].'],
    ['object', 'plain', 'object is an object: give JSON for it, or the path of a value inside it.'],
    [
      'a..b',
      '1',
      '“a..b” is not a path: A key is missing here, e.g. data.email. Write it like data.items[0].email.',
    ],
    ['', '1', 'The path is empty. Write it like data.email.'],
  ])('refuses %s = %s', (path, value, message) => {
    expect(() => set(path, value)).toThrow(
      expect.objectContaining({ code: 'input.invalid', message }) as Error,
    )
  })

  it('leaves the original alone, and no prototype is touched', () => {
    set('text', 'b')
    expect(base).toMatchObject({ text: 'a' })
    expect(JSON.stringify(set('__proto__.polluted', 'yes'))).toContain('"__proto__":{"polluted":"yes"}')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('puts text where there was text, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        expect(set('list[1].a', value)).toMatchObject({ list: [1, { a: value }] })
        expect(
          setInFields(
            [
              ['a', '1'],
              ['b', '2'],
            ],
            { b: value },
          ),
        ).toEqual([
          ['a', '1'],
          ['b', value],
        ])
      }),
    )
  })
})
