import type { SchemeDefinition } from '../types.ts'
import { literal, part } from './pieces.ts'

/** Standard Webhooks 1.0.0, asymmetric (v1a): Ed25519, public key `whpk_` and base64 of 32 bytes. */
export const standardWebhooksV1a: SchemeDefinition = {
  id: 'standard-webhooks-v1a',
  title: 'Standard Webhooks (v1a, Ed25519)',
  documentation: 'https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md',
  source: 'documentation',
  primitive: { kind: 'ed25519' },
  key: {
    kind: 'public-key',
    encoding: 'base64',
    prefix: 'whpk_',
    name: 'public key',
    variable: 'WEBHOOK_PUBLIC_KEY',
  },
  signature: {
    in: 'header',
    names: ['webhook-signature', 'svix-signature'],
    format: { kind: 'versions', version: 'v1a' },
  },
  encoding: 'base64',
  timestamp: { in: 'header', names: ['webhook-timestamp', 'svix-timestamp'], unit: 's' },
  messageId: { names: ['webhook-id', 'svix-id'] },
  layout: [part('id'), literal('.'), part('timestamp'), literal('.'), part('body')],
  window: { seconds: 300, direction: 'both' },
  coverage: 'body',
  notes: [],
}
