import type { KeyObject } from 'node:crypto'
import { secretKey } from '../crypto/digest.ts'
import { importPublicKey } from '../crypto/public-keys.ts'
import { readSecret } from '../crypto/secrets.ts'
import type { Key, SchemeDefinition } from '../types.ts'
import type { Step } from './finding.ts'
import { secretVariants } from './secret-variants.ts'

/** A key to search with: the configured ones as they are, then other known ones, then variants of both. */
export interface KeyCandidate {
  label: string
  /** Bytes of a shared secret; empty for public keys. */
  bytes: Buffer
  key: KeyObject
  steps: Step[]
  /** It is one of the keys that are set for this endpoint, unchanged. */
  plain: boolean
  other: boolean
}

/** Fixed secrets that providers' test buttons use. */
const testSecrets: Partial<Record<SchemeDefinition['id'], Key>> = {
  zendesk: {
    label: 'Zendesk’s fixed test secret',
    secret: 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==',
  },
}

const keyLimit = 40

/** All keys worth trying for a scheme, in order of likelihood. Keys that can't be read at all are left out. */
export function keyCandidates(
  scheme: SchemeDefinition,
  keys: readonly Key[],
  others: readonly Key[],
): KeyCandidate[] {
  const test = testSecrets[scheme.id]
  const rest = [...others, ...(test === undefined ? [] : [test])]
  const own = keys.slice(0, keyLimit)
  const foreign = rest.slice(0, keyLimit).filter((key) => !own.some((mine) => sameKey(mine, key)))
  const known = (key: Key): Step => ({
    code: 'wrong-secret-known',
    text: `The signature was made with another secret that you have: “${key.label}”.`,
  })
  return [
    ...own.flatMap((key) => plain(scheme, key, [], false)),
    ...foreign.flatMap((key) => plain(scheme, key, [known(key)], true)),
    ...own.flatMap((key) => varied(scheme, key, [], false)),
    ...foreign.slice(0, 8).flatMap((key) => varied(scheme, key, [known(key)], true)),
  ]
}

function sameKey(a: Key, b: Key): boolean {
  return a.secret === b.secret && a.publicKey === b.publicKey
}

function plain(scheme: SchemeDefinition, key: Key, steps: Step[], other: boolean): KeyCandidate[] {
  if (scheme.key.kind !== 'secret') {
    const imported = key.publicKey === undefined ? null : importPublicKey(scheme, key.publicKey)
    if (imported?.ok !== true) return []
    return [{ label: key.label, bytes: Buffer.alloc(0), key: imported.key, steps, plain: !other, other }]
  }
  const secret = key.secret === undefined ? null : readSecret(scheme, key.secret)
  if (secret?.ok !== true) return []
  return [
    { label: key.label, bytes: secret.bytes, key: secretKey(secret.bytes), steps, plain: !other, other },
  ]
}

function varied(scheme: SchemeDefinition, key: Key, steps: Step[], other: boolean): KeyCandidate[] {
  if (scheme.key.kind !== 'secret') return variedPublic(scheme, key, steps, other)
  if (key.secret === undefined || key.secret.length > 4096) return []
  return secretVariants(scheme, key.secret).map((variant) => ({
    label: key.label,
    bytes: variant.bytes,
    key: secretKey(variant.bytes),
    steps: [...steps, ...variant.steps],
    plain: false,
    other,
  }))
}

/** Public keys are refused when they can't be read; these are the ways in which a pasted one usually is damaged. */
function variedPublic(scheme: SchemeDefinition, key: Key, steps: Step[], other: boolean): KeyCandidate[] {
  const text = key.publicKey
  if (text === undefined || text.length > 20_000 || importPublicKey(scheme, text).ok) return []
  const { name } = scheme.key
  const edits: [string, Step][] = [
    [text.trim(), { code: 'secret-whitespace', text: `The ${name} as it is set has blanks around it.` }],
    [
      text.replace(/\s+/g, ''),
      { code: 'secret-whitespace', text: `The ${name} as it is set has blanks or line breaks in it.` },
    ],
    [
      text.trim().replace(/^["'`]|["'`]$/g, ''),
      { code: 'secret-quoted', text: `The ${name} as it is set has quotes around it.` },
    ],
    [
      text.replaceAll('\\n', '\n'),
      {
        code: 'secret-whitespace',
        text: `The ${name} as it is set has written-out \\n for its line breaks.`,
      },
    ],
    [
      text.trim().replace(/^(?:0x|whpk_|v1a,|[A-Za-z_]\w*=)+/, ''),
      {
        code: 'secret-prefix',
        text: `The ${name} as it is set has something in front that does not belong there.`,
      },
    ],
    [
      `${text.trim()}=`,
      { code: 'secret-padding', text: `The ${name} as it is set has lost the = at its end.` },
    ],
    [
      `${text.trim()}==`,
      { code: 'secret-padding', text: `The ${name} as it is set has lost the == at its end.` },
    ],
  ]
  return edits.flatMap(([edited, step]) => {
    const imported = edited === text ? null : importPublicKey(scheme, edited)
    if (imported?.ok !== true) return []
    return [
      {
        label: key.label,
        bytes: Buffer.alloc(0),
        key: imported.key,
        steps: [...steps, step],
        plain: false,
        other,
      },
    ]
  })
}
