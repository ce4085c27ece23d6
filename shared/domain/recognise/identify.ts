import type { Provider } from '../request.ts'
import type { Clues } from './clues.ts'
import { isObject, type JsonObject } from './json.ts'

/** Headers that only one provider sends. Sources: each provider's webhook documentation. */
const headerProviders = new Map<string, Provider>([
  ['x-chatzuri-signature', 'chatzuri'],
  ['stripe-signature', 'stripe'],
  ['x-github-event', 'github'],
  ['x-github-delivery', 'github'],
  ['x-slack-signature', 'slack'],
  ['x-slack-request-timestamp', 'slack'],
  ['x-shopify-topic', 'shopify'],
  ['x-shopify-hmac-sha256', 'shopify'],
  ['shopify-topic', 'shopify'],
  ['shopify-hmac-sha256', 'shopify'],
  ['x-twilio-signature', 'twilio'],
  ['x-twilio-email-event-webhook-signature', 'sendgrid'],
  ['svix-id', 'svix'],
  ['paypal-transmission-id', 'paypal'],
  ['x-square-hmacsha256-signature', 'square'],
  ['x-square-signature', 'square'],
  ['x-zm-signature', 'zoom'],
  ['linear-signature', 'linear'],
  ['linear-event', 'linear'],
  ['x-signature-ed25519', 'discord'],
  ['paddle-signature', 'paddle'],
  ['x-telegram-bot-api-secret-token', 'telegram'],
  ['x-hubspot-signature', 'hubspot'],
  ['x-hubspot-signature-v3', 'hubspot'],
  ['typeform-signature', 'typeform'],
  ['x-zendesk-webhook-signature', 'zendesk'],
  ['x-zendesk-webhook-id', 'zendesk'],
  ['calendly-webhook-signature', 'calendly'],
  ['x-docusign-signature-1', 'docusign'],
  ['x-authorization-digest', 'docusign'],
  ['x-amz-sns-message-type', 'aws-sns'],
  ['x-line-signature', 'line'],
])

const agents: readonly [string, Provider][] = [
  ['Stripe/', 'stripe'],
  ['GitHub-Hookshot/', 'github'],
  ['Slackbot ', 'slack'],
  ['TwilioProxy/', 'twilio'],
  ['SendGrid Event API', 'sendgrid'],
  ['Svix-Webhooks/', 'svix'],
  ['Shopify-Captain-Hook', 'shopify'],
  ['HubSpot Connect', 'hubspot'],
  ['PayPal/', 'paypal'],
  ['LineBotWebhook/', 'line'],
  ['Amazon Simple Notification Service Agent', 'aws-sns'],
]

/** Who sent it: by a header that only one provider sends, then by the shape of the body, then by the user agent. */
export function identify(clues: Clues): Provider {
  for (const name of clues.headers.keys()) {
    const provider = headerProviders.get(name)
    if (provider) return provider
  }
  return byShape(clues) ?? byAgent(clues) ?? 'generic'
}

function byAgent(clues: Clues): Provider | undefined {
  // The names of this scheme's headers are a standard; who is behind them the body has to tell.
  if (clues.headers.has('webhook-id') && clues.headers.has('webhook-signature')) return 'standard-webhooks'
  const agent = clues.headers.get('user-agent')
  return agent === undefined ? undefined : agents.find(([prefix]) => agent.startsWith(prefix))?.[1]
}

function byShape(clues: Clues): Provider | undefined {
  if (clues.method === 'GET' && clues.target.includes('hub.mode=')) return 'meta'
  return byObject(clues.json) ?? byList(clues.list) ?? byForm(clues.form)
}

function has(value: unknown, ...keys: string[]): value is JsonObject {
  return isObject(value) && keys.every((key) => Object.hasOwn(value, key))
}

function byObject(json: JsonObject): Provider | undefined {
  return (
    byNamedKind(json) ??
    byChatzuri(json) ??
    (has(json, 'update_id') && typeof json['update_id'] === 'number' ? 'telegram' : undefined) ??
    byKeys(json)
  )
}

/** chatzuri's three envelopes (guide, newer and older API docs) and the payload of the guide's custom action. */
function byChatzuri(json: JsonObject): Provider | undefined {
  if (
    typeof json['eventType'] === 'string' &&
    'payload' in json &&
    ('agentId' in json || 'chatbotId' in json)
  )
    return 'chatzuri'
  if (typeof json['event'] !== 'string') return undefined
  if ('agent_id' in json && 'data' in json) return 'chatzuri'
  return json['source'] === 'chat' && 'conversation_id' in json ? 'chatzuri' : undefined
}

/** Shapes that a constant names: `object`, `type` or `event_type`. */
function byNamedKind(json: JsonObject): Provider | undefined {
  const { object, type } = json
  if (object === 'whatsapp_business_account') return 'whatsapp'
  if (object === 'event' && typeof type === 'string' && 'data' in json) return 'stripe'
  if (typeof object === 'string' && Array.isArray(json['entry'])) return 'meta'
  if (type === 'notification_event' && 'topic' in json) return 'intercom'
  if (type === 'event_callback' && 'event' in json) return 'slack'
  if (type === 'url_verification' && 'challenge' in json) return 'slack'
  if (json['event_type'] === 'form_response') return 'typeform'
  return 'TopicArn' in json && typeof json['Type'] === 'string' ? 'aws-sns' : undefined
}

function byKeys(json: JsonObject): Provider | undefined {
  if (has(json, 'event-data', 'signature')) return 'mailgun'
  if (has(json, 'event_type', 'resource_type', 'resource')) return 'paypal'
  if (has(json, 'event_type', 'notification_id', 'occurred_at')) return 'paddle'
  if (has(json, 'merchant_id', 'event_id', 'type', 'data')) return 'square'
  if (has(json, 'action', 'type', 'webhookTimestamp')) return 'linear'
  if (has(json, 'event', 'payload')) return byEventAndPayload(json)
  if (has(json, 'event', 'data') && has(json['data'], 'envelopeId')) return 'docusign'
  if (has(json, 'destination', 'events') && Array.isArray(json['events'])) return 'line'
  if (has(json, 'application_id', 'type') && typeof json['type'] === 'number') return 'discord'
  if (has(json, 'team', 'user', 'response_url')) return 'slack'
  if (has(json, 'repository', 'sender') && has(json['repository'], 'full_name')) return 'github'
  return has(json, 'zen', 'hook_id') ? 'github' : undefined
}

function byEventAndPayload(json: JsonObject): Provider | undefined {
  const { payload } = json
  if (has(payload, 'account_id', 'object') || has(payload, 'plainToken')) return 'zoom'
  const event = json['event']
  if (typeof event === 'string' && /^(invitee|invitee_no_show|routing_form_submission)[._]/.test(event))
    return 'calendly'
  return undefined
}

function byList(list: readonly unknown[]): Provider | undefined {
  const [first] = list
  if (has(first, 'sg_event_id') || has(first, 'sg_message_id')) return 'sendgrid'
  return has(first, 'subscriptionType', 'portalId') ? 'hubspot' : undefined
}

function byForm(form: Map<string, string>): Provider | undefined {
  if (form.size === 0) return undefined
  if (form.has('AccountSid')) return 'twilio'
  if (form.has('token') && form.has('signature') && form.has('timestamp')) return 'mailgun'
  if (form.has('command') && form.has('team_id')) return 'slack'
  return form.has('envelope') && form.has('SPF') ? 'sendgrid' : undefined
}
