import { asBuffer } from '../crypto/encodings.ts'
import { parseJsonObject, scalarText } from '../message/json-fields.ts'
import { splitUrl } from '../message/urls.ts'
import type { BodyFields, HashName, Objection, SchemeDefinition, SignedRequest } from '../types.ts'
import { part } from './pieces.ts'

/** docs.aws.amazon.com/sns, verifying message signatures; sns-payload-validator 2.1. */
export const awsSns: SchemeDefinition = {
  id: 'aws-sns',
  title: 'AWS SNS',
  documentation: 'https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html',
  source: 'sdk',
  primitive: { kind: 'rsa', hash: 'sha1' },
  key: {
    kind: 'certificate',
    encoding: 'base64',
    prefix: null,
    name: 'certificate from SigningCertURL',
    variable: 'SNS_CERT_PEM',
  },
  signature: { in: 'body', field: 'Signature' },
  encoding: 'base64',
  timestamp: { in: 'body', field: 'Timestamp', unit: 'iso' },
  messageId: null,
  layout: [part('fields')],
  window: null,
  coverage: 'fields',
  notes: [
    'Signed are the named fields with their decoded values, so re-writing the JSON does no harm. MessageAttributes are not covered.',
    'SignatureVersion 1 is RSA with SHA-1, 2 with SHA-256.',
  ],
  readBody: readSns,
  objections: untrustedCertificate,
}

export const snsNotificationFields = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
export const snsConfirmationFields = [
  'Message',
  'MessageId',
  'SubscribeURL',
  'SubscribeUrl',
  'Timestamp',
  'Token',
  'TopicArn',
  'Type',
]
const hashes: Record<string, HashName> = { '1': 'sha1', '2': 'sha256' }

function readSns(body: Uint8Array): BodyFields {
  return readSnsObject(parseJsonObject(body))
}

/** The signed fields of an SNS message; a Subject of null, as Lambda writes it, is not signed. */
export function readSnsObject(message: Record<string, unknown> | null): BodyFields {
  const type = scalarText(message?.['Type'])
  const names = type === 'Notification' ? snsNotificationFields : snsConfirmationFields
  const fields: [string, string][] = []
  for (const name of names) {
    const text = scalarText(message?.[name])
    if (text !== null) fields.push([name, text])
  }
  const version = scalarText(message?.['SignatureVersion'])
  const certificate = scalarText(message?.['SigningCertURL']) ?? scalarText(message?.['SigningCertUrl'])
  const missing: string[] = []
  if (type === null) missing.push('Type')
  if (certificate === null) missing.push('SigningCertURL')
  if (version === null) missing.push('SignatureVersion')
  const signature = scalarText(message?.['Signature'])
  return {
    signature: signature === '' ? null : signature,
    timestamp: scalarText(message?.['Timestamp']),
    token: null,
    fields,
    others: [],
    missing,
    hash: hashes[version ?? ''] ?? null,
  }
}

function untrustedCertificate(request: SignedRequest): Objection[] {
  const message = parseJsonObject(asBuffer(request.body))
  const url = scalarText(message?.['SigningCertURL']) ?? scalarText(message?.['SigningCertUrl'])
  if (url === null || trustedSnsUrl(url)) return []
  return [
    {
      code: 'cert-url-untrusted',
      message: `SigningCertURL is ${url.slice(0, 200)}, which is not an https address of sns.<region>.amazonaws.com ending in .pem: anybody could have put a certificate there.`,
    },
  ]
}

/** Whether a certificate URL is https, on `sns.<region>.amazonaws.com` (or `.com.cn`) and ends in `.pem`. */
export function trustedSnsUrl(url: string): boolean {
  const pieces = splitUrl(url)
  if (pieces === null || pieces.scheme.toLowerCase() !== 'https' || pieces.user !== '') return false
  const host = /^sns\.[a-zA-Z0-9-]{3,}\.amazonaws\.com(?:\.cn)?$/.test(pieces.host)
  const port = pieces.port === null || pieces.port === '443'
  return host && port && /\.pem$/.test(pieces.path) && !/[\s\\]|\.\./.test(url)
}
