import type { ErrorCode } from '#shared/contract/errors.ts'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import { composeHead, joinAnswer, type Framing } from './compose.ts'
import type { Plan } from './plan.ts'

export type RefusalCode =
  | ErrorCode
  | 'endpoint.unknown'
  | 'endpoint.disabled'
  | 'request.malformed'
  | 'request.too-large'
  | 'request.timed-out'
  | 'request.expectation'
  | 'request.signature'
  | 'request.connect'
  | 'answer.failed'

/** An answer that the receiver gives in place of the endpoint's. */
export interface Refusal {
  readonly status: number
  readonly code: RefusalCode
  /** For the sender: what happened and what to do. */
  readonly message: string
  /** The same for the user, who sees the request in the list. */
  readonly problem: string
  readonly headers?: HeaderPairs
  /** Plain text for browsers and people in place of the JSON error. */
  readonly plain?: true
}

/** The sender's own text never becomes a page of this origin. */
const noSniff: [string, string] = ['X-Content-Type-Options', 'nosniff']

export function planRefusal(refusal: Refusal, framing: Framing): Plan {
  const text =
    refusal.plain === true
      ? `${refusal.message}\n`
      : `${JSON.stringify({ error: { code: refusal.code, message: refusal.message } })}\n`
  const headers: HeaderPairs = [
    ['Content-Type', refusal.plain === true ? 'text/plain; charset=utf-8' : 'application/json'],
    noSniff,
    ...(refusal.headers ?? []),
  ]
  const body = Buffer.from(text)
  const composed = composeHead(refusal.status, headers, body.length, framing)
  const sent = composed.bodyless ? null : body
  return {
    planned: {
      status: refusal.status,
      origin: 'refused',
      headers: composed.headers,
      bodySize: sent?.length ?? 0,
      bodyText: sent === null ? '' : text,
      handshake: null,
    },
    reply: { kind: 'bytes', bytes: joinAnswer(composed.head, sent), close: composed.close },
    delayMs: 0,
    note: null,
  }
}

/** The sender is gone: there is nobody to answer. */
export const planNobody: Plan = {
  planned: { status: null, origin: 'refused', headers: [], bodySize: 0, bodyText: '', handshake: null },
  reply: { kind: 'close' },
  delayMs: 0,
  note: null,
}
