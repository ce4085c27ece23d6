import { firstHeader } from '../message/headers.ts'
import { splitUrl } from '../message/urls.ts'
import type { Objection, SchemeDefinition, SignedRequest } from '../types.ts'
import { literal, part } from './pieces.ts'

const bar = literal('|')

/** developer.paypal.com, verify webhook signature: CRC-32 of the raw body, RSA PKCS#1 v1.5 with SHA-256. */
export const paypal: SchemeDefinition = {
  id: 'paypal',
  title: 'PayPal',
  documentation: 'https://developer.paypal.com/api/rest/webhooks/rest/#link-verifywebhooksignature',
  source: 'documentation',
  primitive: { kind: 'rsa', hash: 'sha256' },
  key: {
    kind: 'certificate',
    encoding: 'base64',
    prefix: null,
    name: 'certificate from PAYPAL-CERT-URL',
    variable: 'PAYPAL_CERT_PEM',
  },
  signature: { in: 'header', names: ['PAYPAL-TRANSMISSION-SIG'], format: { kind: 'plain', prefix: '' } },
  encoding: 'base64',
  timestamp: { in: 'header', names: ['PAYPAL-TRANSMISSION-TIME'], unit: 'iso' },
  messageId: { names: ['PAYPAL-TRANSMISSION-ID'] },
  otherHeaders: ['PAYPAL-CERT-URL', 'PAYPAL-AUTH-ALGO'],
  layout: [part('id'), bar, part('timestamp'), bar, part('webhookId'), bar, part('crc32')],
  window: null,
  coverage: 'body',
  notes: [
    'The webhook id is the one of your own webhook in PayPal’s dashboard; it is not in the request.',
    'Only a 32-bit checksum of the body is signed. Events of the simulator use the literal id WEBHOOK_ID.',
  ],
  objections: untrustedCertificate,
  companions: [
    ['PAYPAL-CERT-URL', 'https://api.paypal.com/v1/notifications/certs/CERT-example'],
    ['PAYPAL-AUTH-ALGO', 'SHA256withRSA'],
  ],
}

function untrustedCertificate(request: SignedRequest): Objection[] {
  const url = firstHeader(request.headers, ['PAYPAL-CERT-URL'])?.value
  if (url === undefined || trustedPayPalUrl(url)) return []
  return [
    {
      code: 'cert-url-untrusted',
      message: `PAYPAL-CERT-URL is ${url.slice(0, 200)}, which is not https on a host of paypal.com: anybody could have put a certificate there.`,
    },
  ]
}

/** Whether a certificate URL is https on paypal.com or a host below it, with nothing in it that hides another host. */
export function trustedPayPalUrl(url: string): boolean {
  const pieces = splitUrl(url)
  if (pieces === null || pieces.scheme.toLowerCase() !== 'https' || pieces.user !== '') return false
  const port = pieces.port === null || pieces.port === '443'
  return port && /^(?:[a-z0-9-]+\.)*paypal\.com$/i.test(pieces.host) && !/[\s\\]/.test(url)
}
