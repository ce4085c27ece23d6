import { describe, expect, it } from 'vitest'
import { recognise } from '#shared/domain/recognise.ts'
import { encoder, form, json } from './requests.ts'

describe('recognising the sender', () => {
  it.each([
    [
      'slack event',
      json({
        type: 'event_callback',
        team_id: 'T',
        event: { type: 'app_mention', user: 'U1', text: 'yo', channel: 'C1' },
      }),
      { provider: 'slack', event: 'app_mention', summary: 'U1 · yo · C1' },
    ],
    [
      'slack command',
      form({ command: '/deploy', team_id: 'T', user_name: 'ann', text: 'prod' }),
      { provider: 'slack', event: '/deploy', summary: 'ann · prod' },
    ],
    [
      'slack handshake',
      json({ type: 'url_verification', token: 't', challenge: 'c' }),
      { provider: 'slack', event: 'url_verification', summary: null },
    ],
    [
      'shopify',
      json({ name: '#1001', total_price: '9.90', currency: 'EUR', email: 'a@b.c' }, [
        ['X-Shopify-Topic', 'orders/create'],
        ['X-Shopify-Shop-Domain', 's.myshopify.com'],
      ]),
      { provider: 'shopify', event: 'orders/create', summary: '#1001 · 9.90 EUR · a@b.c · s.myshopify.com' },
    ],
    [
      'svix',
      json({ type: 'user.created', data: { email: 'a@b.c' } }, [['svix-id', 'm']]),
      { provider: 'svix', event: 'user.created', summary: 'a@b.c' },
    ],
    [
      'standard webhooks',
      json({ type: 'user.created', data: { id: 'u1' } }, [
        ['webhook-id', 'm'],
        ['webhook-signature', 'v1,x'],
      ]),
      { provider: 'standard-webhooks', event: 'user.created', summary: 'u1' },
    ],
    [
      'telegram',
      json({
        update_id: 5,
        message: { from: { username: 'john', first_name: 'J' }, text: '/start', chat: { id: 1 } },
      }),
      { provider: 'telegram', event: 'message', summary: '@john · /start' },
    ],
    [
      'discord',
      json({ application_id: '1', type: 2, data: { name: 'ban' }, member: { user: { username: 'mod' } } }),
      { provider: 'discord', event: 'APPLICATION_COMMAND', summary: '/ban · mod' },
    ],
    [
      'paypal',
      json({
        event_type: 'PAYMENT.CAPTURE.COMPLETED',
        resource_type: 'capture',
        resource: { id: 'X', amount: { value: '1.00', currency_code: 'USD' } },
      }),
      { provider: 'paypal', event: 'PAYMENT.CAPTURE.COMPLETED', summary: '1.00 USD · X' },
    ],
    [
      'square',
      json({
        merchant_id: 'M',
        event_id: 'e',
        type: 'payment.updated',
        data: {
          type: 'payment',
          id: 'p',
          object: { payment: { status: 'COMPLETED', amount_money: { amount: 100, currency: 'USD' } } },
        },
      }),
      { provider: 'square', event: 'payment.updated', summary: '1.00 usd · COMPLETED · p' },
    ],
    [
      'zoom',
      json({
        event: 'meeting.started',
        payload: { account_id: 'a', object: { id: '123', topic: 'Weekly' } },
      }),
      { provider: 'zoom', event: 'meeting.started', summary: 'Weekly · 123' },
    ],
    [
      'linear',
      json({
        action: 'create',
        type: 'Issue',
        webhookTimestamp: 1,
        data: { identifier: 'ENG-1', title: 'Bug' },
      }),
      { provider: 'linear', event: 'Issue.create', summary: 'ENG-1 · Bug' },
    ],
    [
      'paddle',
      json({
        event_id: 'evt',
        event_type: 'transaction.completed',
        notification_id: 'ntf',
        occurred_at: 'x',
        data: {
          id: 'txn',
          status: 'completed',
          currency_code: 'USD',
          details: { totals: { grand_total: '1999' } },
        },
      }),
      { provider: 'paddle', event: 'transaction.completed', summary: '19.99 usd · completed · txn' },
    ],
    [
      'hubspot',
      json([{ subscriptionType: 'contact.creation', portalId: 1, objectId: 42 }]),
      { provider: 'hubspot', event: 'contact.creation', summary: '42' },
    ],
    [
      'typeform',
      json({
        event_type: 'form_response',
        form_response: {
          definition: { title: 'Survey' },
          answers: [
            { type: 'text', text: 'Great' },
            { type: 'choice', choice: { label: 'Yes' } },
          ],
        },
      }),
      { provider: 'typeform', event: 'form_response', summary: 'Survey · Great · Yes' },
    ],
    [
      'zendesk',
      json({ type: 'zen:event-type:ticket.created', detail: { id: '7', subject: 'Help' } }, [
        ['X-Zendesk-Webhook-Id', '1'],
      ]),
      { provider: 'zendesk', event: 'ticket.created', summary: 'Help · 7' },
    ],
    [
      'calendly',
      json({ event: 'invitee.created', payload: { name: 'Ann', email: 'a@b.c' } }),
      { provider: 'calendly', event: 'invitee.created', summary: 'Ann · a@b.c' },
    ],
    [
      'docusign',
      json({ event: 'envelope-completed', data: { envelopeId: 'e1' } }),
      { provider: 'docusign', event: 'envelope-completed', summary: 'e1' },
    ],
    [
      'sns',
      json({ Type: 'Notification', TopicArn: 'arn:aws:sns:eu:1:orders', Message: 'm' }),
      { provider: 'aws-sns', event: 'Notification', summary: 'orders · m' },
    ],
    [
      'line',
      json({
        destination: 'U',
        events: [{ type: 'message', message: { type: 'text', text: 'hi' }, source: { userId: 'U1' } }],
      }),
      { provider: 'line', event: 'message.text', summary: 'hi · U1' },
    ],
    [
      'generic',
      json({ event: 'signup', data: { name: 'Bo', email: 'b@c.d', amount: 5, currency: 'eur' } }),
      { provider: 'generic', event: 'signup', summary: 'Bo · b@c.d · 5 eur' },
    ],
    [
      'generic without known keys',
      json({ intent: 'pricing', seats: 40, urgent: false, x: {} }),
      { provider: 'generic', event: null, summary: 'intent: pricing · seats: 40 · urgent: false' },
    ],
    [
      'generic by header',
      json({ id: 1 }, [['X-Event-Key', 'repo:push']]),
      { provider: 'generic', event: 'repo:push', summary: '1' },
    ],
    [
      'generic form',
      form({ name: 'Bo', message: 'Hi' }),
      { provider: 'generic', event: null, summary: 'Bo · Hi' },
    ],
    [
      'text',
      recognise({ method: 'POST', target: '/', headers: [], body: encoder.encode('first line\nsecond') }),
      { provider: 'generic', event: null, summary: 'first line' },
    ],
    [
      'xml',
      recognise({
        method: 'POST',
        target: '/',
        headers: [['content-type', 'text/xml']],
        body: encoder.encode('<?xml version="1.0"?>\n<soap:Envelope xmlns="x"/>'),
      }),
      { provider: 'generic', event: null, summary: '<soap:Envelope>' },
    ],
    [
      'broken json',
      recognise({
        method: 'POST',
        target: '/',
        headers: [],
        body: encoder.encode('{"event":"lead.submit", "data": {'),
      }),
      { provider: 'generic', event: 'lead.submit', summary: null },
    ],
    [
      'nothing',
      recognise({ method: 'GET', target: '/', headers: [], body: null }),
      { provider: 'generic', event: null, summary: null },
    ],
  ])('%s', (_name, found, expected) => {
    expect(found).toEqual(expected)
  })

  it('reads a multipart form of Mailgun, whose signature is in its fields', () => {
    const part = (name: string, value: string) =>
      `--xx\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    const fields = {
      recipient: 'in@x.y',
      from: 'a@b.c',
      subject: 'Order',
      timestamp: '1',
      token: 't',
      signature: 's',
    }
    const body = `${Object.entries(fields)
      .map(([name, value]) => part(name, value))
      .join('')}--xx--\r\n`
    expect(
      recognise({
        method: 'POST',
        target: '/',
        headers: [['Content-Type', 'multipart/form-data; boundary=xx']],
        body: encoder.encode(body),
      }),
    ).toEqual({ provider: 'mailgun', event: 'inbound', summary: 'a@b.c · Order' })
  })

  it('does not take the names of an object’s prototype for data', () => {
    expect(
      json({ type: 'constructor', data: { type: '__proto__' }, merchant_id: 1, event_id: 1 }).provider,
    ).toBe('square')
    expect(json({ application_id: '1', type: 'constructor' }, [['X-Signature-Ed25519', '0']])).toEqual({
      provider: 'discord',
      event: null,
      summary: null,
    })
  })
})
