import type { SchemeDefinition } from '../types.ts'
import { part, textSecret } from './pieces.ts'

/** developers.line.biz, verify signature; @line/bot-sdk 11. */
export const line: SchemeDefinition = {
  id: 'line',
  title: 'LINE',
  documentation: 'https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/',
  source: 'sdk',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('channel secret', 'LINE_CHANNEL_SECRET'),
  signature: { in: 'header', names: ['x-line-signature'], format: { kind: 'plain', prefix: '' } },
  encoding: 'base64',
  timestamp: null,
  messageId: null,
  layout: [part('body')],
  window: null,
  coverage: 'body',
  notes: ['LINE escapes some emoji and not others: only the raw bytes work.'],
}
