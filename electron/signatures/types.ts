import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { SchemeId } from '#shared/domain/scheme-ids.ts'

export type { SchemeId }

/** A request as the receiver captured it. Header values are Latin-1 text; the body is after transfer-decoding, content-encoding kept. */
export interface SignedRequest {
  method: string
  /** Absolute URL as the server saw it, query undecoded. */
  url: string
  headers: HeaderPairs
  body: Uint8Array
  /** Epoch milliseconds of capture: the judge of freshness. */
  receivedAt: number
}

/** A key to try: a shared secret as text, or the sender's public key or certificate as text. */
export interface Key {
  label: string
  secret?: string
  publicKey?: string
}

export type HashName = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512'
export type DigestEncoding = 'hex' | 'base64' | 'base64url'
export type SecretEncoding = 'text' | 'base64' | 'hex'
export type TimestampUnit = 's' | 'ms' | 'iso'

/** What a scheme needs to be told beyond the key; each scheme reads its own. */
export interface SchemeOptions {
  /** Seconds; replaces the scheme's own window, 0 switches the check off. */
  tolerance?: number
  /** PayPal: the id of the receiver's own webhook, which is signed but never sent. */
  webhookId?: string
  /** Mailgun: the field that holds the signature, `signature` or `parent-signature`. */
  signatureField?: string
  /** Addresses under which the receiver is reachable from outside, tried when a signed URL does not match. */
  publicUrls?: string[]
  /** The rest is for generic-hmac. */
  header?: string
  algorithm?: string
  encoding?: string
  prefix?: string
  /** e.g. `t={timestamp},v1={signature}` */
  headerTemplate?: string
  /** e.g. `['{timestamp}', '.', '{body}']` or `'{timestamp}.{body}'`; placeholders: body timestamp id method url path */
  parts?: string | string[]
  secretEncoding?: string
  timestampHeader?: string
  timestampUnit?: string
  idHeader?: string
}

/** One piece of the signed text. */
export type Part = { kind: 'literal'; text: string } | { kind: PartKind }
export type PartKind =
  | 'body'
  | 'timestamp'
  | 'id'
  | 'url'
  /** path of the URL without the query */
  | 'path'
  /** path and query */
  | 'target'
  | 'method'
  /** Twilio: form parameters, sorted by name, values of one name sorted and without doubles */
  | 'params'
  /** Mailgun: the token of the signature object */
  | 'token'
  /** PayPal: CRC-32 of the body, decimal */
  | 'crc32'
  | 'webhookId'
  /** SNS: `name\nvalue\n` for each signed field */
  | 'fields'
  /** HubSpot v1 and v2: the secret itself is part of what is hashed */
  | 'secret'

/** The values from which a signed text is put together. */
export interface Ingredients {
  body: Uint8Array
  method: string
  url: string
  timestamp: string
  id: string
  token: string
  webhookId: string
  params: [string, string][]
  fields: [string, string][]
}

export type Primitive =
  | { kind: 'hmac'; hash: HashName }
  | { kind: 'hash'; hash: HashName }
  /** the shared secret itself travels in the header */
  | { kind: 'equality' }
  | { kind: 'ed25519' }
  | { kind: 'ecdsa'; hash: HashName }
  | { kind: 'rsa'; hash: HashName }

export type HeaderFormat =
  /** the whole value is prefix and signature */
  | { kind: 'plain'; prefix: string }
  /** `t=1,v1=ab,v1=cd` */
  | { kind: 'pairs'; separator: string; signature: string; timestamp: string | null; id: string | null }
  /** `v1,ab v1,cd` */
  | { kind: 'versions'; version: string }
  /** anything else, as text with `{signature}` `{timestamp}` `{id}` */
  | { kind: 'template'; template: string }

export type SignaturePlace =
  | {
      in: 'header'
      names: string[]
      format: HeaderFormat
      /** DocuSign: names end in -1, -2, … */ numbered?: boolean
    }
  | { in: 'body'; field: string }

export type TimestampPlace =
  | { in: 'header'; names: string[]; unit: TimestampUnit }
  /** inside the signature header */
  | { in: 'signature'; unit: TimestampUnit }
  | { in: 'body'; field: string; unit: TimestampUnit }

export interface Window {
  seconds: number
  /** Whether timestamps ahead of the clock are refused too. */
  direction: 'past' | 'both'
}

export interface KeyFormat {
  kind: 'secret' | 'public-key' | 'certificate'
  /** How the text becomes key bytes. */
  encoding: SecretEncoding
  /** Stripped before decoding (`whsec_`); with encoding text it stays part of the key. */
  prefix: string | null
  /** What the provider calls it and where it is found. */
  name: string
  /** Name proposed for an environment variable in code samples. */
  variable: string
}

/** A fact about the request that the signature itself doesn't show, such as an untrusted certificate URL. */
export interface Objection {
  code: 'cert-url-untrusted' | 'body-hash-missing' | 'body-hash-differs' | 'hex-case' | 'missing-header'
  message: string
}

export interface BodyFields {
  signature: string | null
  timestamp: string | null
  token: string | null
  fields: [string, string][]
  /** Names of fields that should be there and are not. */
  missing: string[]
  /** Other texts beside the signature that might be it (Mailgun: parent-signature). */
  others: [string, string][]
  /** Hash that the body itself names, where it does (SNS SignatureVersion). */
  hash: HashName | null
}

