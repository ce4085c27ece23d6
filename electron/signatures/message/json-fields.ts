import { asBuffer } from '../crypto/encodings.ts'

/** Bodies above this are not parsed for the few fields that a scheme needs. */
const parseLimit = 16_000_000

/** The body as a JSON object; null when it is none. A byte order mark in front is let pass, as most parsers do. */
export function parseJsonObject(body: Uint8Array): Record<string, unknown> | null {
  if (body.byteLength > parseLimit) return null
  try {
    const value: unknown = JSON.parse(
      asBuffer(body)
        .toString('utf8')
        .replace(/^\uFEFF/, ''),
    )
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A scalar as the text that a string concatenation gives; null for anything else. */
export function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}
