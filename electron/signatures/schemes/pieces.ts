import type { KeyFormat, Part, PartKind } from '../types.ts'

/** Short forms for writing layouts and keys in the scheme files. */
export function literal(text: string): Part {
  return { kind: 'literal', text }
}

export function part(kind: PartKind): Part {
  return { kind }
}

/** A shared secret that is used as the text it is. */
export function textSecret(name: string, variable: string): KeyFormat {
  return { kind: 'secret', encoding: 'text', prefix: null, name, variable }
}

/** `whsec_` and base64: the decoded bytes are the key (Standard Webhooks 1.0.0). */
export function whsec(variable: string): KeyFormat {
  return { kind: 'secret', encoding: 'base64', prefix: 'whsec_', name: 'signing secret', variable }
}
