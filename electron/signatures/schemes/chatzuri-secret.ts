import type { SchemeDefinition } from '../types.ts'
import { textSecret } from './pieces.ts'

/** Custom actions that send `X-Webhook-Secret: <credentials.secret>` (guide "Trigger webhooks"). */
export const chatzuriSecret: SchemeDefinition = {
  id: 'chatzuri-secret',
  title: 'chatzuri actions (X-Webhook-Secret)',
  documentation: 'https://chatzuri.com/guides/actions/webhooks',
  source: 'documentation',
  primitive: { kind: 'equality' },
  key: textSecret('secret of the webhook credential', 'CHATZURI_ACTION_SECRET'),
  signature: { in: 'header', names: ['X-Webhook-Secret'], format: { kind: 'plain', prefix: '' } },
  encoding: 'hex',
  timestamp: null,
  messageId: null,
  layout: [],
  window: null,
  coverage: 'nothing',
  notes: [
    'The header holds the secret itself: the body is not protected, and whoever sees one request can forge others.',
  ],
}
