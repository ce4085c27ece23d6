import type { SchemeDefinition } from '../types.ts'
import { parseJsonObject } from '../message/json-fields.ts'
import { part, textSecret } from './pieces.ts'

/** developers.intercom.com, signed notifications: the same header name as GitHub's and Meta's legacy one. */
export const intercom: SchemeDefinition = {
  id: 'intercom',
  title: 'Intercom',
  documentation:
    'https://developers.intercom.com/docs/references/webhooks/webhook-models#signed-notifications',
  source: 'documentation',
  primitive: { kind: 'hmac', hash: 'sha1' },
  key: textSecret('app client secret', 'INTERCOM_CLIENT_SECRET'),
  signature: { in: 'header', names: ['X-Hub-Signature'], format: { kind: 'plain', prefix: 'sha1=' } },
  encoding: 'hex',
  timestamp: null,
  messageId: null,
  layout: [part('body')],
  window: null,
  coverage: 'body',
  notes: [],
  hint: ({ body }) =>
    parseJsonObject(body)?.['type'] === 'notification_event'
      ? 'The body is an Intercom notification_event.'
      : null,
}
