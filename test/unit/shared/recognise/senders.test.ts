import { describe, expect, it } from 'vitest'
import { recognise } from '#shared/domain/recognise.ts'
import { form, json } from './requests.ts'

describe('recognising the sender', () => {
  it.each([
    [
      'chatzuri, guide',
      json({
        event: 'lead.submit',
        timestamp: '2026-04-26T08:30:14Z',
        agent_id: 'agt_abc123',
        data: { name: 'Sarah', email: 'sarah@acme.com', phone: '+254712345678', channel: 'website' },
      }),
      { provider: 'chatzuri', event: 'lead.submit', summary: 'Sarah · sarah@acme.com · +254712345678' },
    ],
    [
      'chatzuri, newer docs',
      json({
        eventType: 'message.received',
        channel: 'whatsapp',
        agentId: 'agent_abc123',
        payload: { from: '+1234567890', message: 'Hello, I need help', conversationId: 'conv_xyz' },
      }),
      {
        provider: 'chatzuri',
        event: 'message.received',
        summary: 'whatsapp · +1234567890 · Hello, I need help · conv_xyz',
      },
    ],
    [
      'chatzuri, older docs',
      json({
        eventType: 'lead.submit',
        chatbotId: 'x',
        payload: {
          conversationId: 'conv_xyz',
          customerEmail: 'a@b.c',
          customerName: 'Ann',
          customerPhone: '1',
        },
      }),
      { provider: 'chatzuri', event: 'lead.submit', summary: 'Ann · a@b.c · 1 · conv_xyz' },
    ],
    [
      'chatzuri, action call',
      json(
        {
          event: 'lead.captured',
          source: 'chat',
          customer: 'a@b.c',
          conversation_id: 'conv_xyz',
          timestamp: 'x',
        },
        [['X-Webhook-Secret', 's']],
      ),
      { provider: 'chatzuri', event: 'lead.captured', summary: 'a@b.c · conv_xyz' },
    ],
    [
      'stripe without its header',
      json({
        id: 'evt_1',
        object: 'event',
        type: 'payment_intent.succeeded',
        livemode: false,
        data: { object: { id: 'pi_1', amount: 2000, currency: 'usd' } },
      }),
      { provider: 'stripe', event: 'payment_intent.succeeded', summary: '20.00 usd · pi_1 · test' },
    ],
    [
      'stripe, currency without decimals',
      json({
        object: 'event',
        type: 'charge.succeeded',
        data: { object: { amount: 2000, currency: 'jpy' } },
      }),
      { provider: 'stripe', event: 'charge.succeeded', summary: '2000 jpy' },
    ],
    [
      'github',
      json(
        {
          ref: 'refs/heads/main',
          commits: [{}, {}],
          repository: { full_name: 'acme/shop' },
          head_commit: { message: 'Fix\n\nlong' },
          sender: { login: 'octocat' },
        },
        [['X-GitHub-Event', 'push']],
      ),
      { provider: 'github', event: 'push', summary: 'acme/shop · main · 2 commits · Fix long · octocat' },
    ],
    [
      'github as a form',
      form(
        {
          payload: JSON.stringify({
            action: 'opened',
            repository: { full_name: 'a/b' },
            sender: { login: 'o' },
            issue: { title: 'Bug' },
          }),
        },
        [['X-GitHub-Event', 'issues']],
      ),
      { provider: 'github', event: 'issues.opened', summary: 'a/b · Bug · o' },
    ],
    [
      'whatsapp',
      json(
        {
          object: 'whatsapp_business_account',
          entry: [
            {
              changes: [
                {
                  field: 'messages',
                  value: {
                    contacts: [{ profile: { name: 'Kim' } }],
                    messages: [{ from: '4915', type: 'text', text: { body: 'Hi\nthere' } }],
                  },
                },
              ],
            },
          ],
        },
        [['X-Hub-Signature-256', 'sha256=00']],
      ),
      { provider: 'whatsapp', event: 'messages', summary: 'Kim · 4915 · Hi there' },
    ],
    [
      'messenger',
      json({
        object: 'page',
        entry: [{ messaging: [{ sender: { id: '12' }, message: { text: 'hello' } }] }],
      }),
      { provider: 'meta', event: 'page.message', summary: '12 · hello' },
    ],
    [
      'meta handshake',
      recognise({ method: 'GET', target: '/t?hub.mode=subscribe&hub.challenge=1', headers: [], body: null }),
      { provider: 'meta', event: 'hub.challenge', summary: 'subscribe' },
    ],
    [
      'intercom, which shares its header with Meta and GitHub',
      json(
        {
          type: 'notification_event',
          topic: 'conversation.user.created',
          data: { item: { id: '5', source: { author: { name: 'Al' }, body: '<p>Help</p>' } } },
        },
        [['X-Hub-Signature', 'sha1=0']],
      ),
      { provider: 'intercom', event: 'conversation.user.created', summary: 'Al · Help · 5' },
    ],
    [
      'mailgun event',
      json({
        signature: { timestamp: '1', token: 't', signature: 's' },
        'event-data': { event: 'delivered', recipient: 'a@b.c', message: { headers: { subject: 'Hey' } } },
      }),
      { provider: 'mailgun', event: 'delivered', summary: 'a@b.c · Hey' },
    ],
    [
      'mailgun inbound',
      form({
        recipient: 'in@x.y',
        from: 'Ann <a@b.c>',
        subject: 'Re: order',
        'stripped-text': 'Thanks',
        timestamp: '1',
        token: 't',
        signature: 's',
      }),
      { provider: 'mailgun', event: 'inbound', summary: 'Ann <a@b.c> · Re: order · Thanks' },
    ],
    [
      'twilio',
      form({ AccountSid: 'AC', MessageSid: 'SM', SmsStatus: 'received', From: '+1', To: '+2', Body: 'Hi' }),
      { provider: 'twilio', event: 'message.received', summary: '+1 · → +2 · Hi' },
    ],
    [
      'sendgrid',
      json([{ sg_event_id: 'x', event: 'bounce', email: 'a@b.c', reason: 'full' }, { sg_event_id: 'y' }]),
      { provider: 'sendgrid', event: 'bounce', summary: '2 events · a@b.c · full' },
    ],
  ])('%s', (_name, found, expected) => {
    expect(found).toEqual(expected)
  })
})
