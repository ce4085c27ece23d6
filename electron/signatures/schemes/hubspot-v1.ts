import type { SchemeDefinition } from '../types.ts'
import { firstHeader } from '../message/headers.ts'
import { part, textSecret } from './pieces.ts'

/** HubSpot's first scheme: SHA-256 of secret and body; no HMAC (@hubspot/api-client 13.5). */
export const hubspotV1: SchemeDefinition = {
  id: 'hubspot-v1',
  title: 'HubSpot v1',
  documentation: 'https://developers.hubspot.com/docs/api/webhooks/validating-requests',
  source: 'sdk',
  primitive: { kind: 'hash', hash: 'sha256' },
  key: textSecret('app client secret', 'HUBSPOT_CLIENT_SECRET'),
  signature: { in: 'header', names: ['X-HubSpot-Signature'], format: { kind: 'plain', prefix: '' } },
  encoding: 'hex',
  timestamp: null,
  messageId: null,
  layout: [part('secret'), part('body')],
  window: null,
  coverage: 'body',
  notes: [
    'X-HubSpot-Signature-Version says whether the value is v1 or v2. Prefer v3, which also covers the time.',
  ],
  hint: ({ headers }) =>
    firstHeader(headers, ['X-HubSpot-Signature-Version'])?.value.toLowerCase() === 'v1'
      ? 'X-HubSpot-Signature-Version says v1.'
      : null,
  companions: [['X-HubSpot-Signature-Version', 'v1']],
}
