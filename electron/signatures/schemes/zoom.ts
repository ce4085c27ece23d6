import type { SchemeDefinition } from '../types.ts'
import { literal, part, textSecret } from './pieces.ts'

/** developers.zoom.us/docs/api/webhooks; @zoom/rivet 0.4 enforces no window. */
export const zoom: SchemeDefinition = {
  id: 'zoom',
  title: 'Zoom',
  documentation: 'https://developers.zoom.us/docs/api/webhooks/#verify-webhook-events',
  source: 'sdk',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('secret token', 'ZOOM_WEBHOOK_SECRET_TOKEN'),
  signature: { in: 'header', names: ['x-zm-signature'], format: { kind: 'plain', prefix: 'v0=' } },
  encoding: 'hex',
  timestamp: { in: 'header', names: ['x-zm-request-timestamp'], unit: 's' },
  messageId: null,
  layout: [literal('v0:'), part('timestamp'), literal(':'), part('body')],
  window: null,
  coverage: 'body',
  notes: ['The key is the secret token, not the older verification token.'],
}
