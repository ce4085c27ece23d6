import type { SchemeDefinition } from '../types.ts'
import { literal, part, textSecret } from './pieces.ts'

/** developer.calendly.com, webhook signatures; the sample there refuses what is older than three minutes. */
export const calendly: SchemeDefinition = {
  id: 'calendly',
  title: 'Calendly',
  documentation: 'https://developer.calendly.com/api-docs/ZG9jOjM2MzE2MDM4-webhook-signatures',
  source: 'documentation',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('webhook signing key', 'CALENDLY_SIGNING_KEY'),
  signature: {
    in: 'header',
    names: ['Calendly-Webhook-Signature'],
    format: { kind: 'pairs', separator: ',', signature: 'v1', timestamp: 't', id: null },
  },
  encoding: 'hex',
  timestamp: { in: 'signature', unit: 's' },
  messageId: null,
  layout: [part('timestamp'), literal('.'), part('body')],
  window: { seconds: 180, direction: 'past' },
  coverage: 'body',
  notes: [],
}
