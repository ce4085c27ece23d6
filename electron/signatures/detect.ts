import { readRequest } from './message/read.ts'
import { schemes } from './schemes/registry.ts'
import type { Key, SchemeDefinition, SchemeId, SignedRequest } from './types.ts'
import { verifyWith } from './verify.ts'

/** A scheme that a request may have been signed with. */
export interface Candidate {
  scheme: SchemeId
  /** What speaks for it, in a sentence. */
  reason: string
  /** 3 when something only this provider sends is there, 2 when the signature is written its way, 1 when only the header's name fits. */
  strength: 1 | 2 | 3
}

/** A candidate, and the key with which it verifies, if one does (by its place in the list of keys). */
export interface Proposal extends Candidate {
  keyIndex: number | null
}

/** Schemes that fit a request by its headers and body, the likeliest first; empty when nothing is recognised. Needs no key. */
export function detect(request: SignedRequest): Candidate[] {
  const found = Object.values(schemes).flatMap((scheme) => candidate(scheme, request))
  found.sort((a, b) => b.strength - a.strength || Number(b.own) - Number(a.own))
  return found.map(({ scheme, reason, strength }) => ({ scheme, reason, strength }))
}

/** A candidate, and whether its header is the scheme's own and not one that it merely accepts. */
function candidate(scheme: SchemeDefinition, request: SignedRequest): (Candidate & { own: boolean })[] {
  if (scheme.source === 'settings') return []
  const reading = readRequest(scheme, request, {})
  const source = reading.values[0]?.source
  if (source === undefined || (scheme.signature.in === 'body' && reading.missing.length > 0)) return []
  const own =
    scheme.signature.in === 'body' || scheme.signature.names[0]?.toLowerCase() === source.toLowerCase()
  const hint = scheme.hint?.(request) ?? null
  if (hint !== null) return [{ scheme: scheme.id, reason: hint, strength: 3, own }]
  const written = reading.signatures.some(({ value }) => isWritten(scheme, value))
  const reason = written
    ? `The request carries ${source}, written the way ${scheme.title} writes it.`
    : `The request carries ${source}.`
  return [{ scheme: scheme.id, reason, strength: written ? 2 : 1, own }]
}

const digestCharacters = {
  hex: /^[0-9a-f]+$/i,
  base64: /^[A-Za-z0-9+/]+={0,2}$/,
  base64url: /^[A-Za-z0-9_-]+={0,2}$/,
}

/** Whether a value has the alphabet and length of what the scheme produces. */
function isWritten(scheme: SchemeDefinition, value: string): boolean {
  const { primitive, encoding } = scheme
  if (primitive.kind === 'equality') return true
  if (!digestCharacters[encoding].test(value)) return false
  if (primitive.kind === 'ecdsa' || primitive.kind === 'rsa') return value.length >= 80
  const bytes =
    primitive.kind === 'ed25519'
      ? 64
      : { md5: 16, sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 }[primitive.hash]
  return encoding === 'hex'
    ? value.length === bytes * 2
    : Math.abs(value.length - Math.ceil(bytes / 3) * 4) <= 2
}

/** The same, tried with the keys at hand: what verifies comes first ("this verifies as Stripe with the secret live"). */
export function propose(request: SignedRequest, keys: readonly Key[], now: number): Proposal[] {
  const proposals = detect(request).map((found): Proposal => {
    const verdict = verifyWith(schemes[found.scheme], request, keys, {}, now)
    return { ...found, keyIndex: verdict.matched?.keyIndex ?? null }
  })
  return proposals.sort((a, b) => Number(b.keyIndex !== null) - Number(a.keyIndex !== null))
}
