import { X509Certificate, createPublicKey, type KeyObject } from 'node:crypto'
import type { SchemeDefinition } from '../types.ts'
import { decodeBase64, decodeHex } from './encodings.ts'

export type PublicKeyResult = { ok: true; key: KeyObject } | { ok: false; problem: string }

/** DER in front of the 32 bytes of a raw Ed25519 public key (RFC 8410). */
const ed25519Prefix = Buffer.from('302a300506032b6570032100', 'hex')

/**
 * Reads a sender's public key: hex for Discord, `whpk_…` for Standard Webhooks v1a, base64 SPKI (or PEM) for SendGrid,
 * a PEM certificate (or PEM public key) for PayPal and SNS. Never throws.
 */
export function importPublicKey(scheme: SchemeDefinition, text: string): PublicKeyResult {
  try {
    if (text.trimStart().startsWith('-----BEGIN')) return checkType(scheme, fromPem(text))
    const { encoding, prefix } = scheme.key
    const bare = prefix !== null && text.startsWith(prefix) ? text.slice(prefix.length) : text
    const bytes = encoding === 'hex' ? decodeHex(bare) : decodeBase64(bare)
    if (bytes === null || bytes.length === 0) {
      return {
        ok: false,
        problem: `The ${scheme.key.name} is not valid ${encoding === 'hex' ? 'hex' : 'base64'}.`,
      }
    }
    if (scheme.primitive.kind === 'ed25519' && bytes.length === 32) return checkType(scheme, ed25519(bytes))
    if (scheme.primitive.kind === 'rsa') return checkType(scheme, new X509Certificate(bytes).publicKey)
    return checkType(scheme, createPublicKey({ key: bytes, format: 'der', type: 'spki' }))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { ok: false, problem: `The ${scheme.key.name} can't be read as a key (${reason}).` }
  }
}

function fromPem(text: string): KeyObject {
  return text.includes('CERTIFICATE-----') ? new X509Certificate(text).publicKey : createPublicKey(text)
}

function ed25519(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([ed25519Prefix, raw]), format: 'der', type: 'spki' })
}

function checkType(scheme: SchemeDefinition, key: KeyObject): PublicKeyResult {
  const wanted = scheme.primitive.kind === 'ecdsa' ? 'ec' : scheme.primitive.kind
  if (key.asymmetricKeyType === wanted) return { ok: true, key }
  return {
    ok: false,
    problem: `The ${scheme.key.name} is a key of type ${key.asymmetricKeyType ?? 'unknown'}; ${scheme.title} signs with ${wanted}.`,
  }
}
