import { createPrivateKey, generateKeyPairSync, sign as signBytes, type KeyObject } from 'node:crypto'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import { joined } from './crypto/asymmetric.ts'
import { hash, hmac, secretKey } from './crypto/digest.ts'
import { asBuffer, encodeDigest } from './crypto/encodings.ts'
import { readSecret } from './crypto/secrets.ts'
import { chunksOf } from './message/assemble.ts'
import { contentType } from './message/headers.ts'
import { readRequest } from './message/read.ts'
import { writeSignatureHeader } from './message/signature-header.ts'
import { writeTimestamp } from './message/timestamps.ts'
import { resolveScheme } from './schemes/registry.ts'
import { bodyToSign, signedBody } from './sign-bodies.ts'
import { withBodyHash } from './verify.ts'
import type { Ingredients, SchemeDefinition, SchemeId, SchemeOptions } from './types.ts'

export interface SignInput {
  method: string
  /** Absolute URL as the receiver will see it. */
  url: string
  /** Headers that will be sent; the content type counts. */
  headers: HeaderPairs
  body: Uint8Array
  /** The shared secret, or the private key (PEM, `whsk_…`, hex) of a scheme that signs with one. */
  key: string
  /** Epoch milliseconds. */
  now: number
  /** Message id, for schemes that sign one. */
  id: string
}

export type SignResult =
  | {
      ok: true
      /** Headers to add. */
      headers: HeaderPairs
      /** What to send: changed where the signature or the time is part of the body (Mailgun, SNS, Linear). */
      body: Uint8Array
      /** Where to send it: changed where a hash of the body is part of the address (Twilio with JSON). */
      url: string
    }
  | { ok: false; problem: string }

/** Signs a request as the provider would. Never throws: a key that can't be used is a problem in words. */
export function sign(id: SchemeId, input: SignInput, options: SchemeOptions): SignResult {
  const resolved = resolveScheme(id, options)
  if (!resolved.ok) return resolved
  if (resolved.scheme.layout.some(({ kind }) => kind === 'webhookId') && (options.webhookId ?? '') === '') {
    return {
      ok: false,
      problem: `${resolved.scheme.title} signs the id of the webhook: set the option webhookId.`,
    }
  }
  const prepared = bodyToSign(resolved.scheme, input)
  const { ingredients, scheme } = ingredientsOf(resolved.scheme, { ...input, ...prepared }, options)
  const signed = signatureOf(scheme, input.key, ingredients)
  if (!signed.ok) return signed
  const body = signedBody(scheme, prepared.body, signed.text, contentType(input.headers), options)
  return { ok: true, headers: headersOf(scheme, signed.text, ingredients), body, url: prepared.url }
}

function ingredientsOf(
  scheme: SchemeDefinition,
  input: SignInput,
  options: SchemeOptions,
): { ingredients: Ingredients; scheme: SchemeDefinition } {
  const timestamp = scheme.timestamp === null ? '' : writeTimestamp(input.now, scheme.timestamp.unit)
  const { body, method, url, headers, now } = input
  const reading = readRequest(scheme, { body, method, url, headers, receivedAt: now }, options)
  const inBody = scheme.timestamp?.in === 'body'
  const plain: Ingredients = {
    ...reading.ingredients,
    timestamp: inBody && reading.ingredients.timestamp !== '' ? reading.ingredients.timestamp : timestamp,
    id: input.id,
  }
  // Of the forms that a provider's library accepts, the one it would sign itself is the URL as it is.
  const accepted = scheme.accepted?.(plain, contentType(input.headers)) ?? [plain]
  const ingredients = accepted.find((candidate) => candidate.url === url) ?? accepted[0] ?? plain
  return { ingredients, scheme: withBodyHash(scheme, reading) }
}

type SignedText = { ok: true; text: string } | { ok: false; problem: string }

