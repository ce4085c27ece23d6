import { createHmac, type KeyObject } from 'node:crypto'
import { recoverRsaDigest, verifyAsymmetric, verifyP1363 } from '../crypto/asymmetric.ts'
import { hash, hmac, type Chunk } from '../crypto/digest.ts'
import { chunksOf } from '../message/assemble.ts'
import type { HashName, Ingredients, Part, SchemeDefinition } from '../types.ts'
import type { Budget, Step } from './finding.ts'
import { label, type SearchPrimitive } from './frames/algorithms.ts'
import type { KeyCandidate } from './keys.ts'
import { TokenIndex, type Match, type Token } from './tokens.ts'

/** A text, key and algorithm that give just what was received. */
export interface Reproduction {
  match: Match
  /** The digest that was computed again; null for public-key signatures, which were checked instead. */
  digest: Buffer | null
  /** Steps that follow from the signature itself. */
  steps: Step[]
}

/** Work of one check beside hashing the text, in bytes of hashing. */
const overhead = { hmac: 8_000, signature: 190_000 }

/** Puts one combination after the other to the test; counts the work. */
export class Tester {
  private readonly scheme: SchemeDefinition
  private readonly index: TokenIndex
  private readonly budget: Budget
  private readonly recovered = new Map<KeyObject, { index: TokenIndex; hash: HashName }[]>()
  count = 0

  constructor(scheme: SchemeDefinition, tokens: Token[], budget: Budget) {
    this.scheme = scheme
    this.index = new TokenIndex(tokens)
    this.budget = budget
  }

  get lengths(): Set<number> {
    return this.index.lengths()
  }

  /** Whether there is anything to reproduce. */
  get hasTokens(): boolean {
    return this.index.tokens.length > 0
  }

  test(
    key: KeyCandidate,
    primitive: SearchPrimitive,
    layout: Part[],
    ingredients: Ingredients,
  ): Reproduction | null {
    const chunks = chunksOf(layout, ingredients, key.bytes)
    const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
    const work =
      primitive.kind === 'signature' && this.scheme.primitive.kind !== 'rsa'
        ? overhead.signature
        : overhead.hmac
    if (!this.budget.spend(size + work)) return null
    this.count++
    if (primitive.kind === 'signature') return this.checkSignature(key.key, chunks)
    const digest = compute(primitive, key, chunks)
    const match = this.index.find(digest)
    return match === null ? null : { match, digest, steps: [] }
  }

  private checkSignature(key: KeyObject, chunks: readonly Chunk[]): Reproduction | null {
    const { primitive } = this.scheme
    if (primitive.kind === 'rsa') return this.checkRsa(key, chunks)
    for (const token of this.index.tokens) {
      const match: Match = { token, part: 'whole' }
      if (primitive.kind === 'ed25519' && token.bytes.length === 64) {
        if (verifyAsymmetric(primitive, key, chunks, token.bytes)) return { match, digest: null, steps: [] }
      } else if (primitive.kind === 'ecdsa') {
        const steps = ecdsaSteps(primitive.hash, key, chunks, token, this.count < 12)
        if (steps !== null) return { match, digest: null, steps }
      }
    }
    return null
  }

  /** RSA reveals the digest that was signed: one public-key operation per key, then only hashes are compared. */
  private checkRsa(key: KeyObject, chunks: readonly Chunk[]): Reproduction | null {
    let known = this.recovered.get(key)
    if (known === undefined) {
      known = this.index.tokens.flatMap((token) => {
        const found = token.bytes.length >= 64 ? recoverRsaDigest(key, token.bytes) : null
        if (found === null) return []
        const stand = { ...token, bytes: found.digest }
        return [{ index: new TokenIndex([stand]), hash: found.hash }]
      })
      this.recovered.set(key, known)
    }
    for (const { index, hash: name } of known) {
      const match = index.find(hash(name, chunks))
      if (match?.part === 'whole') return { match, digest: null, steps: this.rsaSteps(name) }
    }
    return null
  }

  /** Whether some signature in the request was made with the private half of this key, over whatever text. */
  madeWith(key: KeyObject): boolean {
    return (
      this.scheme.primitive.kind === 'rsa' &&
      this.index.tokens.some(
        (token) => token.bytes.length >= 64 && recoverRsaDigest(key, token.bytes) !== null,
      )
    )
  }

  private rsaSteps(name: HashName): Step[] {
    const { primitive, title } = this.scheme
    if (primitive.kind !== 'rsa' || primitive.hash === name) return []
    return [
      {
        code: 'wrong-algorithm',
        text: `The signature was made with RSA and ${label(name)}; by what the request says, ${title} uses ${label(primitive.hash)}.`,
      },
    ]
  }
}

function compute(
  primitive: Exclude<SearchPrimitive, { kind: 'signature' }>,
  key: KeyCandidate,
  chunks: readonly Chunk[],
): Buffer {
  if (primitive.kind === 'hmac') return hmac(primitive.hash, key.key, chunks)
  if (primitive.kind === 'hash') return hash(primitive.hash, chunks)
  const bytes = chunks.map((chunk) => (typeof chunk === 'string' ? Buffer.from(chunk) : chunk))
  return createHmac(primitive.hash, Buffer.concat(bytes)).update(key.bytes).digest()
}

function ecdsaSteps(
  name: HashName,
  key: KeyObject,
  chunks: readonly Chunk[],
  token: Token,
  thorough: boolean,
): Step[] | null {
  const isDer = token.bytes[0] === 0x30 && token.bytes.length >= 66 && token.bytes.length <= 74
  if (isDer && verifyAsymmetric({ kind: 'ecdsa', hash: name }, key, chunks, token.bytes)) return []
  if (token.bytes.length === 64 && verifyP1363(name, key, chunks, token.bytes)) {
    return [
      {
        code: 'signature-encoding',
        text: 'The signature is two bare numbers (64 bytes, IEEE P1363); the provider writes ASN.1 DER.',
      },
    ]
  }
  if (!thorough) return null
  for (const other of ['sha512', 'sha384', 'sha1'] as const) {
    if (isDer && verifyAsymmetric({ kind: 'ecdsa', hash: other }, key, chunks, token.bytes)) {
      return [
        {
          code: 'wrong-algorithm',
          text: `The signature was made over the ${label(other)} of the text; the provider uses ${label(name)}.`,
        },
      ]
    }
  }
  return null
}
