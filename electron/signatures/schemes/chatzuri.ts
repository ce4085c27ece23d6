import type { SchemeDefinition } from '../types.ts'
import { part, textSecret } from './pieces.ts'

/** Event webhooks as chatzuri's guide "Webhooks" documents them; hex is presumed, the guide does not name the encoding. */
export const chatzuri: SchemeDefinition = {
  id: 'chatzuri',
  title: 'chatzuri events',
  documentation: 'https://chatzuri.com/guides/developers/webhooks',
  source: 'documentation',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('signing secret', 'CHATZURI_WEBHOOK_SECRET'),
  signature: { in: 'header', names: ['X-Chatzuri-Signature'], format: { kind: 'plain', prefix: 'sha256=' } },
  encoding: 'hex',
  timestamp: null,
  messageId: null,
  layout: [part('body')],
  window: null,
  coverage: 'body',
  notes: [
    'This is the shape of the guide “Webhooks”. The older API page describes a bare SHA-1 value in the same header (chatzuri-sha1), and action calls carry the secret itself in X-Webhook-Secret (chatzuri-secret).',
    'Nothing in the signed text says when it was sent, so a recorded request can be sent again.',
  ],
}
