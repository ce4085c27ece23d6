import type { SchemeDefinition } from '../types.ts'
import { part, textSecret } from './pieces.ts'

/** DocuSign Connect HMAC: one numbered header for each configured key, any match is enough. */
export const docusign: SchemeDefinition = {
  id: 'docusign',
  title: 'DocuSign Connect',
  documentation: 'https://developers.docusign.com/platform/webhooks/connect/hmac/',
  source: 'documentation',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('Connect HMAC key', 'DOCUSIGN_CONNECT_KEY'),
  signature: {
    in: 'header',
    names: ['X-DocuSign-Signature-1'],
    format: { kind: 'plain', prefix: '' },
    numbered: true,
  },
  encoding: 'base64',
  timestamp: null,
  messageId: null,
  layout: [part('body')],
  window: null,
  coverage: 'body',
  notes: [
    'The key looks like base64 but is used as text. Selecting it with a double click loses the = at its end.',
  ],
  companions: [['X-Authorization-Digest', 'HMACSHA256']],
}
