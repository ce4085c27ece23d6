import { prepareKey } from './compute.ts'
import { describeText } from './message/assemble.ts'
import { readRequest, type Reading } from './message/read.ts'
import { contentType } from './message/headers.ts'
import { judgeFreshness } from './message/timestamps.ts'
import { resolveScheme } from './schemes/registry.ts'
import type {
  Freshness,
  Ingredients,
  Key,
  Objection,
  SchemeDefinition,
  SchemeId,
  SchemeOptions,
  SignedRequest,
  Verdict,
} from './types.ts'
import { sentenceFor } from './verdict-sentence.ts'

/**
 * Says whether a request is genuine, over its raw bytes, in constant time, for every key and every signature in it.
 * Freshness is judged at the time of capture (`receivedAt`); `now` (epoch milliseconds) is judged apart for showing.
 * Never throws and never asks the network.
 */
export function verify(
  id: SchemeId,
  request: SignedRequest,
  keys: readonly Key[],
  options: SchemeOptions,
  now: number,
): Verdict {
  const resolved = resolveScheme(id, options)
  if (!resolved.ok) return unusable(id, resolved.problem)
  return verifyWith(resolved.scheme, request, keys, options, now)
}

/** The same with a scheme whose settings are already filled in. */
export function verifyWith(
  definition: SchemeDefinition,
  request: SignedRequest,
  keys: readonly Key[],
  options: SchemeOptions,
  now: number,
): Verdict {
  const reading = readRequest(definition, request, options)
  const scheme = withBodyHash(definition, reading)
  const candidates = scheme.accepted?.(reading.ingredients, contentType(request.headers)) ?? [
    reading.ingredients,
  ]
  const first = candidates[0] ?? reading.ingredients
  const verdict: Verdict = {
    scheme: scheme.id,
    status: 'invalid',
    message: '',
    stale: false,
    signatureMatches: false,
    matched: null,
    received: reading.signatures,
    receivedValues: reading.values,
    computed: [],
    signedText: reading.values.length === 0 ? null : describeText(scheme, first),
    freshness: freshnessOf(scheme, reading, request.receivedAt, now),
    coverage: scheme.coverage,
    missing: reading.missing,
    objections: reading.values.length === 0 ? [] : (scheme.objections?.(request, reading.fields) ?? []),
    notes: [...scheme.notes],
  }
  const winner = tryKeys(scheme, candidates, reading, keys, verdict)
  if (winner !== null && winner !== first) verdict.signedText = describeText(scheme, winner)
  verdict.signatureMatches = verdict.matched !== null
  verdict.status = statusOf(scheme, verdict, reading, options)
  verdict.stale =
    verdict.signatureMatches &&
    verdict.missing.length === 0 &&
    (verdict.freshness?.atCapture === 'stale' ||
      verdict.freshness?.atCapture === 'future' ||
      verdict.freshness?.atCapture === 'unreadable')
  if (verdict.stale && verdict.status === 'valid') verdict.status = 'invalid'
  verdict.message = sentenceFor(scheme, verdict)
  return verdict
}

/** No sender has that many; a header stuffed with signatures must not cost a check for each. */
const signatureLimit = 64

/** Tries every key on every signature; fills `computed` and `matched`. Returns the ingredients that matched. */
function tryKeys(
  scheme: SchemeDefinition,
  candidates: readonly Ingredients[],
  reading: Reading,
  keys: readonly Key[],
  verdict: Verdict,
): Ingredients | null {
  let winner: Ingredients | null = null
  for (const [keyIndex, key] of keys.entries()) {
    const ready = prepareKey(scheme, key)
    if (!ready.ok) {
      verdict.computed.push({ keyLabel: key.label, value: null, problem: ready.problem })
      continue
    }
    const shown = candidates[0]
    // Where the secret itself is sent, "what it should be" is the secret: that stays sealed.
    const hidden = ready.expected === null || shown === undefined || scheme.primitive.kind === 'equality'
    const value = hidden ? null : ready.expected(shown)
    verdict.computed.push({ keyLabel: key.label, value, problem: null })
    for (const [signatureIndex, signature] of reading.signatures.slice(0, signatureLimit).entries()) {
      const hit = candidates.find((candidate) => ready.check(candidate, signature.value))
      if (hit !== undefined && verdict.matched === null) {
        verdict.matched = { keyLabel: key.label, keyIndex, signatureIndex }
        winner = hit
      }
    }
  }
  return winner
}

function statusOf(
  scheme: SchemeDefinition,
  verdict: Verdict,
  reading: Reading,
  options: SchemeOptions,
): Verdict['status'] {
  const usable = verdict.computed.some((entry) => entry.problem === null)
  if (verdict.computed.length === 0) return 'not-configured'
  if (reading.values.length === 0) return 'missing'
  if (scheme.layout.some((part) => part.kind === 'webhookId') && (options.webhookId ?? '') === '') {
    return 'not-configured'
  }
  if (!usable) return 'cannot-check'
  if (!verdict.signatureMatches || verdict.missing.length > 0 || verdict.objections.length > 0)
    return 'invalid'
  return 'valid'
}

/** SNS names its hash in the body. */
export function withBodyHash(scheme: SchemeDefinition, reading: Reading): SchemeDefinition {
  const hash = reading.fields?.hash
  if (scheme.primitive.kind !== 'rsa' || hash == null) return scheme
  return { ...scheme, primitive: { kind: 'rsa', hash } }
}

function freshnessOf(
  scheme: SchemeDefinition,
  reading: Reading,
  capturedAt: number,
  now: number,
): Freshness | null {
  if (scheme.timestamp === null || reading.timestamp === null) return null
  return judgeFreshness(reading.timestamp, scheme.timestamp.unit, scheme.window, capturedAt, now)
}

function unusable(id: SchemeId, problem: string): Verdict {
  return {
    scheme: id,
    status: 'not-configured',
    message: problem,
    stale: false,
    signatureMatches: false,
    matched: null,
    received: [],
    receivedValues: [],
    computed: [],
    signedText: null,
    freshness: null,
    coverage: 'body',
    missing: [],
    objections: [] satisfies Objection[],
    notes: [],
  }
}
