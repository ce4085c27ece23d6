import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { until } from '../../support/until.ts'

export interface RawAnswer {
  readonly status: number
  readonly reason: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body: string
  /** The first value of a header; `name` in lower case. */
  header(name: string): string | undefined
}

/** A sender that writes bytes and takes apart what comes back; nothing is done for it. */
export class RawClient {
  received: Buffer = Buffer.alloc(0)
  /** The receiver has shut its side, or reset the connection. */
  ended = false
  closed = false
  readonly socket: Socket
  private taken = 0

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk])
    })
    socket.on('end', () => {
      this.ended = true
    })
    socket.on('error', () => {
      this.ended = true
    })
    socket.on('close', () => {
      this.ended = true
      this.closed = true
    })
  }

  static async connect(port: number, options: { tls?: boolean; host?: string } = {}): Promise<RawClient> {
    const { tls = false, host = '127.0.0.1' } = options
    const socket = tls
      ? connectTls({ port, host, rejectUnauthorized: false })
      : connectPlain({ port, host, noDelay: true, allowHalfOpen: true })
    await new Promise<void>((resolve, reject) => {
      socket.once(tls ? 'secureConnect' : 'connect', () => resolve())
      socket.once('error', reject)
    })
    return new RawClient(socket)
  }

  send(bytes: string | Buffer): this {
    this.socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
    return this
  }

  /** Writes in pieces of `size` bytes, each in a packet of its own as far as the system allows. */
  async sendPieces(bytes: string | Buffer, size: number): Promise<void> {
    const all = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
    for (let at = 0; at < all.length; at += size) {
      this.socket.write(all.subarray(at, at + size))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  /** Shuts the sender's side; it can still read. */
  shut(): this {
    this.socket.end()
    return this
  }

  reset(): void {
    this.socket.resetAndDestroy()
  }

  destroy(): void {
    this.socket.destroy()
  }

  /** The next answer; `bodyless`: it belongs to a HEAD request. */
  async answer(bodyless = false): Promise<RawAnswer> {
    const next = (): ReturnType<typeof parseAnswer> =>
      parseAnswer(this.received.subarray(this.taken), bodyless)
    await until(() => next() !== null || this.ended)
    const parsed = next()
    if (parsed === null) {
      throw new Error(`The connection ended without an answer; ${this.rest.length} bytes came.`)
    }
    const { answer, end } = parsed
    this.taken += end
    return answer
  }

  async end(): Promise<void> {
    await until(() => this.ended)
  }

  /** Bytes that came after the answers taken so far. */
  get rest(): string {
    return this.received.subarray(this.taken).toString('latin1')
  }
}

function parseAnswer(bytes: Buffer, bodyless: boolean): { answer: RawAnswer; end: number } | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return null
  const [first = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n')
  const match = /^HTTP\/1\.1 (\d{3}) (.*)$/.exec(first)
  if (match === null) throw new Error(`No status line: ${first}`)
  const headers = lines.map((line) => {
    const colon = line.indexOf(': ')
    return [line.slice(0, colon), line.slice(colon + 2)] as const
  })
  const header = (name: string): string | undefined =>
    headers.find(([candidate]) => candidate.toLowerCase() === name)?.[1]
  const status = Number(match[1])
  const none = bodyless || status < 200 || status === 204 || status === 304
  const length = none ? 0 : Number(header('content-length') ?? 0)
  const end = headEnd + 4 + length
  if (bytes.length < end) return null
  const body = bytes.toString('utf8', headEnd + 4, end)
  return { answer: { status, reason: match[2] ?? '', headers, body, header }, end }
}
