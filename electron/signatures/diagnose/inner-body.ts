import { asBuffer } from '../crypto/encodings.ts'
import { hash } from '../crypto/digest.ts'
import { contentType, firstHeader } from '../message/headers.ts'
import { bodyHashOf } from '../schemes/twilio-body-hash.ts'
import type { Key, SchemeDefinition, SchemeOptions, SignedRequest } from '../types.ts'
import { verifyWith } from '../verify.ts'
import { bodyCandidates } from './bodies/candidates.ts'
import { charsetForms } from './bodies/charsets.ts'
import type { BodyContext } from './bodies/context.ts'
import { simpleEdits } from './bodies/edits.ts'
import { fromEnvelope, unwrapped } from './bodies/wrappers.ts'
import { Budget, type BodyCandidate, type Step } from './finding.ts'

export interface InnerBody {
  steps: Step[]
  body: Buffer
  keyLabel: string
  received: string
}

function contextOf(request: SignedRequest): BodyContext {
  return {
    contentType: contentType(request.headers),
    contentEncoding: firstHeader(request.headers, ['content-encoding'])?.value ?? null,
    budget: new Budget(200_000_000 + request.body.byteLength * 200),
  }
}

/**
 * For schemes whose signature is inside the body: another reading of the body (unpacked, decoded, as another content
 * type) with which the request verifies.
 */
export function findInnerBody(
  scheme: SchemeDefinition,
  request: SignedRequest,
  keys: readonly Key[],
  options: SchemeOptions,
): InnerBody | null {
  if (request.body.byteLength > 16_000_000) return null
  const body = asBuffer(request.body)
  const context = contextOf(request)
  for (const candidate of readings(body, context)) {
    for (const type of [context.contentType, 'application/json', 'application/x-www-form-urlencoded']) {
      const headers: SignedRequest['headers'] = request.headers.filter(
        ([name]) => name.toLowerCase() !== 'content-type',
      )
      if (type !== null) headers.push(['Content-Type', type])
      const verdict = verifyWith(
        scheme,
        { ...request, headers, body: candidate.bytes },
        keys,
        options,
        request.receivedAt,
      )
      const received = verdict.receivedValues[0]?.value
      if (verdict.matched === null || received === undefined) continue
      const steps = candidate.steps()
      if (type !== context.contentType && steps.length === 0) steps.push(declaredWrongly(context.contentType))
      if (steps.length > 0)
        return { steps, body: candidate.bytes, keyLabel: verdict.matched.keyLabel, received }
    }
  }
  return null
}

function declaredWrongly(type: string | null): Step {
  return {
    code: 'content-type',
    text: `The fields of the signature are in the body, but it came with ${type === null ? 'no Content-Type' : `the Content-Type ${type}`}, so that it is not read as what it is.`,
  }
}

function* readings(body: Buffer, context: BodyContext): Generator<BodyCandidate> {
  yield { bytes: body, steps: () => [] }
  for (const candidate of [...unwrapped(body, context), ...fromEnvelope(body)]) {
    yield candidate
    for (const inner of [...unwrapped(candidate.bytes, context), ...fromEnvelope(candidate.bytes)]) {
      yield { bytes: inner.bytes, steps: () => [...candidate.steps(), ...inner.steps()] }
    }
  }
  yield* simpleEdits(body)
  yield* charsetForms(body, context)
}

/** For Twilio's bodySHA256: the body whose hash is in the URL. */
export function findHashedBody(request: SignedRequest): InnerBody | null {
  const received = bodyHashOf(request.url)?.toLowerCase() ?? ''
  if (!/^[0-9a-f]{64}$/.test(received)) return null
  for (const candidate of bodyCandidates(asBuffer(request.body), contextOf(request))) {
    if (hash('sha256', [candidate.bytes]).toString('hex') !== received) continue
    return { steps: candidate.steps(), body: candidate.bytes, keyLabel: '', received }
  }
  return null
}