export interface SchemeDefinition {
  id: SchemeId
  title: string
  documentation: string
  /** How sure the facts are. */
  source: 'sdk' | 'documentation' | 'third-party' | 'presumed' | 'settings'
  primitive: Primitive
  key: KeyFormat
  signature: SignaturePlace
  encoding: DigestEncoding
  /** Hex in either case is accepted (Discord). */
  anyHexCase?: boolean
  timestamp: TimestampPlace | null
  /** Header that carries the message id, where it is signed. */
  messageId: { names: string[] } | null
  /** Headers that the provider always sends and its verifier wants, beyond signature, timestamp and id. */
  otherHeaders?: string[]
  layout: Part[]
  window: Window | null
  /** What the signature protects. `nothing`: shared secret or token only. */
  coverage: 'body' | 'fields' | 'nothing'
  /** For people: what is not protected, where versions differ, and so on. */
  notes: string[]
  /** Where the signature or the signed values are inside the body. */
  readBody?: (body: Uint8Array, contentType: string | null, options: SchemeOptions) => BodyFields
  /** The ingredient sets that the provider's own library accepts, instead of the plain one (Twilio: port variants); the first is shown. */
  accepted?: (ingredients: Ingredients, contentType: string | null) => Ingredients[]
  /** Fixed headers that go along when a request is signed, so that the receiver's own library takes it. */
  companions?: HeaderPairs
  /** What only this provider sends, as a sentence; null when the request has nothing of it. Tells apart schemes that share a header. */
  hint?: (request: SignedRequest) => string | null
  /** Facts to refuse for although the signature is right. */
  objections?: (request: SignedRequest, fields: BodyFields | null) => Objection[]
}

/** A signature as it stands in the request, already freed of prefix and version. */
export interface ReceivedSignature {
  /** Signature text as received. */
  value: string
  /** Name of header or body field. */
  source: string
}

export interface Freshness {
  /** The timestamp as received. */
  text: string
  /** Epoch milliseconds; null when the text can't be read in the scheme's unit. */
  at: number | null
  window: Window | null
  /** Milliseconds, positive when the timestamp lies in the past. */
  ageAtCapture: number | null
  ageNow: number | null
  atCapture: FreshnessState
  now: FreshnessState
}
export type FreshnessState = 'fresh' | 'stale' | 'future' | 'unreadable' | 'not-judged'

export interface TextPart {
  kind: PartKind | 'literal'
  /** Byte range in the signed text. */
  start: number
  end: number
  /** Where it comes from, e.g. `header Stripe-Signature`, `body`, `your settings`. */
  origin: string
}

export interface SignedText {
  parts: TextPart[]
  /** Total bytes. */
  size: number
  /** The first bytes, at most 64 kB; the body part goes on where it is cut. */
  preview: Uint8Array
}

export type VerdictStatus = 'valid' | 'invalid' | 'missing' | 'not-configured' | 'cannot-check'

export interface Verdict {
  scheme: SchemeId
  status: VerdictStatus
  /** One sentence for people. */
  message: string
  /** The signature is right, but its timestamp is outside the window at the time of capture. Status is then `invalid`. */
  stale: boolean
  /** The cryptographic part alone. */
  signatureMatches: boolean
  /** Which key and which of several signatures matched. */
  matched: { keyLabel: string; keyIndex: number; signatureIndex: number } | null
  received: ReceivedSignature[]
  /** Whole values of the headers (or body field) that carry the signature. */
  receivedValues: { source: string; value: string }[]
  /** What each key gives; null where only a check is possible (public keys). */
  computed: { keyLabel: string; value: string | null; problem: string | null }[]
  signedText: SignedText | null
  freshness: Freshness | null
  coverage: SchemeDefinition['coverage']
  /** Required headers or fields that are not there. */
  missing: string[]
  objections: Objection[]
  notes: string[]
}

export const diagnosisCodes = [
  'json-reserialized',
  'json-key-order',
  'json-unicode-escaping',
  'json-slash-escaping',
  'json-double-encoded',
  'trailing-newline',
  'line-endings',
  'bom',
  'charset',
  'content-encoding',
  'body-base64',
  'form-reencoded',
  'body-missing',
  'content-type',
  'params-trimmed',
  'params-empty-dropped',
  'wrong-secret-known',
  'secret-whitespace',
  'secret-quoted',
  'secret-prefix',
  'secret-decoded',
  'secret-not-decoded',
  'secret-padding',
  'signature-truncated',
  'signature-encoding',
  'signature-prefix',
  'signature-header-format',
  'signature-list-separator',
  'hex-case',
  'wrong-algorithm',
  'signed-content-layout',
  'missing-signature-header',
  'missing-header',
  'wrong-header',
  'body-hash-missing',
  'timestamp-stale',
  'timestamp-future',
  'timestamp-unit',
  'url-scheme',
  'url-host',
  'url-port',
  'url-path',
  'url-query',
  'url-encoding',
  'url-trailing-slash',
  'method',
  'case',
  'wrong-webhook-id',
  'cert-url-untrusted',
  'unexplained',
] as const
export type DiagnosisCode = (typeof diagnosisCodes)[number]
