import { copyAsCurl } from './curl.ts'
import { copyAsFetch } from './fetch.ts'
import { copyAsHttpie } from './httpie.ts'
import { copyAsRawHttp } from './raw-http.ts'
import type { CopiedRequest, CopySource } from './types.ts'

export const copyFormats = [
  { id: 'curl', label: 'cURL' },
  { id: 'fetch', label: 'fetch' },
  { id: 'httpie', label: 'HTTPie' },
  { id: 'raw', label: 'raw HTTP' },
] as const
export type CopyFormat = (typeof copyFormats)[number]['id']

/**
 * Text that sends a captured request again, and notes on what comes out otherwise. `origin`: scheme, host and port to
 * send to, e.g. `http://127.0.0.1:4600`; the target is kept as it was received.
 */
export function copyAs(format: CopyFormat, source: CopySource, origin: string): CopiedRequest {
  switch (format) {
    case 'curl':
      return copyAsCurl(source, origin)
    case 'fetch':
      return copyAsFetch(source, origin)
    case 'httpie':
      return copyAsHttpie(source, origin)
    case 'raw':
      return copyAsRawHttp(source)
  }
}
