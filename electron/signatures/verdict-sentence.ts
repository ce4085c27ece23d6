import type { SchemeDefinition, Verdict } from './types.ts'
import { duration } from './durations.ts'

/** The verdict in one sentence: what was found, about what, and what it means. */
export function sentenceFor(scheme: SchemeDefinition, verdict: Verdict): string {
  const where =
    scheme.signature.in === 'header'
      ? (scheme.signature.names[0] ?? 'header')
      : `the field ${scheme.signature.field} of the body`
  switch (verdict.status) {
    case 'not-configured':
      return scheme.layout.some((part) => part.kind === 'webhookId') && verdict.computed.length > 0
        ? `${scheme.title} signs the id of your webhook, which is not in the request: set it to check the signature.`
        : `No ${scheme.key.name} is set for ${scheme.title}: add it to check the signature.`
    case 'missing':
      return `The request carries no ${scheme.title} signature: ${where} is not there.`
    case 'cannot-check':
      return `The signature can't be checked: ${verdict.computed.map((entry) => entry.problem).join(' ')}`
    case 'valid':
      return validSentence(scheme, verdict)
    case 'invalid':
      return invalidSentence(scheme, verdict)
  }
}

function validSentence(scheme: SchemeDefinition, verdict: Verdict): string {
  const key = verdict.matched?.keyLabel ?? ''
  if (scheme.primitive.kind === 'equality') {
    return `The secret in the header is “${key}”. It travels with the request: the body itself is not protected.`
  }
  const nth =
    verdict.received.length > 1
      ? ` (signature ${String((verdict.matched?.signatureIndex ?? 0) + 1)} of ${String(verdict.received.length)})`
      : ''
  const uncovered = verdict.coverage === 'nothing' ? ' The body itself is not covered by it.' : ''
  return `Genuine: the ${scheme.title} signature matches with “${key}”${nth}.${uncovered}`
}

function invalidSentence(scheme: SchemeDefinition, verdict: Verdict): string {
  if (verdict.stale) {
    const age = verdict.freshness?.ageAtCapture ?? null
    const window = duration((verdict.freshness?.window?.seconds ?? 0) * 1000)
    const right = `The signature is right, but its timestamp`
    if (age === null) return `${right} “${verdict.freshness?.text ?? ''}” can't be read.`
    return age > 0
      ? `${right} was ${duration(age)} old when the request came; ${scheme.title} allows ${window}.`
      : `${right} was ${duration(-age)} ahead when the request came; ${scheme.title} allows ${window}.`
  }
  if (verdict.missing.length > 0)
    return `The request has no ${verdict.missing.join(', ')}, which the check needs.`
  const objection = verdict.objections[0]
  if (verdict.signatureMatches && objection !== undefined) return objection.message
  if (verdict.received.length === 0) {
    return `The ${scheme.title} signature header is there, but not written the way ${scheme.title} writes it.`
  }
  return `The ${scheme.title} signature does not match what was received.`
}
