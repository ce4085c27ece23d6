import type { SchemeDefinition } from '../types.ts'
import { literal, part, textSecret } from './pieces.ts'

/** docs.stripe.com/webhooks/signature; stripe-node 23 (Webhooks.js): only v1 counts, only old timestamps are refused. */
export const stripe: SchemeDefinition = {
  id: 'stripe',
  title: 'Stripe',
  documentation: 'https://docs.stripe.com/webhooks/signature',
  source: 'sdk',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: { ...textSecret('endpoint secret', 'STRIPE_WEBHOOK_SECRET'), prefix: 'whsec_' },
  signature: {
    in: 'header',
    names: ['Stripe-Signature'],
    format: { kind: 'pairs', separator: ',', signature: 'v1', timestamp: 't', id: null },
  },
  encoding: 'hex',
  timestamp: { in: 'signature', unit: 's' },
  messageId: null,
  layout: [part('timestamp'), literal('.'), part('body')],
  window: { seconds: 300, direction: 'past' },
  coverage: 'body',
  notes: [
    'The secret is used whole, whsec_ included, and never decoded. Each endpoint, test and live mode, and `stripe listen` have their own.',
    'While a secret is being rolled there is one v1 for each active secret; any match is enough.',
  ],
}
