import type { SchemeDefinition } from '../types.ts'
import { parseJsonObject } from '../message/json-fields.ts'
import { part, textSecret } from './pieces.ts'

/** developers.facebook.com, webhooks, validating payloads: WhatsApp Cloud API, Messenger, Instagram. */
export const meta: SchemeDefinition = {
  id: 'meta',
  title: 'Meta (WhatsApp, Messenger, Instagram)',
  documentation: 'https://developers.facebook.com/docs/messenger-platform/webhooks#validate-payloads',
  source: 'documentation',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('app secret', 'META_APP_SECRET'),
  signature: { in: 'header', names: ['X-Hub-Signature-256'], format: { kind: 'plain', prefix: 'sha256=' } },
  encoding: 'hex',
  timestamp: null,
  messageId: null,
  layout: [part('body')],
  window: null,
  coverage: 'body',
  notes: [
    'The key is the app secret, neither the verify token nor an access token.',
    'Meta signs the text with non-ASCII characters escaped (\\u00e4), which is also how it sends it: decoding and encoding the JSON again breaks only messages with accents or emoji.',
  ],
  hint: ({ body }) => {
    const object = parseJsonObject(body)?.['object']
    const known = ['whatsapp_business_account', 'page', 'instagram', 'user', 'permissions']
    return typeof object === 'string' && known.includes(object)
      ? `The body is a Meta event of “${object}”.`
      : null
  },
}