function signatureOf(scheme: SchemeDefinition, key: string, ingredients: Ingredients): SignedText {
  const { primitive, layout, encoding } = scheme
  if (primitive.kind === 'equality')
    return key === '' ? { ok: false, problem: 'The secret is empty.' } : { ok: true, text: key }
  if (primitive.kind === 'hmac' || primitive.kind === 'hash') {
    const secret = readSecret(scheme, key)
    if (!secret.ok) return secret
    const chunks = chunksOf(layout, ingredients, secret.bytes)
    const digest =
      primitive.kind === 'hmac'
        ? hmac(primitive.hash, secretKey(secret.bytes), chunks)
        : hash(primitive.hash, chunks)
    return { ok: true, text: encodeDigest(digest, encoding) }
  }
  const privateKey = readPrivateKey(scheme, key)
  if (privateKey === null) {
    return {
      ok: false,
      problem: `${scheme.title} signs with a private key (PEM); this text is not one of the right kind.`,
    }
  }
  const message = joined(chunksOf(layout, ingredients, new Uint8Array()))
  const algorithm = primitive.kind === 'ed25519' ? null : primitive.hash
  return { ok: true, text: encodeDigest(signBytes(algorithm, message, privateKey), encoding) }
}

/** DER in front of the 32 bytes of a raw Ed25519 private key (RFC 8410). */
const ed25519Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')

function readPrivateKey(scheme: SchemeDefinition, text: string): KeyObject | null {
  const wanted = scheme.primitive.kind === 'ecdsa' ? 'ec' : scheme.primitive.kind
  try {
    const key = text.includes('-----BEGIN') ? createPrivateKey(text) : rawEd25519(text)
    return key.asymmetricKeyType === wanted ? key : null
  } catch {
    return null
  }
}

/** `whsk_` and base64, or hex: 32 bytes of seed, with or without the public half behind it. */
function rawEd25519(text: string): KeyObject {
  const bare = text.trim().replace(/^whsk_/, '')
  const bytes = /^(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{128})$/.test(bare)
    ? Buffer.from(bare, 'hex')
    : Buffer.from(bare, 'base64')
  return createPrivateKey({
    key: Buffer.concat([ed25519Prefix, bytes.subarray(0, 32)]),
    format: 'der',
    type: 'pkcs8',
  })
}

function headersOf(scheme: SchemeDefinition, signature: string, ingredients: Ingredients): HeaderPairs {
  if (scheme.signature.in === 'body') return []
  const headers: HeaderPairs = []
  if (scheme.messageId?.names[0] !== undefined) headers.push([scheme.messageId.names[0], ingredients.id])
  if (scheme.timestamp?.in === 'header')
    headers.push([scheme.timestamp.names[0] ?? '', ingredients.timestamp])
  const value = writeSignatureHeader(scheme.signature.format, {
    signature,
    timestamp: ingredients.timestamp,
    id: ingredients.id,
  })
  headers.push([scheme.signature.names[0] ?? '', value])
  return [...headers, ...(scheme.companions ?? [])]
}

export interface KeyPair {
  /** PEM, PKCS#8: what `sign` takes. */
  privateKey: string
  /** As the receiver's settings want it: hex, `whpk_…`, base64 SPKI, or PEM. */
  publicKey: string
}

/** A fresh key pair for a scheme that signs with one; null for shared secrets. Takes some time for RSA (about 100 ms). */
export function generateKeys(id: SchemeId): KeyPair | null {
  const resolved = resolveScheme(id, {})
  if (!resolved.ok) return null
  const { primitive, key } = resolved.scheme
  if (primitive.kind !== 'ed25519' && primitive.kind !== 'ecdsa' && primitive.kind !== 'rsa') return null
  const pair =
    primitive.kind === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : primitive.kind === 'ecdsa'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('rsa', { modulusLength: 2048 })
  const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  if (primitive.kind === 'rsa') {
    return { privateKey, publicKey: pair.publicKey.export({ type: 'spki', format: 'pem' }).toString() }
  }
  const spki = asBuffer(pair.publicKey.export({ type: 'spki', format: 'der' }))
  const bytes = primitive.kind === 'ed25519' ? spki.subarray(-32) : spki
  return {
    privateKey,
    publicKey: (key.prefix ?? '') + bytes.toString(key.encoding === 'hex' ? 'hex' : 'base64'),
  }
}
