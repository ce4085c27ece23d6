import { verifyAsymmetric } from './crypto/asymmetric.ts'
import { sameText } from './crypto/compare.ts'
import { hash, hmac, secretKey } from './crypto/digest.ts'
import { decodeBase64, decodeHex, encodeDigest } from './crypto/encodings.ts'
import { importPublicKey } from './crypto/public-keys.ts'
import { readSecret } from './crypto/secrets.ts'
import { chunksOf } from './message/assemble.ts'
import type { Ingredients, Key, SchemeDefinition } from './types.ts'

/** A key made ready for one scheme: gives the expected signature text, or only checks one where the key is public. */
export type ReadyKey =
  | { ok: true; expected: (ingredients: Ingredients) => string; check: Check }
  | { ok: true; expected: null; check: Check }
  | { ok: false; problem: string; absent: boolean }
type Check = (ingredients: Ingredients, signature: string) => boolean

const noBytes = new Uint8Array()

/** Reads a key for a scheme. `absent` tells a key of the other kind (or none) from a broken one. */
export function prepareKey(scheme: SchemeDefinition, key: Key): ReadyKey {
  if (scheme.key.kind !== 'secret') return preparePublicKey(scheme, key)
  if (key.secret === undefined) return { ok: false, problem: `No ${scheme.key.name} is set.`, absent: true }
  const secret = readSecret(scheme, key.secret)
  if (!secret.ok) return { ...secret, absent: false }
  const { primitive } = scheme
  if (primitive.kind === 'equality') {
    const text = key.secret
    return withExpected(() => text, scheme)
  }
  if (primitive.kind === 'hash') {
    return withExpected(
      (ingredients) =>
        encodeDigest(
          hash(primitive.hash, chunksOf(scheme.layout, ingredients, secret.bytes)),
          scheme.encoding,
        ),
      scheme,
    )
  }
  if (primitive.kind !== 'hmac')
    return { ok: false, problem: `${scheme.title} needs a public key.`, absent: true }
  const object = secretKey(secret.bytes)
  return withExpected(
    (ingredients) =>
      encodeDigest(
        hmac(primitive.hash, object, chunksOf(scheme.layout, ingredients, noBytes)),
        scheme.encoding,
      ),
    scheme,
  )
}

function withExpected(expected: (ingredients: Ingredients) => string, scheme: SchemeDefinition): ReadyKey {
  // Padding of base64url is a matter of taste among senders; everything else must be as the scheme writes it.
  const normal = (text: string) => (scheme.encoding === 'base64url' ? text.replace(/={1,2}$/, '') : text)
  const known = new Map<Ingredients, string>()
  const once = (ingredients: Ingredients) => {
    const text = known.get(ingredients) ?? expected(ingredients)
    known.set(ingredients, text)
    return text
  }
  return {
    ok: true,
    expected: once,
    check: (ingredients, signature) => sameText(once(ingredients), normal(signature)),
  }
}

function preparePublicKey(scheme: SchemeDefinition, key: Key): ReadyKey {
  if (key.publicKey === undefined)
    return { ok: false, problem: `No ${scheme.key.name} is set.`, absent: true }
  const imported = importPublicKey(scheme, key.publicKey)
  if (!imported.ok) return { ...imported, absent: false }
  return {
    ok: true,
    expected: null,
    check: (ingredients, signature) => {
      const bytes = scheme.encoding === 'hex' ? decodeHex(signature) : decodeBase64(signature)
      if (bytes === null) return false
      return verifyAsymmetric(
        scheme.primitive,
        imported.key,
        chunksOf(scheme.layout, ingredients, noBytes),
        bytes,
      )
    },
  }
}
