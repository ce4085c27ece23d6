import type { DigestEncoding, SchemeDefinition } from '../types.ts'
import type { Step } from './finding.ts'
import { surroundings } from './header-shape.ts'
import type { Match } from './tokens.ts'

const encodingNames: Record<DigestEncoding, string> = {
  hex: 'lower-case hex',
  base64: 'base64',
  base64url: 'base64url',
}

/**
 * What is wrong with the way a right signature is written, given the text that it should be (`expected`, without prefix).
 * Empty when it stands there exactly as the provider writes it.
 */
export function spellingSteps(scheme: SchemeDefinition, match: Match, expected: string): Step[] {
  const { token } = match
  if (!token.expected) return [wrongPlace(scheme, token.source)]
  const steps = digestSteps(scheme, match, expected)
  if (token.view === 'percent-decoded' && steps.length === 0) {
    steps.push({
      code: 'signature-encoding',
      text: `The value of ${token.source} is percent-encoded (%2B, %2F, %3D), as for a URL; decoded it is right.`,
    })
  }
  return [...steps, ...surroundings(scheme, token)]
}

function wrongPlace(scheme: SchemeDefinition, source: string): Step {
  const wanted =
    scheme.signature.in === 'header'
      ? (scheme.signature.names[0] ?? '')
      : `${scheme.signature.field} in the body`
  const underscore = source.includes('_')
    ? ' Underscores in names come from CGI-style renaming, and many servers drop them.'
    : ''
  return {
    code: 'wrong-header',
    text: `The right signature is in ${source}; ${scheme.title} checks look into ${wanted}.${underscore}`,
  }
}

function digestSteps(scheme: SchemeDefinition, match: Match, expected: string): Step[] {
  const { token, part } = match
  const wanted = encodingNames[scheme.encoding]
  if (token.text === expected) return []
  if (part !== 'whole') {
    const where = part === 'start' ? 'cut off at the end' : 'cut off at the beginning'
    const steps: Step[] = [
      {
        code: 'signature-truncated',
        text: `The signature is ${where}: ${String(token.text.length)} of ${String(expected.length)} characters came, and they are right.`,
      },
    ]
    const fits = part === 'start' ? expected.startsWith(token.text) : expected.endsWith(token.text)
    if (!fits && scheme.encoding === 'hex' && expected.includes(token.text.toLowerCase()))
      steps.push(upperHex(token.text))
    return steps
  }
  if (scheme.encoding === 'hex' && token.text.toLowerCase() === expected) {
    return scheme.anyHexCase === true ? [] : [upperHex(token.text)]
  }
  if (scheme.encoding === 'base64url' && token.text.replace(/=+$/, '') === expected) return []
  if (token.text.toLowerCase().replace(/=+$/, '') === expected.toLowerCase().replace(/=+$/, '')) {
    const unpadded = token.text === expected.replace(/=+$/, '')
    if (unpadded) {
      return [
        {
          code: 'signature-encoding',
          text: 'The = at the end of the base64 signature is missing; the rest is right.',
        },
      ]
    }
    return [
      {
        code: 'case',
        text: 'The signature differs only in upper and lower case: something on the way changed the case of the header’s value.',
      },
    ]
  }
  if (token.view === 'encoded-twice') {
    return [
      {
        code: 'signature-encoding',
        text: `The signature is encoded twice (hex and base64); ${scheme.title} writes ${wanted}.`,
      },
    ]
  }
  if (token.view === 'blank-as-plus') {
    return [
      {
        code: 'signature-encoding',
        text: 'The + of the base64 signature became blanks, as when a value is decoded like a form field.',
      },
    ]
  }
  return [
    {
      code: 'signature-encoding',
      text: `The signature is right, but written as ${nameOf(token.text)} and not as ${wanted}.`,
    },
  ]
}

function upperHex(text: string): Step {
  const all = text === text.toUpperCase()
  return {
    code: 'hex-case',
    text: `The digest is right, but ${all ? 'in' : 'partly in'} upper-case hex; the provider writes lower case and its verifier compares the text.`,
  }
}

function nameOf(text: string): string {
  if (/^[0-9a-fA-F]+$/.test(text)) return 'hex'
  return /[-_]/.test(text) ? 'base64url' : /[+/=]/.test(text) ? 'base64' : 'base64 without padding'
}
