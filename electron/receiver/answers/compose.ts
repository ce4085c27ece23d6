import { STATUS_CODES } from 'node:http'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { RequestHead } from '../http/head.ts'
import type { Stamp } from './stamp.ts'

/** What the request and the connection demand of any answer to it. */
export interface Framing {
  readonly head: Pick<RequestHead, 'method'>
  /** The connection ends after this answer. */
  readonly close: boolean
  readonly stamp: Stamp
  /** Headers to add where the answer does not set them itself, e.g. for CORS. */
  readonly extra: HeaderPairs
}

export interface Composed {
  /** Status line and headers with the empty line at the end. */
  readonly head: string
  /** All headers that are sent. */
  readonly headers: HeaderPairs
  /** No body may follow, whatever was configured (RFC 9110, sections 6.4.1 and 9.3). */
  readonly bodyless: boolean
  readonly close: boolean
}

/** Headers that say where the answer ends or what becomes of the connection: these are ours to set. */
const framingNames = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'trailer',
  'upgrade',
])

/** Puts status line and headers together; `headers` keep their order and case, framing is always right. */
export function composeHead(status: number, headers: HeaderPairs, size: number, framing: Framing): Composed {
  const { method } = framing.head
  const tunnel = method === 'CONNECT' && status < 300
  const close = framing.close || tunnel || headers.some(asksToClose)
  const noLength = status === 204 || status === 304 || tunnel
  const sent: HeaderPairs = headers.filter(([name]) => !framingNames.has(name.toLowerCase()))
  const names = new Set(sent.map(([name]) => name.toLowerCase()))
  for (const pair of framing.extra) if (!names.has(pair[0].toLowerCase())) sent.push(pair)
  if (!noLength) sent.push(['Content-Length', String(status === 205 ? 0 : size)])
  if (!names.has('date')) sent.push(['Date', framing.stamp.date])
  sent.push(['Connection', close ? 'close' : 'keep-alive'])
  if (!close && framing.stamp.keepAlive !== null) sent.push(['Keep-Alive', framing.stamp.keepAlive])

  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`
  for (const [name, value] of sent) text += `${name}: ${value}\r\n`
  return {
    head: `${text}\r\n`,
    headers: sent,
    bodyless: noLength || status === 205 || method === 'HEAD',
    close,
  }
}

/** Head and body in one buffer, so that they go out in one packet. */
export function joinAnswer(head: string, body: Buffer | null): Buffer {
  const bytes = Buffer.allocUnsafe(head.length + (body?.length ?? 0))
  bytes.write(head, 'latin1')
  body?.copy(bytes, head.length)
  return bytes
}

function asksToClose([name, value]: [string, string]): boolean {
  return name.toLowerCase() === 'connection' && /(?:^|,)\s*close\s*(?:,|$)/i.test(value)
}
