import type { SchemeDefinition } from '../types.ts'
import { hubspotV1 } from './hubspot-v1.ts'
import { part } from './pieces.ts'

const decoded: Record<string, string> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
}

/** HubSpot v3 signs the URI with these twelve escapes undone (its request-validation page lists them). */
export function hubspotUri(url: string): string {
  return url.replace(/%[0-9A-Fa-f]{2}/g, (escape) => decoded[escape.toUpperCase()] ?? escape)
}

/** Base64 HMAC-SHA256 of method, URI, body and a timestamp in milliseconds. */
export const hubspotV3: SchemeDefinition = {
  ...hubspotV1,
  id: 'hubspot-v3',
  title: 'HubSpot v3',
  primitive: { kind: 'hmac', hash: 'sha256' },
  signature: { in: 'header', names: ['X-HubSpot-Signature-v3'], format: { kind: 'plain', prefix: '' } },
  encoding: 'base64',
  timestamp: { in: 'header', names: ['X-HubSpot-Request-Timestamp'], unit: 'ms' },
  layout: [part('method'), part('url'), part('body'), part('timestamp')],
  window: { seconds: 300, direction: 'past' },
  notes: ['In the URI %3A %2F %3F %40 %21 %24 %27 %28 %29 %2A %2C %3B are decoded before it is signed.'],
  accepted: (ingredients) => [{ ...ingredients, url: hubspotUri(ingredients.url) }],
  hint: () => 'The request carries X-HubSpot-Signature-v3.',
  companions: [],
}
