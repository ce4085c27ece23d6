import { readFileSync } from 'node:fs'
import { privateKeys, publicKeyText, signers, type Headers, type Signing } from './signers.ts'

export const capturedAt = 1_772_000_000_000

/** One line of the batch format, with what is to be found out about it. */
export interface CorpusCase {
  name: string
  /** Codes of which the first diagnosis must be one; empty for cases that verify. */
  expect: string[]
  status: 'valid' | 'invalid' | 'missing' | 'error'
  /** Whether the cause can be inferred at all; if not, `unexplained` is the only right answer. */
  inferable: boolean
  secretLabel?: string
  input: Record<string, unknown>
}

const fixture = (name: string) =>
  readFileSync(new URL(`../../../fixtures/signatures/${name}`, import.meta.url), 'utf8')
export const serialisations = JSON.parse(fixture('serialisations.json')) as Record<
  string,
  Record<string, string>
>
export const rsa = {
  key: fixture('rsa-key.pem'),
  cert: fixture('rsa-cert.pem'),
  otherCert: fixture('rsa-other-cert.pem'),
}

export const secrets: Record<string, string> = {
  stripe: 'whsec_7Yq2vUo0bXr4Kj1sWc9EmNfHtPdLzGaQ',
  svix: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
  'standard-webhooks': 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  slack: '8f742231b10e8888abcd99bbbccc85a5',
  zendesk: 'dGhlX3Nlc3Npb25fc2VjcmV0X29mX3plbmRlc2tfMTIz',
  docusign: 'vJ0l4QvVmJ0M6a9j6s1mTzX2W3n8yBq7k5dR1c0fHeU=',
  paddle: 'pdl_ntfset_01hkqz7k2f8q3v5w6x7y8z9a0b_3kJ9sLmNqRtVwXyZ',
  twilio: '12345678901234567890123456789012',
  telegram: 'Tg-Secret_token-42-AbCdEf',
  'chatzuri-secret': 'Zuri-Action-Secret-77aB',
  shopify: 'shpss_0123456789abcdef0123456789abcdef',
  linear: 'lin_wh_A1b2C3d4E5f6G7h8I9j0K1l2',
}
export const secretOf = (scheme: string) =>
  secrets[scheme] ?? 'It’s-a-Secret-to-Everybody-42'.replace('’', "'")

/** A Twilio form. */
export const form = 'application/x-www-form-urlencoded'
export const params = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
}
export const formBody = Buffer.from(new URLSearchParams(params).toString())

/** Schemes that sign the raw body with a shared secret. */
export const hmacBody = [
  'chatzuri', 'chatzuri-sha1', 'github', 'github-sha1', 'meta', 'intercom', 'stripe', 'calendly', 'paddle', 'svix',
  'standard-webhooks', 'slack', 'zoom', 'shopify', 'line', 'docusign', 'typeform', 'zendesk', 'linear', 'square',
  'hubspot-v1', 'hubspot-v2', 'hubspot-v3',
] // prettier-ignore
export const publicKeyBody = ['discord', 'sendgrid', 'standard-webhooks-v1a'] as const
export const allBody = [...hmacBody, ...publicKeyBody]

export interface Variation {
  scheme: string
  /** What was signed. */
  signed?: Partial<Signing>
  /** What is received and configured instead. */
  received?: {
    body?: Buffer
    url?: string
    method?: string
    secret?: string
    publicKey?: string
    receivedAt?: number
    contentType?: string | null
  }
  headers?: (headers: Headers) => Headers
  extra?: Headers
  others?: { label: string; secret?: string; publicKey?: string }[]
  options?: Record<string, unknown>
  tolerance?: number
}

/** Linear's body must tell its time. */
export function bodyFor(scheme: string, text: string | Buffer): Buffer {
  const body = Buffer.from(text)
  if (scheme !== 'linear') return body
  return Buffer.from(
    body.toString('latin1').replace('{', `{"webhookTimestamp":${String(capturedAt - 2000)},`),
    'latin1',
  )
}

export const publicKeys: Record<string, string> = {
  discord: publicKeyText('discord', privateKeys.discord.publicKey),
  sendgrid: publicKeyText('sendgrid', privateKeys.sendgrid.publicKey),
  'standard-webhooks-v1a': publicKeyText('standard-webhooks-v1a', privateKeys.v1a.publicKey),
}
export const otherPublicKey = (scheme: string) => publicKeyText(scheme, privateKeys.other25519.publicKey)

/** Signs with an independent signer, then lets something else be received: one line of the batch format. */
export async function buildInput(variation: Variation): Promise<Record<string, unknown>> {
  const { scheme, received = {} } = variation
  const signing: Signing = {
    secret: secretOf(scheme),
    body: bodyFor(scheme, serialisations['lead']?.['compact'] ?? ''),
    url: 'https://hooks.example.com/in/webhook',
    method: 'POST',
    at: capturedAt - 2000,
    id: 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W',
    params: {},
    ...variation.signed,
  }
  const signer = signers[scheme]
  if (signer === undefined) throw new Error(`no signer for ${scheme}`)
  const signed = await signer(signing)
  const type = received.contentType === undefined ? 'application/json' : received.contentType
  const headers: Headers = [
    ['Host', 'hooks.example.com'],
    ['User-Agent', 'Provider/1.0'],
    ...(type === null ? [] : [['Content-Type', type] as [string, string]]),
    ...(variation.headers?.(signed) ?? signed),
    ...(variation.extra ?? []),
  ]
  const publicKey = received.publicKey ?? publicKeys[scheme]
  return {
    scheme,
    ...(publicKey === undefined ? { secret: received.secret ?? signing.secret } : { publicKey }),
    method: received.method ?? signing.method,
    url: received.url ?? signing.url,
    headers,
    bodyBase64: (received.body ?? signing.body).toString('base64'),
    receivedAt: received.receivedAt ?? capturedAt,
    ...(variation.others === undefined ? {} : { otherSecrets: variation.others }),
    ...(variation.options === undefined ? {} : { options: variation.options }),
    ...(variation.tolerance === undefined ? {} : { tolerance: variation.tolerance }),
  }
}

export class Collector {
  readonly cases: CorpusCase[] = []

  async add(
    name: string,
    expect: string | string[],
    variation: Variation,
    more: { status?: CorpusCase['status']; secretLabel?: string } = {},
  ): Promise<void> {
    const codes = typeof expect === 'string' ? [expect] : expect
    this.cases.push({
      name: `${variation.scheme}: ${name}`,
      expect: codes,
      status: more.status ?? (codes.length === 0 ? 'valid' : 'invalid'),
      inferable: !codes.includes('unexplained'),
      ...(more.secretLabel === undefined ? {} : { secretLabel: more.secretLabel }),
      input: { id: this.cases.length, ...(await buildInput(variation)) },
    })
  }

  addRaw(
    name: string,
    expect: string | string[],
    input: Record<string, unknown>,
    status: CorpusCase['status'] = 'invalid',
  ): void {
    const codes = typeof expect === 'string' ? [expect] : expect
    this.cases.push({
      name,
      expect: codes,
      status,
      inferable: !codes.includes('unexplained'),
      input: { id: this.cases.length, ...input },
    })
  }
}
