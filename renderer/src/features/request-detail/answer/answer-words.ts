import type { HandshakeKind } from '#shared/domain/endpoint.ts'
import type { RequestDetail } from '#shared/domain/request.ts'

const phrases: Record<number, string> = {
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  204: 'No Content',
  301: 'Moved Permanently',
  302: 'Found',
  304: 'Not Modified',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  417: 'Expectation Failed',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
}

/** The usual phrase of a status, e.g. `Not Found`; empty for uncommon ones. */
export function statusPhrase(status: number): string {
  return phrases[status] ?? ''
}

export type StatusTone = 'green' | 'blue' | 'amber' | 'red' | 'neutral'

export function statusTone(status: number | null): StatusTone {
  if (status === null) return 'neutral'
  if (status < 300) return 'green'
  if (status < 400) return 'blue'
  return status < 500 ? 'amber' : 'red'
}

const handshakes: Record<HandshakeKind, string> = {
  meta: "Meta's verification (hub.challenge)",
  slack: "Slack's URL verification",
  zoom: "Zoom's endpoint validation",
  'microsoft-graph': "Microsoft Graph's validation token",
}

/** How the answer came about, in a sentence. */
export function originSentence(request: RequestDetail): string {
  const { answer } = request
  switch (answer.origin) {
    case 'endpoint':
      return "The endpoint's own answer, as it is set."
    case 'handshake':
      return answer.handshake === null
        ? 'A reply to a provider that wanted to know who owns this address.'
        : `A ready reply to ${handshakes[answer.handshake]}. The endpoint's own answer was not used.`
    case 'cors':
      return 'A CORS preflight: the browser was told that its page may send the real request.'
    case 'close':
      return 'Nothing was answered: the endpoint is set to close the connection.'
    case 'hang':
      return 'Nothing was answered: the endpoint is set to keep the connection open and stay silent.'
    case 'refused':
      return `The receiver refused the request: ${request.problem ?? 'the reason was not kept.'}`
  }
}

/** What the sender saw in place of an answer; null when there was one. */
export function noAnswerSentence(request: RequestDetail): string | null {
  if (request.answer.status !== null) return null
  if (request.answer.origin === 'close')
    return 'The sender saw its connection close without a byte of answer.'
  if (request.answer.origin === 'hang') return 'The sender waited until its own time-out.'
  return 'The sender was gone before it could be answered.'
}
