import { digestLength } from '../../crypto/digest.ts'
import { literal, part } from '../../schemes/pieces.ts'
import type { HashName, Part, SchemeDefinition } from '../../types.ts'
import type { Step } from '../finding.ts'

/** How a digest can be made in a search; `swapped` is an HMAC with key and message confused. */
export type SearchPrimitive = { kind: 'hmac' | 'hash' | 'swapped'; hash: HashName } | { kind: 'signature' }

export interface AlgorithmVariant {
  primitive: SearchPrimitive
  layout: Part[]
  steps: Step[]
}

const hashes: HashName[] = ['sha256', 'sha1', 'sha512', 'sha384', 'md5', 'sha224']

/**
 * The algorithms with which the main search runs: the scheme's own when a value of that length was received, else the
 * ones whose digests have the length of what was received.
 */
export function mainAlgorithms(scheme: SchemeDefinition, lengths: Set<number>): AlgorithmVariant[] {
  const { primitive, layout } = scheme
  if (primitive.kind !== 'hmac' && primitive.kind !== 'hash') {
    return [{ primitive: { kind: 'signature' }, layout, steps: [] }]
  }
  const own: AlgorithmVariant = {
    primitive: { kind: primitive.kind, hash: primitive.hash },
    layout,
    steps: [],
  }
  const fits = (name: HashName) => lengths.has(digestLength[name])
  const others = hashes
    .filter((name) => name !== primitive.hash && fits(name))
    .map((name) => ({
      primitive: { kind: primitive.kind, hash: name },
      layout,
      steps: [wrong(scheme, `${primitive.kind === 'hmac' ? 'HMAC-' : ''}${label(name)}`)],
    }))
  const ownMayFit =
    fits(primitive.hash) ||
    [...lengths].some((length) => length < digestLength[primitive.hash]) ||
    others.length === 0
  return ownMayFit ? [own, ...others] : others
}

/** Mistaken recipes around a hash: no HMAC at all, the secret in front of or behind the text, key and text swapped. */
export function algorithmVariants(scheme: SchemeDefinition, lengths: Set<number>): AlgorithmVariant[] {
  const { primitive, layout } = scheme
  if (primitive.kind !== 'hmac' && primitive.kind !== 'hash') return []
  const out: AlgorithmVariant[] = []
  for (const name of hashes) {
    if (!lengths.has(digestLength[name]) && name !== primitive.hash) continue
    const text = label(name)
    const bare = layout.filter((piece) => piece.kind !== 'secret')
    const secret = part('secret')
    const push = (kind: 'hmac' | 'hash' | 'swapped', parts: Part[], what: string) =>
      out.push({ primitive: { kind, hash: name }, layout: parts, steps: [wrong(scheme, what)] })
    if (primitive.kind === 'hash') push('hmac', bare, `HMAC-${text} with the secret as key`)
    push('hash', bare, `${text} of the text without any secret`)
    if (primitive.kind === 'hmac')
      push('hash', [secret, ...bare], `${text} of secret and text, which is no HMAC`)
    push('hash', [...bare, secret], `${text} of text and secret, which is no HMAC`)
    push('swapped', bare, `HMAC-${text} with key and text swapped`)
    for (const separator of ['.', ':', '|', '\n', ',', '-', '_', '&']) {
      push(
        'hash',
        [secret, literal(separator), ...bare],
        `${text} of secret and text with “${visible(separator)}” between, which is no HMAC`,
      )
      push(
        'hash',
        [...bare, literal(separator), secret],
        `${text} of text and secret with “${visible(separator)}” between, which is no HMAC`,
      )
    }
    push('hash', [secret, ...bare, secret], `${text} with the secret on both sides, which is no HMAC`)
    if (layout.length > 1) {
      push('hash', [part('body')], `${text} of the body without any secret`)
      push('hash', [secret, part('body')], `${text} of secret and body, which is no HMAC`)
      push('hash', [part('body'), secret], `${text} of body and secret, which is no HMAC`)
      push('swapped', [part('body')], `HMAC-${text} of the body with key and text swapped`)
    }
  }
  return out
}

function visible(text: string): string {
  return text === '\n' ? '\\n' : text
}

function wrong(scheme: SchemeDefinition, what: string): Step {
  return {
    code: 'wrong-algorithm',
    text: `The signature was made as ${what}; ${scheme.title} uses ${algorithmName(scheme)}.`,
  }
}

export function algorithmName(scheme: SchemeDefinition): string {
  const { primitive } = scheme
  switch (primitive.kind) {
    case 'hmac':
      return `HMAC-${label(primitive.hash)}`
    case 'hash':
      return `${label(primitive.hash)} of secret and text`
    case 'equality':
      return 'the secret itself'
    case 'ed25519':
      return 'Ed25519'
    case 'ecdsa':
      return `ECDSA with ${label(primitive.hash)}`
    case 'rsa':
      return `RSA with ${label(primitive.hash)}`
  }
}

export function label(name: HashName): string {
  return name === 'md5' ? 'MD5' : `SHA-${name.slice(3)}`
}
