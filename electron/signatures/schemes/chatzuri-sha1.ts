import type { SchemeDefinition } from '../types.ts'
import { part, textSecret } from './pieces.ts'

/** Event webhooks as the older copy of chatzuri's API page "Webhooks API" has them; HMAC and hex are presumed from its helper `sha1(rawBody, secretKey)`. */
export const chatzuriSha1: SchemeDefinition = {
  id: 'chatzuri-sha1',
  title: 'chatzuri events, older documentation',
  documentation: 'https://www.chatzuri.com/docs/webhooks-api',
  source: 'presumed',
  primitive: { kind: 'hmac', hash: 'sha1' },
  key: textSecret('signing secret', 'CHATZURI_WEBHOOK_SECRET'),
  signature: { in: 'header', names: ['x-chatzuri-signature'], format: { kind: 'plain', prefix: '' } },
  encoding: 'hex',
  timestamp: null,
  messageId: null,
  layout: [part('body')],
  window: null,
  coverage: 'body',
  notes: [
    'This is the shape of the older copy of the page “Webhooks API”; the guide “Webhooks” documents sha256= and HMAC-SHA256 in the same header (chatzuri).',
    'The sample on that page hashes JSON.stringify(req.body), which differs from the raw body as soon as blanks, key order or escapes differ.',
  ],
}
