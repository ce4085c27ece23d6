import type { SchemeDefinition } from '../types.ts'
import { part, textSecret } from './pieces.ts'

/** developer.squareup.com, validate notifications; square 46. */
export const square: SchemeDefinition = {
  id: 'square',
  title: 'Square',
  documentation: 'https://developer.squareup.com/docs/webhooks/step3validate',
  source: 'sdk',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('signature key of the subscription', 'SQUARE_SIGNATURE_KEY'),
  signature: {
    in: 'header',
    names: ['x-square-hmacsha256-signature'],
    format: { kind: 'plain', prefix: '' },
  },
  encoding: 'base64',
  timestamp: null,
  messageId: null,
  layout: [part('url'), part('body')],
  window: null,
  coverage: 'body',
  notes: ['The URL must be the notification URL of the dashboard, character for character.'],
}
