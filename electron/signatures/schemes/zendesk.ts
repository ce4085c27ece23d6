import type { SchemeDefinition } from '../types.ts'
import { part, textSecret } from './pieces.ts'

/** developer.zendesk.com, verifying webhook authenticity. */
export const zendesk: SchemeDefinition = {
  id: 'zendesk',
  title: 'Zendesk',
  documentation: 'https://developer.zendesk.com/documentation/webhooks/verifying/',
  source: 'documentation',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('signing secret', 'ZENDESK_WEBHOOK_SECRET'),
  signature: { in: 'header', names: ['X-Zendesk-Webhook-Signature'], format: { kind: 'plain', prefix: '' } },
  encoding: 'base64',
  timestamp: { in: 'header', names: ['X-Zendesk-Webhook-Signature-Timestamp'], unit: 'iso' },
  messageId: null,
  layout: [part('timestamp'), part('body')],
  window: null,
  coverage: 'body',
  notes: [
    'The secret looks like base64 but is used as text.',
    'Requests from the webhook builder’s test button are signed with the fixed secret dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==.',
  ],
}
