import type { SchemeDefinition } from '../types.ts'
import { part, textSecret } from './pieces.ts'

/** typeform.com/developers/webhooks/secure-your-webhooks: base64 behind sha256=, not hex. */
export const typeform: SchemeDefinition = {
  id: 'typeform',
  title: 'Typeform',
  documentation: 'https://www.typeform.com/developers/webhooks/secure-your-webhooks/',
  source: 'documentation',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('webhook secret', 'TYPEFORM_WEBHOOK_SECRET'),
  signature: { in: 'header', names: ['Typeform-Signature'], format: { kind: 'plain', prefix: 'sha256=' } },
  encoding: 'base64',
  timestamp: null,
  messageId: null,
  layout: [part('body')],
  window: null,
  coverage: 'body',
  notes: ['The value behind sha256= is base64, not hex.'],
}
