import type { DigestEncoding } from '../types.ts'

/** Bytes of even-length hex in either case; null for anything else. */
export function decodeHex(text: string): Buffer | null {
  return text.length % 2 === 0 && /^[0-9a-fA-F]+$/.test(text) ? Buffer.from(text, 'hex') : null
}

/**
 * Bytes of canonical, padded base64 in the standard alphabet; null for anything else.
 * Node's own decoder never fails and would turn a damaged secret into a wrong or empty key.
 */
export function decodeBase64(text: string): Buffer | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}

/** Bytes of base64 in either alphabet, padded or not; null when a character fits neither or the length is impossible. */
export function decodeAnyBase64(text: string): Buffer | null {
  const bare = text.replace(/={1,2}$/, '')
  if (bare.length % 4 === 1 || !/^[A-Za-z0-9+/_-]+$/.test(bare)) return null
  return Buffer.from(bare.replaceAll('-', '+').replaceAll('_', '/'), 'base64')
}

export function encodeDigest(digest: Uint8Array, encoding: DigestEncoding): string {
  return Buffer.from(digest.buffer, digest.byteOffset, digest.byteLength).toString(encoding)
}

/** A view on the same bytes, so that Buffer's fast methods can be used. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
