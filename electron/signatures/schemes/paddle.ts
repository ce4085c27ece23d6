import type { SchemeDefinition } from '../types.ts'
import { literal, part, textSecret } from './pieces.ts'

/** developer.paddle.com, signature verification; paddle-node-sdk 3.10: five seconds, past only. */
export const paddle: SchemeDefinition = {
  id: 'paddle',
  title: 'Paddle Billing',
  documentation: 'https://developer.paddle.com/webhooks/signature-verification',
  source: 'sdk',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: { ...textSecret('notification secret key', 'PADDLE_WEBHOOK_SECRET'), prefix: 'pdl_ntfset_' },
  signature: {
    in: 'header',
    names: ['Paddle-Signature'],
    format: { kind: 'pairs', separator: ';', signature: 'h1', timestamp: 'ts', id: null },
  },
  encoding: 'hex',
  timestamp: { in: 'signature', unit: 's' },
  messageId: null,
  layout: [part('timestamp'), literal(':'), part('body')],
  window: { seconds: 5, direction: 'past' },
  coverage: 'body',
  notes: [
    'There may be several h1 while a secret is rotated: the documentation takes any match, Paddle’s Node SDK only looks at the last.',
  ],
}
