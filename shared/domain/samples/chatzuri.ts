import type { JsonValue } from './apply-set.ts'
import { defineSample } from './define.ts'
import type { Fresh, Sample } from './types.ts'

/** The seven events that chatzuri's guide “Webhooks” names. */
const events = [
  ['lead.submit', 'Lead submitted'],
  ['message.received', 'Message received'],
  ['message.sent', 'Message sent'],
  ['conversation.started', 'Conversation started'],
  ['conversation.ended', 'Conversation ended'],
  ['feedback.submitted', 'Feedback submitted'],
  ['escalation.triggered', 'Escalation triggered'],
] as const
type EventName = (typeof events)[number][0]

/** What an event carries, in the guide's spelling. Only that of lead.submit is documented. */
function guideData(event: EventName, fresh: Fresh): Record<string, JsonValue> {
  if (event === 'lead.submit') {
    return { name: 'Sarah', email: 'sarah@acme.com', phone: '+254712345678', channel: 'website' }
  }
  return { conversation_id: fresh.id('conv'), channel: 'website', ...details[event] }
}

/** Our assumption of what the other events could carry, keys in snake_case. */
const details: Record<Exclude<EventName, 'lead.submit'>, Record<string, JsonValue>> = {
  'message.received': { user_id: 'customer-12345', message: "Where's my order?" },
  'message.sent': { user_id: 'customer-12345', message: 'Your order is on its way and arrives tomorrow.' },
  'conversation.started': { user_id: 'customer-12345' },
  'conversation.ended': { user_id: 'customer-12345', message_count: 8, duration_seconds: 312 },
  'feedback.submitted': { rating: 'positive', comment: 'Quick and friendly.' },
  'escalation.triggered': {
    name: 'Sarah',
    email: 'sarah@acme.com',
    reason: 'The customer asked for a person.',
  },
}

/** The API docs' payload: camelCase, and for leads other names. */
function docsPayload(event: EventName, fresh: Fresh): Record<string, JsonValue> {
  const conversationId = fresh.id('conv')
  if (event === 'lead.submit') {
    return {
      conversationId,
      customerEmail: 'sarah@acme.com',
      customerName: 'Sarah',
      customerPhone: '+254712345678',
    }
  }
  const camel = Object.entries(details[event]).map(([key, value]): [string, JsonValue] => [
    key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ])
  return { conversationId, ...Object.fromEntries(camel) }
}

const guide = events.map(([event, title]) =>
  defineSample({
    name: `chatzuri.${event}.guide`,
    title: `${title} (${event})`,
    group: 'chatzuri events',
    description:
      event === 'lead.submit'
        ? 'As in chatzuri’s guide “Webhooks”: event, timestamp, agent_id, data. Documented in full.'
        : 'In the format of chatzuri’s guide “Webhooks”. Event name and envelope are documented; the content of data is our assumption.',
    scheme: 'chatzuri',
    content: (fresh) => ({
      json: { event, timestamp: fresh.iso(), agent_id: 'agt_abc123', data: guideData(event, fresh) },
    }),
  }),
)

const docs = events.map(([event, title]) =>
  defineSample({
    name: `chatzuri.${event}.docs`,
    title: `${title} (${event})`,
    group: 'chatzuri events, API docs format',
    description:
      event === 'lead.submit'
        ? 'As in chatzuri’s API docs: eventType, agentId, payload. Documented in full.'
        : event === 'message.received'
          ? 'In the format of chatzuri’s API docs, which exemplify this event for messaging channels only; that the website’s looks like this is our assumption.'
          : 'In the format of chatzuri’s API docs, which do not name this event: its use in this envelope and its payload are our assumption.',
    scheme: 'chatzuri',
    content: (fresh) => ({
      json: { eventType: event, agentId: 'agent_abc123', payload: docsPayload(event, fresh) },
    }),
  }),
)

const olderDocs = events.map(([event, title]) =>
  defineSample({
    name: `chatzuri.${event}.docs-old`,
    title: `${title} (${event})`,
    group: 'chatzuri events, older API docs',
    description:
      event === 'lead.submit'
        ? 'As in the older copy of chatzuri’s API docs: eventType, chatbotId, payload. Documented, but for the form of the id.'
        : 'In the format of the older API docs, which document lead.submit only: the event in this envelope and its payload are our assumption.',
    scheme: 'chatzuri-sha1',
    content: (fresh) => ({
      json: { eventType: event, chatbotId: 'chatbot_abc123', payload: docsPayload(event, fresh) },
    }),
  }),
)

const channels: readonly [channel: string, title: string, payload: Record<string, JsonValue>][] = [
  ['whatsapp', 'WhatsApp message', { from: '+1234567890', message: 'Hello, I need help with my order' }],
  [
    'telegram',
    'Telegram message',
    { chatId: 123456789, username: 'john_doe', message: 'What are your opening hours?' },
  ],
  [
    'facebook',
    'Facebook message',
    { senderId: 'fb_user_123', pageId: 'fb_page_456', message: 'Is this product still available?' },
  ],
]

const channelMessages = channels.map(([channel, title, payload]) =>
  defineSample({
    name: `chatzuri.message.received.${channel}`,
    title: `${title} (message.received)`,
    group: 'chatzuri channel messages',
    description: `What chatzuri forwards of a message on ${title.split(' ')[0] ?? channel}, as in its API docs. Documented in full.`,
    scheme: 'chatzuri',
    content: (fresh) => ({
      json: {
        eventType: 'message.received',
        channel,
        agentId: 'agent_abc123',
        payload: { ...payload, conversationId: fresh.id('conv') },
      },
    }),
  }),
)

const calls: readonly Sample[] = [
  defineSample({
    name: 'chatzuri.lead.captured',
    title: 'Custom action: lead.captured',
    group: 'chatzuri action calls',
    description:
      'The call of the custom action in chatzuri’s guide “Trigger webhooks”, with its X-Webhook-Secret header. Documented in full; the secret is a stand-in.',
    scheme: 'chatzuri-secret',
    headers: () => [['X-Webhook-Secret', 'sample-secret']],
    content: (fresh) => ({
      json: {
        event: 'lead.captured',
        source: 'chat',
        customer: 'sarah@acme.com',
        conversation_id: fresh.id('conv'),
        timestamp: new Date(fresh.now).toISOString(),
      },
    }),
  }),
  defineSample({
    name: 'chatzuri.webhook_trigger',
    title: 'Built-in tool: webhook_trigger',
    group: 'chatzuri action calls',
    description:
      'A call of the built-in webhook_trigger tool. The model decides what it sends, so there is no documented payload: this one is an example.',
    scheme: null,
    content: () => ({ json: { intent: 'pricing_question', plan: 'enterprise', seats: 40, urgent: false } }),
  }),
]

export const chatzuriSamples: readonly Sample[] = [...guide, ...calls, ...channelMessages]
export const chatzuriDocsSamples: readonly Sample[] = [...docs, ...olderDocs]
