import { constants, publicDecrypt, verify, type KeyObject } from 'node:crypto'
import { asBuffer } from './encodings.ts'
import type { Chunk } from './digest.ts'
import type { HashName, Primitive } from '../types.ts'

/** Checks a public-key signature given as bytes; a malformed one is simply not valid. */
export function verifyAsymmetric(
  primitive: Primitive,
  key: KeyObject,
  chunks: readonly Chunk[],
  signature: Uint8Array,
): boolean {
  const message = joined(chunks)
  try {
    if (primitive.kind === 'ed25519') return signature.length === 64 && verify(null, message, key, signature)
    if (primitive.kind === 'ecdsa') {
      return verify(primitive.hash, message, { key, dsaEncoding: 'der' }, signature)
    }
    if (primitive.kind === 'rsa') return verify(primitive.hash, message, key, signature)
    return false
  } catch {
    return false
  }
}

/** An ECDSA signature as two numbers side by side (IEEE P1363) instead of DER. */
export function verifyP1363(
  hash: HashName,
  key: KeyObject,
  chunks: readonly Chunk[],
  signature: Uint8Array,
): boolean {
  try {
    return verify(hash, joined(chunks), { key, dsaEncoding: 'ieee-p1363' }, signature)
  } catch {
    return false
  }
}

export function joined(chunks: readonly Chunk[]): Buffer {
  const only = chunks[0]
  if (chunks.length === 1 && only !== undefined && typeof only !== 'string') return asBuffer(only)
  return Buffer.concat(
    chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk)),
  )
}

/** ASN.1 in front of the digest inside an RSA PKCS#1 v1.5 signature (RFC 8017, section 9.2). */
const digestInfo: { prefix: string; hash: HashName }[] = [
  { prefix: '3021300906052b0e03021a05000414', hash: 'sha1' },
  { prefix: '3031300d060960864801650304020105000420', hash: 'sha256' },
  { prefix: '3041300d060960864801650304020205000430', hash: 'sha384' },
  { prefix: '3051300d060960864801650304020305000440', hash: 'sha512' },
  { prefix: '3020300c06082a864886f70d020505000410', hash: 'md5' },
]

/**
 * The digest that an RSA signature was made over, which its public key reveals; null when the signature was not made
 * with the private half of this key. Lets a search compare digests instead of verifying again for each text.
 */
export function recoverRsaDigest(
  key: KeyObject,
  signature: Uint8Array,
): { hash: HashName; digest: Buffer } | null {
  try {
    const block = publicDecrypt({ key, padding: constants.RSA_PKCS1_PADDING }, signature)
    const hex = block.toString('hex')
    for (const { prefix, hash } of digestInfo) {
      if (hex.startsWith(prefix)) return { hash, digest: block.subarray(prefix.length / 2) }
    }
    return null
  } catch {
    return null
  }
}
