import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { WebSocket } from 'ws'
import { isProcedureName, procedures, type Call } from '#shared/contract/contract.ts'
import { httpPaths, replyEnvelopeSchema, type ReplyEnvelope } from '#shared/contract/envelope.ts'
import { AppError, messageOf, type ErrorCode } from '#shared/contract/errors.ts'
import type { EventFrame } from '#shared/contract/events.ts'

const defaultTimeoutMs = 30_000
/** The core gives up first and says so; this is for a core that can't even do that. */
const timeoutMarginMs = 2_000
const connectTimeoutMs = 5_000

type EndCode = Extract<ErrorCode, 'cancelled' | 'timed-out' | 'disconnected'>

interface CallOptions {
  readonly signal?: AbortSignal
  readonly timeoutMs?: number
}

/** A connection of a program to a running Hookbench. */
export interface Client {
  /** Settles always: value, AppError of the core, `timed-out`, `cancelled`, or `disconnected`. */
  readonly call: Call
  /** Hands over the frames of each message; a gap in `seq` means: refetch. Returns the way to stop. */
  onEvents(listener: (frames: EventFrame[]) => void): () => void
  /** Resolves when the connection is gone, by `close` or because the instance stopped. */
  readonly closed: Promise<void>
  close(): Promise<void>
}

export interface ConnectOptions {
  /** Origin of the instance, e.g. `http://127.0.0.1:4601`; path and query are ignored. */
  readonly url: string
  readonly token: string
}

/**
 * Connects over HTTP and WebSocket. Rejects with `unauthorized` for a wrong token and `disconnected` when nothing answers.
 * The WebSocket doubles as the sign of life: when it closes, every pending call is rejected at once.
 */
export async function connect({ url, token }: ConnectOptions): Promise<Client> {
  const base = new URL(url)
  const headers = { authorization: `Bearer ${token}` }
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  /** Ends each call under way. */
  const pending = new Set<(code: EndCode) => void>()
  let gone = false
  const closed = Promise.withResolvers<undefined>()
  const listeners = new Set<(frames: EventFrame[]) => void>()
  const socket = await openSocket(new URL(httpPaths.events, `ws://${base.host}`), headers)

  socket.on('message', (data: Buffer) => {
    const frames = JSON.parse(data.toString('utf8')) as EventFrame[]
    for (const listener of [...listeners]) listener(frames)
  })
  // 'error' is always followed by 'close', which settles everything.
  socket.on('error', () => socket.terminate())
  socket.on('close', () => {
    gone = true
    for (const end of pending) end('disconnected')
    agent.destroy()
    listeners.clear()
    closed.resolve(undefined)
  })

  async function call(name: string, input: unknown, options: CallOptions = {}): Promise<unknown> {
    const { signal } = options
    const own = isProcedureName(name) ? procedures[name].timeoutMs : undefined
    const timeoutMs = options.timeoutMs ?? (own ?? defaultTimeoutMs) + timeoutMarginMs
    const control = new AbortController()
    let endedBy: EndCode | undefined
    const end = (code: EndCode): void => {
      endedBy ??= code
      control.abort()
    }
    const cancel = (): void => end('cancelled')
    const timer = setTimeout(() => end('timed-out'), timeoutMs)
    pending.add(end)
    signal?.addEventListener('abort', cancel, { once: true })
    if (gone) end('disconnected')
    if (signal?.aborted === true) cancel()
    try {
      const reply = await post({ base, headers, agent, name, input, signal: control.signal })
      if (!reply.ok) throw AppError.fromWire(reply.error)
      return reply.value
    } catch (cause) {
      if (cause instanceof AppError) throw cause
      const code = endedBy ?? 'disconnected'
      throw new AppError(code, describeEnd(code, name, timeoutMs, cause), { cause })
    } finally {
      clearTimeout(timer)
      pending.delete(end)
      signal?.removeEventListener('abort', cancel)
    }
  }

  return {
    call: call as Call,
    onEvents(listener) {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    closed: closed.promise,
    async close() {
      const cut = setTimeout(() => socket.terminate(), 500)
      socket.close()
      await closed.promise
      clearTimeout(cut)
    },
  }
}

function openSocket(url: URL, headers: Record<string, string>): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      headers,
      perMessageDeflate: false,
      handshakeTimeout: connectTimeoutMs,
      maxPayload: 268_435_456,
    })
    const fail = (code: ErrorCode, reason: string): void => {
      reject(new AppError(code, `Can't connect to Hookbench at ${url.host}: ${reason}`))
      socket.on('error', () => socket.terminate())
      socket.terminate()
    }
    socket.once('open', () => {
      socket.removeAllListeners()
      resolve(socket)
    })
    socket.once('error', (error) => fail('disconnected', error.message))
    socket.once('unexpected-response', (_request, response) => {
      const refused = response.statusCode === 401 || response.statusCode === 403
      fail(refused ? 'unauthorized' : 'disconnected', `it answered ${response.statusCode}.`)
    })
  })
}

interface Post {
  readonly base: URL
  readonly headers: Record<string, string>
  readonly agent: Agent
  readonly name: string
  readonly input: unknown
  readonly signal: AbortSignal
}

/** One call as one HTTP request. Rejects with AppError only for what is no answer of Hookbench. */
function post({ base, headers, agent, name, input, signal }: Post): Promise<ReplyEnvelope> {
  const body = Buffer.from(JSON.stringify(input ?? {}))
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: base.hostname.replace(/^\[|\]$/g, ''),
        port: base.port,
        path: httpPaths.rpc + encodeURIComponent(name),
        method: 'POST',
        agent,
        headers: { ...headers, 'content-type': 'application/json', 'content-length': body.byteLength },
        signal,
      },
      (response) => {
        readReply(response).then(resolve, reject)
      },
    )
    request.once('error', reject)
    request.end(body)
  })
}

function describeEnd(code: EndCode, name: string, timeoutMs: number, cause: unknown): string {
  if (code === 'cancelled') return `${name} was cancelled.`
  if (code === 'timed-out') return `${name} had no answer within ${timeoutMs / 1_000} s and was given up.`
  return `Hookbench went away before it answered ${name}: ${messageOf(cause)}`
}

async function readReply(response: IncomingMessage): Promise<ReplyEnvelope> {
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  if (!response.complete) throw new Error('the connection broke off')
  const bytes = Buffer.concat(chunks)
  if (response.headers['content-type'] === 'application/octet-stream') {
    return { ok: true, value: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) }
  }
  try {
    return replyEnvelopeSchema.parse(JSON.parse(bytes.toString('utf8')))
  } catch (cause) {
    throw new AppError('internal', `Not an answer of Hookbench: HTTP ${response.statusCode}.`, { cause })
  }
}
