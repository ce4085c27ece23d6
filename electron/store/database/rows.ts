import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { EndpointSettings, HandshakeKind } from '#shared/domain/endpoint.ts'
import type { EndpointId, RequestId } from '#shared/domain/ids.ts'
import type {
  AnswerOrigin,
  Provider,
  RequestDetail,
  RequestSummary,
  SignatureMark,
} from '#shared/domain/request.ts'
import type { CountedEndpoint } from '../store.ts'

/** The key of the bin for requests that no endpoint claimed. */
export const unmatchedKey = 0

/** Columns of a summary; the endpoint's id comes by a join. */
export const summaryColumns = `r.id, e.id AS endpoint_id, r.received_at, r.method, r.target, r.content_type, r.body_size,
  r.complete, r.malformed, r.remote_address, r.provider, r.event, r.summary, r.answer_status, r.answer_origin,
  r.signature, r.pinned, r.has_note`

/** One request, neither deleted nor of a deleted endpoint. */
export const selectSummarySql = `
  SELECT ${summaryColumns} FROM requests r JOIN endpoints e ON e.key = r.endpoint
  WHERE r.id = ? AND r.deletion IS NULL AND e.deletion IS NULL`

export interface SummaryRow {
  id: number
  endpoint_id: string
  received_at: number
  method: string
  target: string
  content_type: string | null
  body_size: number
  complete: number
  malformed: number
  remote_address: string
  provider: string
  event: string | null
  summary: string | null
  answer_status: number | null
  answer_origin: string
  signature: string | null
  pinned: number
  has_note: number
}

export function toSummary(row: SummaryRow): RequestSummary {
  return {
    id: row.id as RequestId,
    endpointId: row.endpoint_id as EndpointId,
    receivedAt: row.received_at,
    method: row.method,
    target: row.target,
    contentType: row.content_type,
    bodySize: row.body_size,
    complete: row.complete === 1,
    malformed: row.malformed === 1,
    remoteAddress: row.remote_address,
    provider: row.provider as Provider,
    event: row.event,
    summary: row.summary,
    answer: { status: row.answer_status, origin: row.answer_origin as AnswerOrigin },
    signature: row.signature as SignatureMark | null,
    pinned: row.pinned === 1,
    hasNote: row.has_note === 1,
  }
}

const detailColumns = `${summaryColumns}, r.answered_ms, d.http_version, d.headers, d.trailers, d.body_sha256,
  d.declared_length, d.remote_port, d.tls, d.headers_ms, d.end_ms, d.problem, d.answer, n.note`

/** One request, neither deleted nor of a deleted endpoint. */
export const selectDetailSql = `
  SELECT ${detailColumns} FROM requests r JOIN endpoints e ON e.key = r.endpoint JOIN details d ON d.id = r.id
  LEFT JOIN notes n ON n.id = r.id WHERE r.id = ? AND r.deletion IS NULL AND e.deletion IS NULL`

export interface DetailRow extends SummaryRow {
  answered_ms: number | null
  http_version: string
  headers: string
  trailers: string
  body_sha256: string
  declared_length: number | null
  remote_port: number
  tls: number
  headers_ms: number | null
  end_ms: number | null
  problem: string | null
  /** JSON: headers, body size, body text, handshake. */
  answer: string
  note: string | null
}

type StoredAnswer = [
  headers: HeaderPairs,
  bodySize: number,
  bodyText: string | null,
  handshake: HandshakeKind | null,
]

export function toDetail(row: DetailRow): RequestDetail {
  const summary = toSummary(row)
  const [headers, bodySize, bodyText, handshake] = JSON.parse(row.answer) as StoredAnswer
  return {
    ...summary,
    httpVersion: row.http_version,
    headers: JSON.parse(row.headers) as HeaderPairs,
    trailers: JSON.parse(row.trailers) as HeaderPairs,
    bodySha256: row.body_sha256,
    declaredLength: row.declared_length,
    remotePort: row.remote_port,
    tls: row.tls === 1,
    timings: { headersMs: row.headers_ms, endMs: row.end_ms, answeredMs: row.answered_ms },
    problem: row.problem,
    answer: { ...summary.answer, headers, bodySize, bodyText, handshake },
    note: row.note ?? '',
  }
}

/** An endpoint with its counts; the newest request's time is looked up, the rest is maintained. */
export const endpointColumns = `e.id, e.token, e.settings, e.created_at, e.request_count, e.unread_count,
  (SELECT r.received_at FROM requests r INDEXED BY requests_of_endpoint
    WHERE r.endpoint = e.key AND r.deletion IS NULL ORDER BY r.id DESC LIMIT 1) AS last_request_at`

export interface EndpointRow {
  id: string
  token: string
  settings: string
  created_at: number
  request_count: number
  unread_count: number
  last_request_at: number | null
}

export function toEndpoint(row: EndpointRow): CountedEndpoint {
  return {
    ...(JSON.parse(row.settings) as EndpointSettings),
    id: row.id as EndpointId,
    token: row.token,
    createdAt: row.created_at,
    requestCount: row.request_count,
    unreadCount: row.unread_count,
    lastRequestAt: row.last_request_at,
  }
}
