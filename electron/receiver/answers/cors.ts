import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { RequestHead } from '../http/head.ts'
import { headerValue } from '../http/header-value.ts'
import { composeHead, joinAnswer, type Framing } from './compose.ts'
import type { Plan } from './plan.ts'

/** How long a browser may remember a preflight, in seconds. */
const maxAge = '600'

/** A CORS preflight as the Fetch standard defines it (section 4.8, CORS-preflight fetch). */
export function isPreflight(head: RequestHead): boolean {
  return (
    head.method === 'OPTIONS' &&
    headerValue(head.headers, 'origin') !== null &&
    headerValue(head.headers, 'access-control-request-method') !== null
  )
}

/** Headers that let a page of any origin read the answer; `exposed`: names of the answer's own headers. */
export function corsHeaders(head: RequestHead, exposed: readonly string[]): HeaderPairs {
  const origin = headerValue(head.headers, 'origin')
  const pairs: HeaderPairs =
    origin === null
      ? [['Access-Control-Allow-Origin', '*']]
      : [
          ['Access-Control-Allow-Origin', origin],
          ['Access-Control-Allow-Credentials', 'true'],
          ['Vary', 'Origin'],
        ]
  if (exposed.length > 0) pairs.push(['Access-Control-Expose-Headers', [...new Set(exposed)].join(', ')])
  return pairs
}

/** Allows what the preflight asks for. */
export function planPreflight(head: RequestHead, framing: Framing): Plan {
  const asked = (name: string): string => headerValue(head.headers, name) ?? ''
  const headers: HeaderPairs = [
    ['Access-Control-Allow-Origin', asked('origin')],
    ['Access-Control-Allow-Credentials', 'true'],
    ['Access-Control-Allow-Methods', asked('access-control-request-method')],
  ]
  const names = asked('access-control-request-headers')
  if (names !== '') headers.push(['Access-Control-Allow-Headers', names])
  if (asked('access-control-request-private-network') === 'true') {
    headers.push(['Access-Control-Allow-Private-Network', 'true'])
  }
  headers.push(
    ['Access-Control-Max-Age', maxAge],
    [
      'Vary',
      'Origin, Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network',
    ],
  )
  const composed = composeHead(204, headers, 0, { ...framing, extra: [] })
  return {
    planned: {
      status: 204,
      origin: 'cors',
      headers: composed.headers,
      bodySize: 0,
      bodyText: '',
      handshake: null,
    },
    reply: { kind: 'bytes', bytes: joinAnswer(composed.head, null), close: composed.close },
    delayMs: 0,
    note: null,
  }
}
