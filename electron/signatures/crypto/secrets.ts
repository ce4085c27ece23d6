import type { SchemeDefinition } from '../types.ts'
import { decodeBase64, decodeHex } from './encodings.ts'

export type SecretResult = { ok: true; bytes: Buffer } | { ok: false; problem: string }

/** Key bytes of a shared secret as the scheme wants them. A text that can't be decoded is a problem, never a wrong key. */
export function readSecret(scheme: SchemeDefinition, text: string): SecretResult {
  const { encoding, prefix, name } = scheme.key
  if (text === '') return { ok: false, problem: `The ${name} is empty.` }
  if (encoding === 'text') return { ok: true, bytes: Buffer.from(text, 'utf8') }
  const bare = prefix !== null && text.startsWith(prefix) ? text.slice(prefix.length) : text
  const bytes = encoding === 'hex' ? decodeHex(bare) : decodeBase64(bare)
  if (bytes === null) return { ok: false, problem: `The ${name} is not valid ${encoding}.` }
  if (bytes.length === 0) return { ok: false, problem: `The ${name} decodes to an empty key.` }
  return { ok: true, bytes }
}
