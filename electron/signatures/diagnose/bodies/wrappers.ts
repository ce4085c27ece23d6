import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'
import { hash } from '../../crypto/digest.ts'
import { decodeAnyBase64 } from '../../crypto/encodings.ts'
import { parseJsonObject } from '../../message/json-fields.ts'
import type { BodyCandidate, Step } from '../finding.ts'
import type { BodyContext } from './context.ts'

/** More than this is not unpacked: a small body must not grow into one that fills the memory. */
const unpackedLimit = 64_000_000

function one(bytes: Buffer, code: Step['code'], text: string): BodyCandidate {
  return { bytes, steps: () => [{ code, text }] }
}

/** Bodies from which a wrapping is taken off that shows from outside: compression, base64, JSON inside a JSON string. */
export function unwrapped(body: Buffer, context: BodyContext): BodyCandidate[] {
  return [...decompressed(body, context), ...fromBase64(body), ...fromJsonString(body)]
}

function decompressed(body: Buffer, context: BodyContext): BodyCandidate[] {
  const options = { maxOutputLength: unpackedLimit }
  const declared = context.contentEncoding?.toLowerCase() ?? ''
  const tries: [string, boolean, () => Buffer][] = [
    ['gzip', body[0] === 0x1f && body[1] === 0x8b, () => gunzipSync(body, options)],
    [
      'deflate',
      (body[0] === 0x78 && body.readUInt16BE(0) % 31 === 0) || declared.includes('deflate'),
      () => inflateSync(body, options),
    ],
    ['deflate', declared.includes('deflate'), () => inflateRawSync(body, options)],
    ['br', declared.includes('br'), () => brotliDecompressSync(body, options)],
    ['zstd', body.subarray(0, 4).toString('hex') === '28b52ffd', () => zstdDecompressSync(body, options)],
  ]
  const found: BodyCandidate[] = []
  for (const [name, applies, unpack] of tries) {
    if (!applies || body.length < 4) continue
    const bytes = attempt(unpack)
    if (bytes === null) continue
    found.push(
      one(
        bytes,
        'content-encoding',
        `The signature is over the unpacked content, but the body that was received is still ${name}-compressed.`,
      ),
    )
    if (found.length > 0) break
  }
  return found
}

function attempt(unpack: () => Buffer): Buffer | null {
  try {
    return unpack()
  } catch {
    return null
  }
}

function fromBase64(body: Buffer): BodyCandidate[] {
  if (body.length < 4 || body.length > 20_000_000) return []
  const text = body.toString('latin1').trim()
  const url = /^data:[^,]{0,100};base64,/.exec(text)?.[0] ?? ''
  const bare = text.slice(url.length).replace(/^"|"$/g, '').replace(/\s+/g, '')
  const bytes = decodeAnyBase64(bare)
  if (bytes === null || bytes.length === 0) return []
  const text64 =
    'The signature is over the decoded content, but the body that was received is its base64 text, as API gateways hand it over.'
  const found = [one(bytes, 'body-base64', text64)]
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    const unpacked = attempt(() => gunzipSync(bytes, { maxOutputLength: unpackedLimit }))
    if (unpacked !== null)
      found.push(one(unpacked, 'body-base64', `${text64} Inside it was gzip-compressed too.`))
  }
  return found
}

