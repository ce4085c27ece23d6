import { asBuffer, encodeDigest } from '../crypto/encodings.ts'
import { fixFor } from '../fixes/fixes.ts'
import type { SchemeDefinition, SignedRequest } from '../types.ts'
import type { Diagnosis } from './diagnosis.ts'
import { differingRanges } from './difference.ts'
import type { Step } from './finding.ts'
import { byRank } from './order.ts'
import type { Found } from './search.ts'
import { spellingSteps } from './spelling.ts'

export interface Evidence {
  proven: boolean
  proof: { computed: string; received: string } | null
  /** The body that was signed, where it is known. */
  signedBody: Buffer | null
  secretLabel: string | null
}

/** Turns the steps of one explanation into diagnoses: each code once, the most telling first, all with the same proof. */
export function diagnosesOf(
  scheme: SchemeDefinition,
  request: SignedRequest,
  steps: readonly Step[],
  evidence: Evidence,
): Diagnosis[] {
  const body = asBuffer(request.body)
  const parted = evidence.signedBody === null ? null : differingRanges(body, evidence.signedBody)
  const seen = new Set<string>()
  const unique = byRank(steps).filter(({ code }) => !seen.has(code) && seen.add(code))
  return unique.map(({ code, text }) => ({
    code,
    message: text,
    proven: evidence.proven,
    proof: evidence.proof,
    range: parted?.received ?? null,
    signedRange: parted?.signed ?? null,
    secretLabel: evidence.secretLabel,
    ...fixFor(code, scheme),
  }))
}

/** All steps of what a search found, those of the header's spelling included; never empty. */
export function allSteps(scheme: SchemeDefinition, found: Found): Step[] {
  const { reproduction } = found
  const expected = encodeDigest(reproduction.digest ?? originalBytes(found), scheme.encoding)
  const spelled = spellingSteps(scheme, reproduction.match, expected)
  const named = namesAlgorithm(found.steps, reproduction.match.token.value)
    ? spelled.filter(({ code }) => code !== 'signature-prefix')
    : spelled
  const steps = [...found.steps, ...reproduction.steps, ...named]
  if (steps.length > 0) return steps
  return [
    {
      code: 'signature-header-format',
      text: `The right signature is in ${reproduction.match.token.source}, but not where or how ${scheme.title} writes it.`,
    },
  ]
}

/** For RSA the token's bytes were replaced by the digest; its text still holds the signature. */
function originalBytes(found: Found): Buffer {
  const { token } = found.reproduction.match
  if (/^[0-9a-fA-F]+$/.test(token.text) && token.text.length % 2 === 0) return Buffer.from(token.text, 'hex')
  return Buffer.from(token.text.replaceAll('-', '+').replaceAll('_', '/'), 'base64')
}

/** A prefix such as sha1= is not a second fault when the digest is that algorithm's. */
function namesAlgorithm(steps: readonly Step[], value: string): boolean {
  const other = steps.find(({ code }) => code === 'wrong-algorithm')
  const name = /^(?:hmac-)?(sha-?\d{1,3}|md5)/i.exec(value)?.[1]?.replace('-', '').toLowerCase()
  return (
    other !== undefined &&
    name !== undefined &&
    other.text.toLowerCase().replaceAll('sha-', 'sha').includes(name)
  )
}

export function evidenceOf(scheme: SchemeDefinition, request: SignedRequest, found: Found): Evidence {
  const { match, digest } = found.reproduction
  const uses = found.layout.some((part) => part.kind === 'body' || part.kind === 'crc32')
  const changed = uses && !asBuffer(found.ingredients.body).equals(asBuffer(request.body))
  return {
    proven: true,
    proof: {
      computed: digest === null ? match.token.text : encodeDigest(digest, scheme.encoding),
      received: match.token.text,
    },
    signedBody: changed ? asBuffer(found.ingredients.body) : null,
    secretLabel: found.key.other ? found.key.label : null,
  }
}
