import type { SchemeDefinition } from '../types.ts'
import { literal, part, whsec } from './pieces.ts'

/** Standard Webhooks 1.0.0, symmetric (v1). */
export const standardWebhooks: SchemeDefinition = {
  id: 'standard-webhooks',
  title: 'Standard Webhooks',
  documentation: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
  source: 'sdk',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: whsec('WEBHOOK_SECRET'),
  signature: { in: 'header', names: ['webhook-signature'], format: { kind: 'versions', version: 'v1' } },
  encoding: 'base64',
  timestamp: { in: 'header', names: ['webhook-timestamp'], unit: 's' },
  messageId: { names: ['webhook-id'] },
  layout: [part('id'), literal('.'), part('timestamp'), literal('.'), part('body')],
  window: { seconds: 300, direction: 'both' },
  coverage: 'body',
  notes: [
    'The key is what base64 gives after whsec_. Several signatures stand in one header, separated by blanks.',
  ],
}
