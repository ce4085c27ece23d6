import { sameText } from '../crypto/compare.ts'
import { decodeAnyBase64, decodeHex } from '../crypto/encodings.ts'
import { readSecret } from '../crypto/secrets.ts'
import { hmac, secretKey } from '../crypto/digest.ts'
import { decodePercent } from '../message/forms.ts'
import type { Reading } from '../message/read.ts'
import type { Key, SchemeDefinition, SignedRequest } from '../types.ts'
import type { Step } from './finding.ts'
import { secretVariants } from './secret-variants.ts'

export interface EqualityFound {
  steps: Step[]
  received: string
  keyLabel: string
  other: boolean
}

/** Fewer characters of a secret than this prove nothing when the value was cut. */
const minimalCut = 8

/** For schemes that send the secret itself: why the value in the header is not the secret that is set. */
export function explainEquality(
  scheme: SchemeDefinition,
  request: SignedRequest,
  reading: Reading,
  keys: readonly Key[],
  others: readonly Key[],
): EqualityFound | null {
  const own = keys.flatMap((key) =>
    key.secret === undefined || key.secret === ''
      ? []
      : [{ label: key.label, secret: key.secret, other: false }],
  )
  const foreign = others.flatMap((key) =>
    key.secret === undefined || key.secret === ''
      ? []
      : [{ label: key.label, secret: key.secret, other: true }],
  )
  const places = placesOf(scheme, request, reading)
  const all = [...own, ...foreign]
  for (const place of places) {
    for (const key of all) {
      const known = key.other ? [knownElsewhere(key.label)] : []
      const at = { received: place.value, keyLabel: key.label, other: key.other }
      if (sameText(place.value, key.secret)) {
        const steps = [...known, ...place.steps]
        if (steps.length > 0) return { ...at, steps }
      }
    }
  }
  for (const place of places) {
    for (const key of all) {
      const known = key.other ? [knownElsewhere(key.label)] : []
      const steps = compareLoosely(scheme, request, place, key.secret)
      if (steps !== null) {
        return {
          received: place.value,
          keyLabel: key.label,
          other: key.other,
          steps: [...known, ...steps, ...place.steps],
        }
      }
    }
  }
  return null
}

function knownElsewhere(label: string): Step {
  return { code: 'wrong-secret-known', text: `The header holds another secret that you have: “${label}”.` }
}

interface Place {
  source: string
  value: string
  steps: Step[]
}

function placesOf(scheme: SchemeDefinition, request: SignedRequest, reading: Reading): Place[] {
  if (reading.values.length > 0)
    return reading.values.map(({ source, value }) => ({ source, value, steps: [] }))
  const wanted = scheme.signature.in === 'header' ? (scheme.signature.names[0] ?? '') : ''
  return request.headers
    .filter(([, value]) => value.trim().length >= minimalCut)
    .map(([source, value]) => ({
      source,
      value: value.trim(),
      steps: [
        {
          code: 'wrong-header',
          text: `The secret is in ${source}; ${scheme.title} checks look into ${wanted}.`,
        },
      ],
    }))
}

function compareLoosely(
  scheme: SchemeDefinition,
  request: SignedRequest,
  place: Place,
  secret: string,
): Step[] | null {
  const { source, value } = place
  const name = scheme.key.name
  const trimmed = value.trim()
  if (trimmed !== value && sameText(trimmed, secret)) {
    return [{ code: 'signature-header-format', text: `The value of ${source} has blanks around the secret.` }]
  }
  for (const variant of secretVariants(scheme, secret)) {
    if (!sameText(variant.bytes.toString('utf8'), value)) continue
    if (variant.steps.every(({ code }) => code === 'secret-decoded') && isEncodingOf(value, secret)) break
    return variant.steps.map((step) => ({ ...step, text: asHeader(step.text) }))
  }
  if (value.length === secret.length && sameText(value.toLowerCase(), secret.toLowerCase())) {
    return [
      {
        code: 'case',
        text: `The value of ${source} and the ${name} that is set differ only in upper and lower case.`,
      },
    ]
  }
  const unquoted = value.replace(/^[\s"'`“‘<[{(]+|[\s"'`”’>\]})]+$/g, '')
  if (unquoted !== value && sameText(unquoted, secret)) {
    return [
      {
        code: 'secret-quoted',
        text: `The value of ${source} has quotes or brackets around the secret: the sender’s copy has them.`,
      },
    ]
  }
  const label = /^[A-Za-z][A-Za-z0-9_-]{0,20}[ =:,]\s*/.exec(value)?.[0] ?? ''
  if (label !== '' && sameText(value.slice(label.length), secret)) {
    return [
      {
        code: 'signature-prefix',
        text: `The value of ${source} begins with “${label}”; ${scheme.title} sends the secret alone.`,
      },
    ]
  }
  if (isEncodingOf(value, secret)) {
    return [
      {
        code: 'signature-encoding',
        text: `The value of ${source} is the secret encoded; ${scheme.title} sends it as it is.`,
      },
    ]
  }
  if (
    value.length >= minimalCut &&
    value.length < secret.length &&
    (secret.startsWith(value) || secret.endsWith(value))
  ) {
    return [
      {
        code: 'signature-truncated',
        text: `The value of ${source} is cut off: ${String(value.length)} of ${String(secret.length)} characters of the secret came, and they are right.`,
      },
    ]
  }
  if (secret.length >= minimalCut && value.length > secret.length && value.includes(secret)) {
    return [
      {
        code: 'signature-header-format',
        text: `The value of ${source} has more in it than the secret alone.`,
      },
    ]
  }
  return hmacInstead(scheme, request, value, secret)
}

function asHeader(text: string): string {
  return text
    .replace(/the signature was made with(?:out that|out it)?/gi, (found) =>
      found.toLowerCase().includes('out') ? 'the header holds it without that' : 'the header holds it with',
    )
    .replaceAll('the signature matches', 'it is the same as the header’s value')
}

function isEncodingOf(value: string, secret: string): boolean {
  const bytes = Buffer.from(secret, 'utf8')
  const forms = [decodeHex(value), decodeAnyBase64(value)]
  return (
    forms.some((form) => form?.equals(bytes) === true) ||
    (value.includes('%') && decodePercent(value) === secret)
  )
}

/** The sender signs the body instead of sending the secret. */
function hmacInstead(
  scheme: SchemeDefinition,
  request: SignedRequest,
  value: string,
  secret: string,
): Step[] | null {
  const read = readSecret(scheme, secret)
  if (!read.ok) return null
  const bare = value.replace(/^[A-Za-z0-9-]+=/, '')
  const received = [decodeHex(bare), decodeAnyBase64(bare)]
  for (const name of ['sha256', 'sha1', 'sha512'] as const) {
    const digest = hmac(name, secretKey(read.bytes), [request.body])
    if (received.some((bytes) => bytes?.equals(digest) === true)) {
      return [
        {
          code: 'wrong-algorithm',
          text: `The header holds an HMAC-SHA-${name.slice(3)} of the body made with the secret; ${scheme.title} sends the secret itself.`,
        },
      ]
    }
  }
  return null
}
