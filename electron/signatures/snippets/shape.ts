import type { HashName, PartKind, SchemeDefinition } from '../types.ts'

/** What a receiver for a scheme has to do, worked out once for all languages. */
export interface Shape {
  scheme: SchemeDefinition
  /** One line of comment: what is signed, how. */
  summary: string
  hash: HashName
  uses: (kind: PartKind) => boolean
  /** Needs the URL as the sender called it. */
  needsUrl: boolean
  needsMethod: boolean
  /** The signature stands in the body. */
  inBody: boolean
  isForm: boolean
  checksBodyHash: boolean
  decodesUri: boolean
}

export function shapeOf(scheme: SchemeDefinition, summary: string): Shape {
  const uses = (kind: PartKind) => scheme.layout.some((part) => part.kind === kind)
  return {
    scheme,
    summary,
    hash: 'hash' in scheme.primitive ? scheme.primitive.hash : 'sha256',
    uses,
    needsUrl: uses('url') || uses('path') || uses('target'),
    needsMethod: uses('method'),
    inBody: scheme.signature.in === 'body',
    isForm: uses('params'),
    checksBodyHash: scheme.id === 'twilio-body-sha256',
    decodesUri: scheme.id === 'hubspot-v3',
  }
}

/** Lines with the same margin in front, empty ones left empty. */
export function indent(lines: readonly string[], margin: string): string[] {
  return lines.flatMap((line) => line.split('\n')).map((line) => (line === '' ? '' : margin + line))
}
