import type { PairDiff } from '#shared/domain/pair-diff.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { formatCount, formatDateTime, formatDuration } from '../../ui/format.ts'

/** What is known of two requests beside headers and body, line by line. */
export function diffFacts(before: RequestDetail, after: RequestDetail): PairDiff[] {
  const facts: [string, (request: RequestDetail) => string | null][] = [
    ['Method', (request) => request.method],
    ['Path', (request) => request.target.replace(/[?#].*$/s, '')],
    ['HTTP version', (request) => request.httpVersion],
    ['Body', (request) => `${formatCount(request.bodySize)} bytes`],
    [
      'Announced length',
      (request) => (request.declaredLength === null ? null : formatCount(request.declaredLength)),
    ],
    ['SHA-256', (request) => request.bodySha256],
    ['Complete', (request) => (request.complete ? 'yes' : 'no')],
    ['Event', (request) => request.event],
    ['Received', (request) => formatDateTime(request.receivedAt)],
    ['From', (request) => request.remoteAddress],
    ['TLS', (request) => (request.tls ? 'yes' : 'no')],
    ['Answer', (request) => (request.answer.status === null ? 'none' : String(request.answer.status))],
    [
      'Answered after',
      (request) => (request.timings.answeredMs === null ? null : formatDuration(request.timings.answeredMs)),
    ],
    ['Problem', (request) => request.problem],
  ]
  return facts.flatMap(([name, read]): PairDiff[] => {
    const here = read(before)
    const there = read(after)
    if (here === null && there === null) return []
    const kind = here === there ? 'same' : here === null ? 'added' : there === null ? 'removed' : 'changed'
    return [{ name, kind, before: here, after: there, note: null }]
  })
}
