import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { HandshakeKind } from '#shared/domain/endpoint.ts'
import type { AnswerOrigin } from '#shared/domain/request.ts'
import type { AnswerOutcome, Capture } from './store.ts'

/**
 * How captures travel to the writer: everything but the bodies as one JSON text of tuples (cheaper on the accepting
 * thread than a structured clone of objects), the bodies one after the other in a single buffer that is transferred.
 */
export type CaptureRow = [
  endpointId: string,
  receivedAt: number,
  method: string,
  target: string,
  httpVersion: string,
  headers: HeaderPairs,
  trailers: HeaderPairs,
  /** Bytes in the batch's buffer, or the finished file: name, size, sha256. */
  body: number | [string, number, string],
  complete: 0 | 1,
  malformed: 0 | 1,
  problem: string | null,
  declaredLength: number | null,
  remoteAddress: string,
  remotePort: number,
  tls: 0 | 1,
  headersMs: number | null,
  endMs: number | null,
  status: number | null,
  origin: AnswerOrigin,
  answerHeaders: HeaderPairs,
  answerBodySize: number,
  answerBodyText: string | null,
  handshake: HandshakeKind | null,
]

/** `null` in place of a status: unchanged; it is told only when it differs from the plan. */
export type OutcomeRow = [id: number, answeredMs: number | null, statusTold: 0 | 1, status: number | null]

export function captureRow(capture: Capture): CaptureRow {
  const { body, answer } = capture
  return [
    capture.endpointId,
    capture.receivedAt,
    capture.method,
    capture.target,
    capture.httpVersion,
    capture.headers,
    capture.trailers,
    body instanceof Uint8Array ? body.byteLength : [body.file, body.size, body.sha256],
    capture.complete ? 1 : 0,
    capture.malformed ? 1 : 0,
    capture.problem,
    capture.declaredLength,
    capture.remoteAddress,
    capture.remotePort,
    capture.tls ? 1 : 0,
    capture.headersMs,
    capture.endMs,
    answer.status,
    answer.origin,
    answer.headers,
    answer.bodySize,
    answer.bodyText,
    answer.handshake,
  ]
}

export function outcomeRow(outcome: AnswerOutcome): OutcomeRow {
  return [outcome.id, outcome.answeredMs, outcome.status === undefined ? 0 : 1, outcome.status ?? null]
}

/** What the writer found out about a stored request. */
export type StoredFacts = [
  /** 0 when it could not be stored. */
  id: number,
  provider: string,
  event: string | null,
  summary: string | null,
  contentType: string | null,
  /** True when its endpoint is gone and it was put to the unmatched ones. */
  unmatched: boolean,
]
