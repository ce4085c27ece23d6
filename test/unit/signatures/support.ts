import { readFileSync } from 'node:fs'
import { isSchemeId } from '../../../electron/signatures/index.ts'
import type { Key, SchemeId, SignedRequest } from '../../../electron/signatures/index.ts'

interface PublishedVector {
  scheme: string
  source: string
  secret?: string
  publicKey?: string
  timestamp?: string
  id?: string
  method?: string
  url?: string
  params?: Record<string, string | string[]>
  body?: string
  expected: string | boolean
  signature?: string
}

export interface VectorCase {
  name: string
  scheme: SchemeId
  request: SignedRequest
  key: Key
}

const file = new URL('../../fixtures/signatures/published-vectors.json', import.meta.url)

const headerOf: Partial<Record<SchemeId, string>> = {
  github: 'X-Hub-Signature-256',
  slack: 'X-Slack-Signature',
  zendesk: 'X-Zendesk-Webhook-Signature',
  'standard-webhooks': 'webhook-signature',
  svix: 'svix-signature',
  paddle: 'Paddle-Signature',
  line: 'x-line-signature',
  square: 'x-square-hmacsha256-signature',
  'hubspot-v1': 'X-HubSpot-Signature',
  'hubspot-v2': 'X-HubSpot-Signature',
  twilio: 'X-Twilio-Signature',
  'twilio-body-sha256': 'X-Twilio-Signature',
  sendgrid: 'X-Twilio-Email-Event-Webhook-Signature',
}
const timestampHeaderOf: Partial<Record<SchemeId, string>> = {
  slack: 'X-Slack-Request-Timestamp',
  zendesk: 'X-Zendesk-Webhook-Signature-Timestamp',
  'standard-webhooks': 'webhook-timestamp',
  svix: 'svix-timestamp',
  sendgrid: 'X-Twilio-Email-Event-Webhook-Timestamp',
}

/** The published vectors as requests; those that hold a digest without a signature are left to their own tests. */
export function publishedVectors(): VectorCase[] {
  const vectors = JSON.parse(readFileSync(file, 'utf8')) as PublishedVector[]
  return vectors.flatMap((vector) => {
    if (!isSchemeId(vector.scheme)) throw new Error(`unknown scheme ${vector.scheme}`)
    if (vector.secret === undefined && vector.publicKey === undefined) return []
    return [requestOf(vector, vector.scheme)]
  })
}

function requestOf(vector: PublishedVector, scheme: SchemeId): VectorCase {
  const headers: [string, string][] = []
  let body = vector.body ?? ''
  if (vector.params !== undefined) {
    headers.push(['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'])
    const pairs = Object.entries(vector.params).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((text) => [name, text] as [string, string]),
    )
    body = new URLSearchParams(pairs).toString()
  } else {
    headers.push(['Content-Type', 'application/json'])
  }
  const signature = vector.signature ?? String(vector.expected)
  headers.push([headerOf[scheme] ?? '', signature])
  const timestampHeader = timestampHeaderOf[scheme]
  if (timestampHeader !== undefined) headers.push([timestampHeader, vector.timestamp ?? ''])
  if (vector.id !== undefined) headers.push([`${scheme === 'svix' ? 'svix' : 'webhook'}-id`, vector.id])
  // Two of Twilio's vectors come without the body whose hash is in the URL; it is the one of the first of them.
  if (scheme === 'twilio-body-sha256' && vector.body === undefined)
    body = '{"property": "value", "boolean": true}'
  return {
    name: `${scheme}: ${vector.source}`,
    scheme,
    request: {
      method: vector.method ?? 'POST',
      url: vector.url ?? 'https://example.com/hook',
      headers,
      body: Buffer.from(body),
      receivedAt: vector.timestamp === undefined ? 1_700_000_000_000 : Number(vector.timestamp) * 1000 + 1000,
    },
    key: {
      label: 'vector',
      ...(vector.secret === undefined ? {} : { secret: vector.secret }),
      ...(vector.publicKey === undefined ? {} : { publicKey: vector.publicKey }),
    },
  }
}
