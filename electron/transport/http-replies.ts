import type { ServerResponse } from 'node:http'
import type { ReplyEnvelope } from '#shared/contract/envelope.ts'
import type { ErrorCode } from '#shared/contract/errors.ts'
import { messagePage, pageCsp } from './pages.ts'
import { safetyHeaders } from './static-files.ts'

type Headers = Readonly<Record<string, string | number>>

/** Answers once; does nothing when the caller is gone or was answered already. */
export function answer(
  response: ServerResponse,
  status: number,
  headers: Headers,
  body: string | Uint8Array,
): void {
  if (response.headersSent || response.destroyed) return
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(status, { ...safetyHeaders, 'content-length': bytes.byteLength, ...headers })
  response.end(bytes)
}

/** Answers a program with a ReplyEnvelope. */
export function answerJson(
  response: ServerResponse,
  status: number,
  reply: ReplyEnvelope,
  headers: Headers = {},
): void {
  answer(
    response,
    status,
    { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    JSON.stringify(reply),
  )
}

export function answerError(
  response: ServerResponse,
  status: number,
  code: ErrorCode,
  message: string,
  headers: Headers = {},
): void {
  answerJson(response, status, { ok: false, error: { code, message } }, headers)
}

/** Answers a person with a page of plain sentences. */
export function answerPage(
  response: ServerResponse,
  status: number,
  page: { title: string; sentences: readonly string[]; refreshTo?: string },
  headers: Headers = {},
): void {
  answer(
    response,
    status,
    {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': pageCsp,
      ...headers,
    },
    messagePage(page.title, page.sentences, page.refreshTo),
  )
}
