import { hash } from '../crypto/digest.ts'
import { sameText } from '../crypto/compare.ts'
import { splitForm, decodeField } from '../message/forms.ts'
import { splitUrl } from '../message/urls.ts'
import type { Objection, SignedRequest } from '../types.ts'

/** The value of bodySHA256 in a URL's query; null when there is none. */
export function bodyHashOf(url: string): string | null {
  const query = splitUrl(url)?.query ?? url.split('?', 2)[1] ?? ''
  const pair = splitForm(query).find(([name]) => decodeField(name) === 'bodySHA256')
  return pair === undefined ? null : decodeField(pair[1] ?? '')
}

/** Twilio signs the URL only; what ties the body to it is the hash in the URL, in lower-case hex. */
export function bodyHashObjections(request: SignedRequest): Objection[] {
  const received = bodyHashOf(request.url)
  if (received === null || received === '') {
    return [
      {
        code: 'body-hash-missing',
        message: 'The URL has no bodySHA256 parameter, so nothing ties the body to the signature.',
      },
    ]
  }
  const computed = hash('sha256', [request.body]).toString('hex')
  if (sameText(received, computed)) return []
  if (sameText(received.toLowerCase(), computed)) {
    return [
      { code: 'hex-case', message: 'bodySHA256 is written in upper-case hex; Twilio writes lower case.' },
    ]
  }
  return [
    {
      code: 'body-hash-differs',
      message: `The body’s SHA-256 is ${computed}, the URL says bodySHA256=${received.slice(0, 100)}.`,
    },
  ]
}
