import { hmac, secretKey } from '../crypto/digest.ts'
import { readSecret } from '../crypto/secrets.ts'
import { chunksOf } from '../message/assemble.ts'
import type { Reading } from '../message/read.ts'
import { writeTimestamp } from '../message/timestamps.ts'
import type { Key, SchemeDefinition, SignedRequest } from '../types.ts'
import { collectTokens, TokenIndex, type Match } from './tokens.ts'

export interface LostTimestamp {
  timestamp: string
  match: Match
  digest: Buffer
  keyLabel: string
}

const bodyLimit = 100_000
const secondsBack = 900
const secondsAhead = 60

/**
 * When the header with the signed timestamp did not arrive, the time can be found again: it is a whole second shortly
 * before the capture. Not tried for milliseconds, large bodies and public keys, which would take too many checks.
 */
export function findLostTimestamp(
  scheme: SchemeDefinition,
  request: SignedRequest,
  reading: Reading,
  keys: readonly Key[],
): LostTimestamp | null {
  const { primitive } = scheme
  const unit = scheme.timestamp?.unit
  if (primitive.kind !== 'hmac' || unit === undefined || unit === 'ms' || request.body.byteLength > bodyLimit)
    return null
  const index = new TokenIndex(collectTokens(scheme, request, reading))
  for (const key of keys.slice(0, 3)) {
    const secret = key.secret === undefined ? null : readSecret(scheme, key.secret)
    if (secret?.ok !== true) continue
    const object = secretKey(secret.bytes)
    for (let back = -secondsAhead; back <= secondsBack; back++) {
      const timestamp = writeTimestamp(request.receivedAt - back * 1000, unit)
      const chunks = chunksOf(scheme.layout, { ...reading.ingredients, timestamp }, secret.bytes)
      const digest = hmac(primitive.hash, object, chunks)
      const match = index.find(digest)
      if (match !== null) return { timestamp, match, digest, keyLabel: key.label }
    }
  }
  return null
}
