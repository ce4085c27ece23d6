import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import { latin1Bytes } from '#shared/domain/bytes.ts'
import type { CopySource } from '#shared/domain/copy-as/types.ts'

/** A small server that keeps the last request as it came, for comparing what different tools send. */
export interface CaptureServer {
  origin: string
  /** Sends bytes over a plain socket and returns what was captured. */
  sendRaw(bytes: Uint8Array): Promise<CopySource>
  /** The request captured since the last call; fails when there is none, or more than one. */
  take(): CopySource
  close(): Promise<void>
}

function readHeaders(lines: readonly string[]): HeaderPairs {
  return lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
}

/** Body and trailers at the beginning of `rest`; null while they are not all there. */
function readBody(headers: HeaderPairs, rest: string): { body: string; trailers: HeaderPairs } | null {
  const value = (name: string) => headers.find(([key]) => key.toLowerCase() === name)?.[1]
  if (value('transfer-encoding') === undefined) {
    const length = Number(value('content-length') ?? 0)
    return rest.length < length ? null : { body: rest.slice(0, length), trailers: [] }
  }
  let body = ''
  for (let at = 0; ;) {
    const line = rest.indexOf('\r\n', at)
    if (line < 0) return null
    const size = Number.parseInt(rest.slice(at, line), 16)
    if (size === 0) {
      const end = rest.indexOf('\r\n\r\n', line)
      return end < 0
        ? null
        : {
            body,
            trailers: readHeaders(
              rest
                .slice(line + 2, end)
                .split('\r\n')
                .filter(Boolean),
            ),
          }
    }
    if (rest.length < line + 4 + size) return null
    body += rest.slice(line + 2, line + 2 + size)
    at = line + 4 + size
  }
}

/** The one request that this text holds; null while it is not all there. By hand, so that nothing is refused or changed. */
function readRequest(text: string): CopySource | null {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const [start = '', ...lines] = text.slice(0, end).split('\r\n')
  const [, method = '', target = '', httpVersion = ''] = /^(\S+) (.*) HTTP\/(\d\.\d)$/s.exec(start) ?? []
  const headers = readHeaders(lines)
  const content = readBody(headers, text.slice(end + 4))
  if (!content) return null
  const body = new Uint8Array(latin1Bytes(content.body))
  return {
    method,
    target,
    httpVersion,
    headers,
    trailers: content.trailers,
    body,
    complete: true,
    malformed: false,
  }
}

export async function startCaptureServer(): Promise<CaptureServer> {
  const captured: CopySource[] = []
  const serve = (socket: Socket): void => {
    let text = ''
    let continued = false
    socket.setEncoding('latin1')
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      text += chunk.toString()
      if (!continued && /\r\nexpect: 100-continue\r\n/i.test(text)) {
        continued = true
        socket.write('HTTP/1.1 100 Continue\r\n\r\n')
      }
      const request = readRequest(text)
      if (!request) return
      text = ''
      captured.push(request)
      const length = request.method === 'HEAD' ? '' : 'ok'
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n${length}`)
    })
  }
  const server = createServer(serve)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const take = (): CopySource => {
    const [first, ...more] = captured.splice(0)
    if (!first || more.length > 0) throw new Error(`${first ? 1 + more.length : 0} requests were captured`)
    return first
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    take,
    async sendRaw(bytes) {
      await new Promise<void>((done, failed) => {
        const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
        socket.on('error', failed)
        socket.on('close', () => done())
        socket.resume()
      })
      return take()
    },
    close: () => new Promise((done) => server.close(() => done())),
  }
}

const encoder = new TextEncoder()

/** A source to copy, with what is not given filled in. */
export function sourceOf(
  origin: string,
  given: Partial<Omit<CopySource, 'body'>> & { body?: Uint8Array | string | null } = {},
): CopySource {
  const body =
    typeof given.body === 'string'
      ? encoder.encode(given.body)
      : given.body === undefined
        ? new Uint8Array()
        : given.body
  const host: [string, string] = ['Host', new URL(origin).host]
  const length: HeaderPairs = body && body.length > 0 ? [['Content-Length', String(body.length)]] : []
  const chunked = given.headers?.some(([name]) => /^(transfer-encoding|content-length)$/i.test(name)) === true
  return {
    method: 'POST',
    target: '/hook',
    httpVersion: '1.1',
    trailers: [],
    complete: true,
    malformed: false,
    ...given,
    headers: [host, ...(given.headers ?? []), ...(chunked ? [] : length)],
    body,
  }
}
