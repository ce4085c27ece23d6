import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { HashName } from '../types.ts'

export type Chunk = string | Uint8Array

export const digestLength: Record<HashName, number> = {
  md5: 16,
  sha1: 20,
  sha224: 28,
  sha256: 32,
  sha384: 48,
  sha512: 64,
}

/** HMAC over the chunks one after the other; strings count as UTF-8. The key may be empty. */
export function hmac(name: HashName, key: KeyObject, chunks: readonly Chunk[]): Buffer {
  const state = createHmac(name, key)
  for (const chunk of chunks) state.update(chunk)
  return state.digest()
}

export function hash(name: HashName, chunks: readonly Chunk[]): Buffer {
  const state = createHash(name)
  for (const chunk of chunks) state.update(chunk)
  return state.digest()
}

/** A key object is made once and used many times: that is several times faster than handing over bytes for each HMAC. */
export function secretKey(bytes: Uint8Array): KeyObject {
  return createSecretKey(bytes)
}
