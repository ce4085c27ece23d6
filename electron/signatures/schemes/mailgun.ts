import { parseForm, parseMultipart } from '../message/forms.ts'
import { mediaType, typeParameter } from '../message/headers.ts'
import { isObject, parseJsonObject, scalarText } from '../message/json-fields.ts'
import { asBuffer } from '../crypto/encodings.ts'
import type { BodyFields, SchemeDefinition, SchemeOptions } from '../types.ts'
import { part, textSecret } from './pieces.ts'

/** documentation.mailgun.com, securing webhooks: JSON events carry a `signature` object, inbound routes post form fields. */
export const mailgun: SchemeDefinition = {
  id: 'mailgun',
  title: 'Mailgun',
  documentation: 'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks',
  source: 'documentation',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('HTTP webhook signing key', 'MAILGUN_SIGNING_KEY'),
  signature: { in: 'body', field: 'signature' },
  encoding: 'hex',
  timestamp: { in: 'body', field: 'timestamp', unit: 's' },
  messageId: null,
  layout: [part('timestamp'), part('token')],
  window: null,
  coverage: 'nothing',
  notes: [
    'Only timestamp and token are signed: the event data could be changed without breaking the signature. Keep the tokens you have seen to refuse replays.',
    'The key is the HTTP webhook signing key, not an API key. Events of a subaccount carry parent-signature too, made with the primary account’s key.',
  ],
  readBody: readMailgun,
}

function readMailgun(body: Uint8Array, contentType: string | null, options: SchemeOptions): BodyFields {
  const source = signatureFields(body, contentType)
  const name = options.signatureField ?? 'signature'
  const read = (field: string) => {
    const text = scalarText(source?.[field])
    return text === null || text === '' ? null : text
  }
  const timestamp = read('timestamp')
  const token = read('token')
  const missing = [timestamp === null ? 'timestamp' : null, token === null ? 'token' : null]
  return {
    signature: read(name),
    timestamp,
    token,
    fields: [],
    others: Object.entries(source ?? {}).flatMap(([field, value]) =>
      typeof value === 'string' && field !== name && value.length <= 200
        ? [[`${field} of the body`, value] as [string, string]]
        : [],
    ),
    missing: missing.filter((field) => field !== null),
    hash: null,
  }
}

/** The object that holds timestamp, token and signature, wherever the kind of body puts it. */
function signatureFields(body: Uint8Array, contentType: string | null): Record<string, unknown> | null {
  const media = mediaType(contentType)
  if (media === 'multipart/form-data') {
    const fields = parseMultipart(body, typeParameter(contentType, 'boundary') ?? '')
    return fields === null ? null : Object.fromEntries(fields)
  }
  if (media !== 'application/x-www-form-urlencoded') {
    const json = parseJsonObject(body)
    if (json !== null) return isObject(json['signature']) ? json['signature'] : json
    if (media.includes('json')) return null
  }
  if (body.byteLength > 4_000_000) return null
  return Object.fromEntries(parseForm(asBuffer(body).toString('utf8')))
}
