import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { Provider } from '#shared/domain/request.ts'

/** Who sent a request; everything is generic until the recogniser is in place. */
export function recognise(_input: {
  method: string
  target: string
  headers: HeaderPairs
  body: Uint8Array | null
}): { provider: Provider; event: string | null; summary: string | null } {
  return { provider: 'generic', event: null, summary: null }
}
