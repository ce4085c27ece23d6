import type { HeaderPairs } from '#shared/domain/answer.ts'
import { hash } from './crypto/digest.ts'
import { asBuffer } from './crypto/encodings.ts'
import { contentType, mediaType, typeParameter } from './message/headers.ts'
import { isObject, parseJsonObject } from './message/json-fields.ts'
import { joinUrl, splitUrl } from './message/urls.ts'
import { bodyHashOf } from './schemes/twilio-body-hash.ts'
import type { SchemeDefinition, SchemeOptions } from './types.ts'

interface Prepared {
  body: Uint8Array
  url: string
}

/** Body and URL as they must be before the signature is made: with time, token or hash put in where the scheme has them there. */
export function bodyToSign(
  scheme: SchemeDefinition,
  input: { body: Uint8Array; url: string; headers: HeaderPairs; now: number; id: string },
): Prepared {
  const { body, url, headers, now, id } = input
  switch (scheme.id) {
    case 'linear':
      return { body: linearBody(body, now), url }
    case 'mailgun':
      return { body: mailgunBody(body, contentType(headers), now, id), url }
    case 'aws-sns':
      return { body: snsBody(body, now), url }
    case 'twilio-body-sha256':
      return { body, url: withBodyHash(url, hash('sha256', [body]).toString('hex')) }
    default:
      return { body, url }
  }
}

/** The body with the signature in it, for the two schemes that put it there; else as it is. */
export function signedBody(
  scheme: SchemeDefinition,
  body: Uint8Array,
  signature: string,
  type: string | null,
  options: SchemeOptions,
): Uint8Array {
  if (scheme.id === 'mailgun')
    return fillMailgun(body, options.signatureField ?? 'signature', signature, type)
  if (scheme.id !== 'aws-sns') return body
  const message = parseJsonObject(body)
  return Buffer.from(JSON.stringify({ ...message, Signature: signature }))
}

/** Sets webhookTimestamp, leaving every other byte as it is where it is there already. */
function linearBody(body: Uint8Array, now: number): Uint8Array {
  const message = parseJsonObject(body)
  if (message === null) return body
  const text = asBuffer(body).toString('utf8')
  const known = /"webhookTimestamp"\s*:\s*-?\d+/g
  if (typeof message['webhookTimestamp'] === 'number' && text.match(known)?.length === 1) {
    return Buffer.from(text.replace(known, `"webhookTimestamp":${String(now)}`))
  }
  return Buffer.from(JSON.stringify({ ...message, webhookTimestamp: now }))
}

const unsigned = 'unsigned'

/** A fresh timestamp and a token (50 characters, made from message id and time, so that the same input signs the same), in the place where this kind of body has them. */
function mailgunBody(body: Uint8Array, type: string | null, now: number, id: string): Uint8Array {
  const timestamp = String(Math.floor(now / 1000))
  const token = hash('sha256', [id, String(now)])
    .toString('hex')
    .slice(0, 50)
  const media = mediaType(type)
  if (media === 'multipart/form-data') {
    const boundary = typeParameter(type, 'boundary') ?? ''
    const fields = { timestamp, token, signature: unsigned }
    return Buffer.from(withParts(asBuffer(body).toString('latin1'), boundary, fields), 'latin1')
  }
  if (media === 'application/x-www-form-urlencoded') {
    const form = new URLSearchParams(asBuffer(body).toString('utf8'))
    form.set('timestamp', timestamp)
    form.set('token', token)
    form.set('signature', unsigned)
    return Buffer.from(form.toString())
  }
  const message = parseJsonObject(body) ?? {}
  const old = isObject(message['signature']) ? message['signature'] : {}
  return Buffer.from(
    JSON.stringify({ ...message, signature: { ...old, timestamp, token, signature: unsigned } }),
  )
}

function withParts(text: string, boundary: string, fields: Record<string, string>): string {
  const names = Object.keys(fields).join('|')
  const old = new RegExp(`content-disposition:[^\\r\\n]*[;\\s]name="?(?:${names})"?[;\\r\\n]`, 'i')
  const kept = text
    .split(`--${boundary}`)
    .filter((piece) => !old.test(`${piece.split(/\r?\n\r?\n/, 1)[0] ?? ''}\n`))
  const last = kept.pop() ?? '--\r\n'
  const added = Object.entries(fields).map(
    ([name, value]) => `\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  return [...kept, ...added, last].join(`--${boundary}`)
}

function fillMailgun(body: Uint8Array, field: string, signature: string, type: string | null): Uint8Array {
  const media = mediaType(type)
  if (media === 'multipart/form-data') {
    return Buffer.from(
      asBuffer(body).toString('latin1').replace(`\r\n\r\n${unsigned}\r\n`, `\r\n\r\n${signature}\r\n`),
      'latin1',
    )
  }
  if (media === 'application/x-www-form-urlencoded') {
    const form = new URLSearchParams(asBuffer(body).toString('utf8'))
    form.set(field, signature)
    return Buffer.from(form.toString())
  }
  const message = parseJsonObject(body) ?? {}
  const old = isObject(message['signature']) ? message['signature'] : {}
  return Buffer.from(JSON.stringify({ ...message, signature: { ...old, [field]: signature } }))
}

/** An SNS message around the body, unless it is one already; the time is set, the old signature taken out. */
function snsBody(body: Uint8Array, now: number): Uint8Array {
  const given = parseJsonObject(body)
  const time = new Date(now).toISOString()
  const base =
    typeof given?.['Type'] === 'string'
      ? given
      : {
          Type: 'Notification',
          MessageId: '00000000-0000-4000-8000-000000000000',
          TopicArn: 'arn:aws:sns:us-east-1:000000000000:example',
          Message: asBuffer(body).toString('utf8'),
        }
  const message: Record<string, unknown> = { SignatureVersion: '2', ...base, Timestamp: time }
  message['SigningCertURL'] ??=
    `https://sns.us-east-1.amazonaws.com/SimpleNotificationService-${'0'.repeat(32)}.pem`
  delete message['Signature']
  return Buffer.from(JSON.stringify(message))
}

function withBodyHash(url: string, digest: string): string {
  const pieces = splitUrl(url)
  if (pieces === null) return url
  if (bodyHashOf(url) !== null) return url.replace(/([?&]bodySHA256=)[^&#]*/, `$1${digest}`)
  const query = pieces.query === null || pieces.query === '' ? '' : `${pieces.query}&`
  return joinUrl({ ...pieces, query: `${query}bodySHA256=${digest}` })
}
