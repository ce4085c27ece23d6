import type { SchemeDefinition } from '../types.ts'
import { firstHeader } from '../message/headers.ts'
import { literal, part, whsec } from './pieces.ts'

/** svix 1.99: Standard Webhooks with svix-* headers; each falls back to webhook-* on its own. */
export const svix: SchemeDefinition = {
  id: 'svix',
  title: 'Svix (Clerk, Resend, …)',
  documentation: 'https://docs.svix.com/receiving/verifying-payloads/how-manual',
  source: 'sdk',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: whsec('SVIX_WEBHOOK_SECRET'),
  signature: {
    in: 'header',
    names: ['svix-signature', 'webhook-signature'],
    format: { kind: 'versions', version: 'v1' },
  },
  encoding: 'base64',
  timestamp: { in: 'header', names: ['svix-timestamp', 'webhook-timestamp'], unit: 's' },
  messageId: { names: ['svix-id', 'webhook-id'] },
  layout: [part('id'), literal('.'), part('timestamp'), literal('.'), part('body')],
  window: { seconds: 300, direction: 'both' },
  coverage: 'body',
  notes: [
    'The key is what base64 gives after whsec_. Several signatures stand in one header, separated by blanks.',
  ],
  hint: ({ headers }) =>
    firstHeader(headers, ['svix-signature']) === null ? null : 'The request carries svix-signature.',
}
