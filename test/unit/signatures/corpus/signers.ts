/**
 * Signatures as the providers make them, written apart from the product: with the providers' own packages where they can
 * sign, else straight from their documentation. Everything here works on what is *signed*; a case may then receive something else.
 */
import {
  createHash,
  createHmac,
  createPrivateKey,
  generateKeyPairSync,
  sign as cryptoSign,
  type KeyObject,
} from 'node:crypto'
import { crc32 } from 'node:zlib'
import { sign as octokitSign } from '@octokit/webhooks-methods'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import Stripe from 'stripe'
import { Webhook as SvixWebhook } from 'svix'
import twilio from 'twilio'

export interface Signing {
  secret: string
  body: Buffer
  url: string
  method: string
  /** Epoch milliseconds. */
  at: number
  id: string
  /** Twilio's decoded form parameters. */
  params: Record<string, string | string[]>
}
export type Headers = [string, string][]

const stripe = new Stripe('sk_test_not_used')
const hmac = (name: string, key: string | Buffer, ...parts: (string | Buffer)[]) => {
  const state = createHmac(name, key)
  for (const part of parts) state.update(part)
  return state
}
const seconds = (at: number) => String(Math.floor(at / 1000))

export const privateKeys = {
  discord: generateKeyPairSync('ed25519'),
  v1a: generateKeyPairSync('ed25519'),
  sendgrid: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  other25519: generateKeyPairSync('ed25519'),
}

export function publicKeyText(scheme: string, key: KeyObject): string {
  const spki = key.export({ format: 'der', type: 'spki' })
  if (scheme === 'discord') return spki.subarray(-32).toString('hex')
  if (scheme === 'standard-webhooks-v1a') return `whpk_${spki.subarray(-32).toString('base64')}`
  return spki.toString('base64')
}