function fromJsonString(body: Buffer): BodyCandidate[] {
  const text = body.toString('utf8').trim()
  const found: BodyCandidate[] = []
  const sentence =
    'The body that was received is JSON inside a JSON string (encoded twice); the signature is over the inner text.'
  let inner: unknown = text
  for (let depth = 0; depth < 3 && typeof inner === 'string'; depth++) {
    inner = parsed(inner)
    if (typeof inner === 'string' && inner !== '')
      found.push(one(Buffer.from(inner, 'utf8'), 'json-double-encoded', sentence))
  }
  if (/^[{[]\s*\\"/.test(text)) {
    const bare = parsed(`"${text}"`)
    if (typeof bare === 'string')
      found.push(
        one(
          Buffer.from(bare, 'utf8'),
          'json-double-encoded',
          'The body that was received has its quotes escaped (\\"), as the inside of a JSON string; the signature is over the plain text.',
        ),
      )
  }
  return found
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const envelopeFields = [
  'body',
  'rawBody',
  'raw_body',
  'payload',
  'data',
  'event',
  'message',
  'Message',
  'content',
]

/** Gateways and queues wrap the request into an object of their own. */
export function fromEnvelope(body: Buffer): BodyCandidate[] {
  const object = parseJsonObject(body)
  if (object === null) return []
  const found: BodyCandidate[] = []
  for (const field of envelopeFields) {
    const value = object[field]
    if (typeof value === 'string' && value.length > 1) {
      if (object['isBase64Encoded'] === true) {
        const bytes = decodeAnyBase64(value)
        if (bytes !== null)
          found.push(
            one(
              bytes,
              'body-base64',
              `The body that was received is a gateway's envelope with the content in base64 in “${field}”; the signature is over the content.`,
            ),
          )
      }
      found.push(
        one(
          Buffer.from(value, 'utf8'),
          'json-double-encoded',
          `The body that was received wraps the signed text as a string in its field “${field}”.`,
        ),
      )
    } else if (typeof value === 'object' && value !== null) {
      found.push(
        one(
          Buffer.from(JSON.stringify(value), 'utf8'),
          'json-double-encoded',
          `The body that was received wraps the signed JSON in its field “${field}”.`,
        ),
      )
    }
  }
  return found
}

/** The sender signed a hash of the body in place of the body. */
export function* hashed(body: Buffer): Generator<BodyCandidate> {
  for (const name of ['sha256', 'sha1', 'md5', 'sha512'] as const) {
    const digest = hash(name, [body])
    for (const [bytes, form] of [
      [Buffer.from(digest.toString('hex')), 'in hex'],
      [Buffer.from(digest.toString('base64')), 'in base64'],
      [digest, 'as bytes'],
      [Buffer.from(digest.toString('hex').toUpperCase()), 'in upper-case hex'],
    ] as const) {
      yield one(
        bytes,
        'signed-content-layout',
        `The ${name.toUpperCase().replace('SHA', 'SHA-')} of the body ${form} was signed in place of the body itself.`,
      )
    }
  }
}

/** The other way round: the sender signed a wrapped form of what was received. */
export function* wrapped(body: Buffer, context: BodyContext): Generator<BodyCandidate> {
  if (body.length > 4_000_000 || !context.budget.spend(body.length * 45)) return
  const text = body.toString('utf8')
  yield one(
    Buffer.from(JSON.stringify(text)),
    'json-double-encoded',
    'The signature is over the body as a JSON string (encoded twice), the body itself was received.',
  )
  const value = parsed(text)
  if (value !== undefined) {
    yield one(
      Buffer.from(JSON.stringify(JSON.stringify(value))),
      'json-double-encoded',
      'The signature is over the JSON encoded twice, as a string inside a string.',
    )
  }
  yield one(
    Buffer.from(JSON.stringify(text).slice(1, -1)),
    'json-double-encoded',
    'The signature is over the body with its quotes escaped.',
  )
  yield one(
    Buffer.from(body.toString('base64')),
    'body-base64',
    'The signature is over the base64 text of the body, the body itself was received.',
  )
  yield one(
    Buffer.from(body.toString('base64url')),
    'body-base64',
    'The signature is over the base64url text of the body, the body itself was received.',
  )
  yield one(
    Buffer.from(`${body.toString('base64')}\n`),
    'body-base64',
    'The signature is over the base64 text of the body with a line break, the body itself was received.',
  )
  yield one(
    Buffer.from(body.toString('hex')),
    'body-base64',
    'The signature is over the hex text of the body, the body itself was received.',
  )
}
