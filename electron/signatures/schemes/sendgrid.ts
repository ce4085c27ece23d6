import type { SchemeDefinition } from '../types.ts'
import { part } from './pieces.ts'

/** @sendgrid/eventwebhook 8: ECDSA P-256 with SHA-256, DER, base64. */
export const sendgrid: SchemeDefinition = {
  id: 'sendgrid',
  title: 'SendGrid Event Webhook',
  documentation:
    'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-features',
  source: 'sdk',
  primitive: { kind: 'ecdsa', hash: 'sha256' },
  key: {
    kind: 'public-key',
    encoding: 'base64',
    prefix: null,
    name: 'verification key',
    variable: 'SENDGRID_VERIFICATION_KEY',
  },
  signature: {
    in: 'header',
    names: ['X-Twilio-Email-Event-Webhook-Signature'],
    format: { kind: 'plain', prefix: '' },
  },
  encoding: 'base64',
  timestamp: { in: 'header', names: ['X-Twilio-Email-Event-Webhook-Timestamp'], unit: 's' },
  messageId: null,
  layout: [part('timestamp'), part('body')],
  window: null,
  coverage: 'body',
  notes: [
    'The body ends with CRLF and its events are separated by CRLF: what trims or re-writes it breaks the signature.',
  ],
}