/** The headers of a genuine request, by scheme. */
export const signers: Record<string, (signing: Signing) => Headers | Promise<Headers>> = {
  chatzuri: ({ secret, body }) => [
    ['X-Chatzuri-Signature', `sha256=${hmac('sha256', secret, body).digest('hex')}`],
  ],
  'chatzuri-sha1': ({ secret, body }) => [['x-chatzuri-signature', hmac('sha1', secret, body).digest('hex')]],
  'chatzuri-secret': ({ secret }) => [['X-Webhook-Secret', secret]],
  github: async ({ secret, body }) => [
    ['X-GitHub-Event', 'push'],
    ['X-GitHub-Delivery', '72d3162e-cc78-11e3-81ab-4c9367dc0958'],
    [
      'X-Hub-Signature-256',
      isText(body) && body.length > 0
        ? await octokitSign(secret, body.toString('utf8'))
        : `sha256=${hmac('sha256', secret, body).digest('hex')}`,
    ],
  ],
  'github-sha1': ({ secret, body }) => [
    ['X-Hub-Signature', `sha1=${hmac('sha1', secret, body).digest('hex')}`],
  ],
  intercom: ({ secret, body }) => [['X-Hub-Signature', `sha1=${hmac('sha1', secret, body).digest('hex')}`]],
  meta: ({ secret, body }) => [
    ['X-Hub-Signature-256', `sha256=${hmac('sha256', secret, body).digest('hex')}`],
  ],
  stripe: ({ secret, body, at }) => [
    [
      'Stripe-Signature',
      isText(body)
        ? stripe.webhooks.generateTestHeaderString({
            payload: body.toString('utf8'),
            secret,
            timestamp: Math.floor(at / 1000),
          })
        : `t=${seconds(at)},v1=${hmac('sha256', secret, `${seconds(at)}.`, body).digest('hex')}`,
    ],
  ],
  calendly: ({ secret, body, at }) => [
    [
      'Calendly-Webhook-Signature',
      `t=${seconds(at)},v1=${hmac('sha256', secret, `${seconds(at)}.`, body).digest('hex')}`,
    ],
  ],
  paddle: ({ secret, body, at }) => [
    [
      'Paddle-Signature',
      `ts=${seconds(at)};h1=${hmac('sha256', secret, `${seconds(at)}:`, body).digest('hex')}`,
    ],
  ],
  svix: ({ secret, body, at, id }) => [
    ['svix-id', id],
    ['svix-timestamp', seconds(at)],
    [
      'svix-signature',
      isText(body)
        ? new SvixWebhook(secret).sign(id, new Date(at), body.toString())
        : standard(secret, id, at, body),
    ],
  ],
  'standard-webhooks': ({ secret, body, at, id }) => [
    ['webhook-id', id],
    ['webhook-timestamp', seconds(at)],
    [
      'webhook-signature',
      isText(body)
        ? new StandardWebhook(secret).sign(id, new Date(at), body.toString())
        : standard(secret, id, at, body),
    ],
  ],
  'standard-webhooks-v1a': ({ body, at, id }) => [
    ['webhook-id', id],
    ['webhook-timestamp', seconds(at)],
    [
      'webhook-signature',
      `v1a,${cryptoSign(null, Buffer.concat([Buffer.from(`${id}.${seconds(at)}.`), body]), privateKeys.v1a.privateKey).toString('base64')}`,
    ],
  ],
  slack: ({ secret, body, at }) => [
    ['X-Slack-Request-Timestamp', seconds(at)],
    ['X-Slack-Signature', `v0=${hmac('sha256', secret, `v0:${seconds(at)}:`, body).digest('hex')}`],
  ],
  zoom: ({ secret, body, at }) => [
    ['x-zm-request-timestamp', seconds(at)],
    ['x-zm-signature', `v0=${hmac('sha256', secret, `v0:${seconds(at)}:`, body).digest('hex')}`],
  ],
  shopify: ({ secret, body }) => [
    ['X-Shopify-Topic', 'orders/create'],
    ['X-Shopify-Shop-Domain', 'example.myshopify.com'],
    ['X-Shopify-Hmac-SHA256', hmac('sha256', secret, body).digest('base64')],
  ],
  line: ({ secret, body }) => [['x-line-signature', hmac('sha256', secret, body).digest('base64')]],
  docusign: ({ secret, body }) => [
    ['X-Authorization-Digest', 'HMACSHA256'],
    ['X-DocuSign-Signature-1', hmac('sha256', secret, body).digest('base64')],
  ],
  typeform: ({ secret, body }) => [
    ['Typeform-Signature', `sha256=${hmac('sha256', secret, body).digest('base64')}`],
  ],
  zendesk: ({ secret, body, at }) => {
    const time = new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
    return [
      ['X-Zendesk-Webhook-Signature-Timestamp', time],
      ['X-Zendesk-Webhook-Signature', hmac('sha256', secret, time, body).digest('base64')],
    ]
  },
  linear: ({ secret, body }) => [['Linear-Signature', hmac('sha256', secret, body).digest('hex')]],
  square: ({ secret, body, url }) => [
    ['x-square-hmacsha256-signature', hmac('sha256', secret, url, body).digest('base64')],
  ],
  'hubspot-v1': ({ secret, body }) => [
    ['X-HubSpot-Signature-Version', 'v1'],
    ['X-HubSpot-Signature', createHash('sha256').update(secret).update(body).digest('hex')],
  ],
  'hubspot-v2': ({ secret, body, url, method }) => [
    ['X-HubSpot-Signature-Version', 'v2'],
    [
      'X-HubSpot-Signature',
      createHash('sha256')
        .update(secret + method + url)
        .update(body)
        .digest('hex'),
    ],
  ],
  'hubspot-v3': ({ secret, body, url, method, at }) => [
    ['X-HubSpot-Request-Timestamp', String(at)],
    ['X-HubSpot-Signature-v3', hmac('sha256', secret, method + url, body, String(at)).digest('base64')],
  ],
  twilio: ({ secret, url, params }) => [
    ['X-Twilio-Signature', twilio.getExpectedTwilioSignature(secret, url, params)],
  ],
  'twilio-body-sha256': ({ secret, url }) => [
    ['X-Twilio-Signature', twilio.getExpectedTwilioSignature(secret, url, {})],
  ],
  telegram: ({ secret }) => [['X-Telegram-Bot-Api-Secret-Token', secret]],
  discord: ({ body, at }) => [
    ['X-Signature-Timestamp', seconds(at)],
    [
      'X-Signature-Ed25519',
      cryptoSign(
        null,
        Buffer.concat([Buffer.from(seconds(at)), body]),
        privateKeys.discord.privateKey,
      ).toString('hex'),
    ],
  ],
  sendgrid: ({ body, at }) => [
    ['X-Twilio-Email-Event-Webhook-Timestamp', seconds(at)],
    [
      'X-Twilio-Email-Event-Webhook-Signature',
      cryptoSign(
        'sha256',
        Buffer.concat([Buffer.from(seconds(at)), body]),
        privateKeys.sendgrid.privateKey,
      ).toString('base64'),
    ],
  ],
}

function isText(body: Buffer): boolean {
  // The packages decode to text, which drops a byte order mark and breaks what is not UTF-8.
  return Buffer.from(new TextDecoder().decode(body)).equals(body)
}

function standard(secret: string, id: string, at: number, body: Buffer): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  return `v1,${hmac('sha256', key, `${id}.${seconds(at)}.`, body).digest('base64')}`
}

export function paypalHeaders(
  privateKey: string,
  options: {
    body: Buffer
    webhookId: string
    at: number
    id: string
    algorithm?: string
    certUrl?: string
    message?: string
  },
): Headers {
  const time = new Date(options.at).toISOString().replace(/\.\d+Z$/, 'Z')
  const message =
    options.message ?? `${options.id}|${time}|${options.webhookId}|${String(crc32(options.body))}`
  const signature = cryptoSign(
    options.algorithm ?? 'sha256',
    Buffer.from(message),
    createPrivateKey(privateKey),
  )
  return [
    ['PAYPAL-TRANSMISSION-ID', options.id],
    ['PAYPAL-TRANSMISSION-TIME', time],
    ['PAYPAL-TRANSMISSION-SIG', signature.toString('base64')],
    [
      'PAYPAL-CERT-URL',
      options.certUrl ?? 'https://api.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77',
    ],
    ['PAYPAL-AUTH-ALGO', 'SHA256withRSA'],
  ]
}

export function snsSignature(privateKey: string, text: string, version: '1' | '2'): string {
  return cryptoSign(
    version === '1' ? 'sha1' : 'sha256',
    Buffer.from(text),
    createPrivateKey(privateKey),
  ).toString('base64')
}
