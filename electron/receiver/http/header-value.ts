import type { HeaderPairs } from '#shared/domain/answer.ts'

/** The first value of a header; `name` in lower case. Null when there is none. */
export function headerValue(headers: HeaderPairs, name: string): string | null {
  for (const [candidate, value] of headers) {
    if (candidate.length === name.length && candidate.toLowerCase() === name) return value
  }
  return null
}
