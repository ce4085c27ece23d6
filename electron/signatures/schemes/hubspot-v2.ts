import type { SchemeDefinition } from '../types.ts'
import { firstHeader } from '../message/headers.ts'
import { hubspotV1 } from './hubspot-v1.ts'
import { part } from './pieces.ts'

/** SHA-256 of secret, method, URI and body; no HMAC. */
export const hubspotV2: SchemeDefinition = {
  ...hubspotV1,
  id: 'hubspot-v2',
  title: 'HubSpot v2',
  layout: [part('secret'), part('method'), part('url'), part('body')],
  hint: ({ headers }) =>
    firstHeader(headers, ['X-HubSpot-Signature-Version'])?.value.toLowerCase() === 'v2'
      ? 'X-HubSpot-Signature-Version says v2.'
      : null,
  companions: [['X-HubSpot-Signature-Version', 'v2']],
}
