import type { HeaderPairs } from '#shared/domain/answer.ts'
import { excerpt, Fault } from './fault.ts'
import { checkLine, parseHead, parseTrailers, type RequestHead } from './head.ts'

/** Gets what the reader finds, in order: head, pieces of body, end; or a fault, after which nothing more comes. */
export interface RequestSink {
  /** `startedAt`: when the first byte of this request arrived, as told to `push`. */
  onHead(head: RequestHead, startedAt: number): void
  /** Bytes after transfer-decoding; never empty. They are the sink's for good. */
  onBody(piece: Buffer): void
  onEnd(trailers: HeaderPairs): void
  /** No request could be made of the bytes; `raw`: all that is at hand from the first of them on. */
  onHeadFault(fault: Fault, raw: Buffer, startedAt: number): void
  /** The body of the request whose head was told is not well framed, or ended early. */
  onBodyFault(fault: Fault): void
  /** True: begin no further request until `resume`. */
  readonly blocked: boolean
}

export interface ReaderLimits {
  /** Bytes of request line and headers together; for trailers the same. */
  readonly headerBytes: number
}

type Step = 'head' | 'length' | 'chunk-size' | 'chunk-data' | 'chunk-end' | 'trailers'

const headEnd = Buffer.from('\r\n\r\n')
const nothing: Buffer = Buffer.alloc(0)
const longestChunkLine = 16_384
/** `*( BWS ";" BWS name [ BWS "=" BWS value ] )`, the value being a token or a quoted string (RFC 9112, section 7.1.1); empty ones pass. */
const chunkExtensions =
  /^(?:[ \t]*;(?:[ \t]*[!#$%&'*+\-.^_`|~0-9A-Za-z]+(?:[ \t]*=[ \t]*(?:[!#$%&'*+\-.^_`|~0-9A-Za-z]+|"(?:[^"\\\x00-\x08\x0a-\x1f\x7f]|\\[\t\x20-\x7e\x80-\xff])*")?)?)?)*$/
const noTrailers: HeaderPairs = []
const CR = 13
const LF = 10

/**
 * Reads HTTP/1.x requests from one connection (RFC 9112), however the bytes are cut into pieces.
 *
 * Why not Node's own parser: it keeps the bytes to itself, so that a malformed or unfinished head that came in several
 * packets could not be shown; it knows a fixed list of methods; it does not tell when a request began; and the
 * objects around it cost more time than all else here. Its strictness is the model, though, and tests compare the two.
 */
export class RequestReader {
  /** `idle`: between requests. `stopped`: whatever still comes is ignored. */
  phase: 'idle' | 'head' | 'body' | 'stopped' = 'idle'
  /** When the first byte of the newest request arrived. */
  startedAt = 0
  private readonly sink: RequestSink
  private readonly limits: ReaderLimits
  private step: Step = 'head'
  private running = false
  private ended = false
  private remaining = 0
  private arrivedAt = 0
  /** Bytes that wait for more, at the front of a buffer that may be larger. */
  private held: Buffer = nothing
  private heldLength = 0
  /** How much of the head (or trailers), from its first byte on, was looked at already, and where its last line begins. */
  private scanned = 0
  private lineStart = 0

  constructor(limits: ReaderLimits, sink: RequestSink) {
    this.limits = limits
    this.sink = sink
  }

  /** Takes bytes that arrived at `now`. The reader keeps references to them. */
  push(chunk: Buffer, now: number): void {
    if (this.phase === 'stopped') return
    this.arrivedAt = now
    this.run(this.heldLength === 0 ? chunk : this.append(chunk))
  }

  /** The sender will send no more. */
  end(): void {
    this.ended = true
    if (!this.running) this.resume()
  }

  /** Goes on with bytes that were held while the sink was blocked. */
  resume(): void {
    if (!this.running && this.phase !== 'stopped') this.run(this.held.subarray(0, this.heldLength))
  }

  /** Ends a request that is under way with this fault; does nothing between requests. */
  breakOff(fault: Fault): void {
    const phase = this.phase
    const raw = this.held.subarray(0, this.heldLength)
    if (phase === 'stopped') return
    this.stop()
    if (phase === 'head') this.sink.onHeadFault(fault, raw, this.startedAt)
    if (phase === 'body') this.sink.onBodyFault(fault)
  }

  stop(): void {
    this.phase = 'stopped'
    this.held = nothing
    this.heldLength = 0
  }

  private run(buffer: Buffer): void {
    let at = 0
    this.running = true
    try {
      while (!this.isStopped()) {
        const next = this.advance(buffer, at)
        if (next < 0) break
        at = next
        if (at === buffer.length) break
      }
    } catch (thrown) {
      if (!(thrown instanceof Fault)) throw thrown
      const inHead = this.step === 'head'
      this.stop()
      if (inHead) this.sink.onHeadFault(thrown, buffer.subarray(at), this.startedAt)
      else this.sink.onBodyFault(thrown)
    } finally {
      this.running = false
    }
    if (this.isStopped()) return
    this.hold(buffer, at)
    if (this.ended && !(this.phase === 'idle' && this.heldLength > 0)) this.breakOff(this.endFault())
  }

  /** A method, because the sink may stop the reader behind the compiler's back. */
  private isStopped(): boolean {
    return this.phase === 'stopped'
  }

  /** Does one step from `at` on; returns the new position, or -1 when more bytes are needed. */
  private advance(buffer: Buffer, at: number): number {
    switch (this.step) {
      case 'head':
        return this.readHead(buffer, at)
      case 'length':
      case 'chunk-data':
        return this.readData(buffer, at)
      case 'chunk-size':
        return this.readChunkSize(buffer, at)
      case 'chunk-end':
        return this.readChunkEnd(buffer, at)
      case 'trailers':
        return this.readTrailers(buffer, at)
    }
  }

  private readHead(buffer: Buffer, at: number): number {
    if (this.phase === 'idle') {
      // Empty lines before a request are skipped (RFC 9112, section 2.2).
      let start = at
      while (start < buffer.length && (buffer[start] === CR || buffer[start] === LF)) start++
      if (start > at) return start
      if (this.sink.blocked || at === buffer.length) return -1
      this.phase = 'head'
      this.startedAt = this.arrivedAt
      refuseForeign(buffer, at)
      this.scanned = 0
      this.lineStart = 0
    }
    const end = buffer.indexOf(headEnd, at + Math.max(0, this.scanned - 3))
    const length = (end < 0 ? buffer.length : end + 4) - at
    if (length > this.limits.headerBytes) {
      throw new Fault(
        431,
        `Request line and headers are larger than the limit of ${this.limits.headerBytes} bytes.`,
      )
    }
    if (end < 0) {
      this.checkLines(buffer, at, true)
      return -1
    }
    const head = parseHead(buffer.toString('latin1', at, end))
    this.phase = 'body'
    if (head.chunked) this.step = 'chunk-size'
    else {
      this.step = 'length'
      this.remaining = head.contentLength ?? 0
    }
    this.sink.onHead(head, this.startedAt)
    if (this.step === 'length' && this.remaining === 0 && !this.isStopped()) this.endMessage(noTrailers)
    return end + 4
  }

  /** Looks at the lines that are complete and at the beginning of the last, so that nonsense need not time out. */
  private checkLines(buffer: Buffer, at: number, withRequestLine: boolean): void {
    for (;;) {
      const from = Math.max(this.scanned, this.lineStart)
      const lineFeed = buffer.indexOf(LF, at + from)
      if (lineFeed < 0) break
      const begin = at + this.lineStart
      const complete = buffer[lineFeed - 1] === CR && lineFeed > begin
      const line = buffer.toString('latin1', begin, complete ? lineFeed - 1 : lineFeed + 1)
      if (line !== '') checkLine(line, withRequestLine && this.lineStart === 0)
      this.lineStart = lineFeed + 1 - at
    }
    if (withRequestLine && this.lineStart === 0) refuseBinary(buffer, at, this.scanned)
    this.scanned = buffer.length - at
  }

  private readData(buffer: Buffer, at: number): number {
    const here = Math.min(buffer.length - at, this.remaining)
    if (here === 0) return -1
    this.remaining -= here
    this.sink.onBody(buffer.subarray(at, at + here))
    if (this.remaining === 0 && !this.isStopped()) {
      if (this.step === 'length') this.endMessage(noTrailers)
      else this.step = 'chunk-end'
    }
    return at + here
  }

  /** `chunk-size [ chunk-ext ] CRLF` (RFC 9112, section 7.1); extensions are read over. */
  private readChunkSize(buffer: Buffer, at: number): number {
    let size = 0
    let position = at
    for (;;) {
      const digit = hexDigit(buffer[position])
      if (digit < 0) break
      size = size * 16 + digit
      position++
    }
    if (position < buffer.length) {
      const next = buffer[position]
      const sizeEnds = next === CR || next === 0x3b || next === 0x20 || next === 0x09
      if (position === at || !sizeEnds || size > Number.MAX_SAFE_INTEGER) throw badChunkLine(buffer, at)
    }
    const lineFeed = buffer.indexOf(LF, position)
    if (lineFeed < 0) {
      if (buffer.length - at > longestChunkLine)
        throw new Fault(400, 'A chunk size line is longer than 16 kB.')
      return -1
    }
    if (buffer[lineFeed - 1] !== CR) throw badChunkLine(buffer, at)
    const extension = buffer.toString('latin1', position, lineFeed - 1)
    if (extension !== '' && !chunkExtensions.test(extension)) throw badChunkLine(buffer, at)
    this.remaining = size
    this.scanned = 0
    this.lineStart = 0
    this.step = size === 0 ? 'trailers' : 'chunk-data'
    return lineFeed + 1
  }

  private readChunkEnd(buffer: Buffer, at: number): number {
    if (buffer[at] !== CR || (buffer.length > at + 1 && buffer[at + 1] !== LF)) {
      const found = excerpt(buffer.toString('latin1', at, Math.min(buffer.length, at + 20)))
      throw new Fault(
        400,
        `A chunk is longer than its size says: carriage return and line feed were expected, ${found} came.`,
      )
    }
    if (buffer.length < at + 2) return -1
    this.step = 'chunk-size'
    return at + 2
  }

  private readTrailers(buffer: Buffer, at: number): number {
    if (buffer[at] === CR) {
      if (buffer.length < at + 2) return -1
      if (buffer[at + 1] !== LF) throw new Fault(400, 'The last chunk is not followed by an empty line.')
      this.endMessage(noTrailers)
      return at + 2
    }
    const end = buffer.indexOf(headEnd, at + Math.max(0, this.scanned - 3))
    if ((end < 0 ? buffer.length : end + 4) - at > this.limits.headerBytes) {
      throw new Fault(431, `The trailers are larger than the limit of ${this.limits.headerBytes} bytes.`)
    }
    if (end < 0) {
      this.checkLines(buffer, at, false)
      return -1
    }
    this.endMessage(parseTrailers(buffer.toString('latin1', at, end)))
    return end + 4
  }

  private endMessage(trailers: HeaderPairs): void {
    this.phase = 'idle'
    this.step = 'head'
    this.sink.onEnd(trailers)
  }

  private endFault(): Fault {
    return this.phase === 'head'
      ? new Fault(400, 'The sender closed the connection in the middle of the headers.')
      : new Fault(400, 'The sender closed the connection before the body was complete.')
  }

  private append(chunk: Buffer): Buffer {
    const total = this.heldLength + chunk.length
    if (this.held.length < total) {
      const grown = Buffer.allocUnsafe(Math.max(total * 2, 1_024))
      this.held.copy(grown, 0, 0, this.heldLength)
      this.held = grown
    }
    chunk.copy(this.held, this.heldLength)
    this.heldLength = total
    return this.held.subarray(0, total)
  }

  /** Keeps what is left of `buffer`. A buffer of which pieces were handed out must not be appended to again. */
  private hold(buffer: Buffer, at: number): void {
    const left = buffer.length - at
    if (left === 0) {
      if (this.heldLength > 0) this.held = nothing
    } else if (at > 0 || this.heldLength === 0) {
      this.held = Buffer.allocUnsafe(Math.max(left, 512))
      buffer.copy(this.held, 0, at)
    }
    this.heldLength = left
  }
}

/** Refuses by their first byte what other protocols say first. */
function refuseForeign(buffer: Buffer, at: number): void {
  const first = buffer[at] ?? 0
  if (first > 0x20 && first < 0x7f) return
  if (first === 0x16) {
    throw new Fault(
      400,
      'The sender began a TLS handshake, but this port speaks plain HTTP: use http:// in the address, or switch TLS on in the settings.',
    )
  }
  if (buffer.toString('latin1', at, at + 8) === '\0\r\nQUIT\n') {
    throw new Fault(
      400,
      'The connection begins with a PROXY protocol header. Switch "PROXY protocol" off in the proxy or tunnel in front of Hookbench.',
    )
  }
  throw notHttp(buffer, at)
}

/** Refuses a first line that can't become a request line, though its end has not come yet. */
function refuseBinary(buffer: Buffer, at: number, scanned: number): void {
  if (/[\x00-\x0c\x0e-\x1f\x7f]/.test(buffer.toString('latin1', at + scanned))) throw notHttp(buffer, at)
}

function notHttp(buffer: Buffer, at: number): Fault {
  return new Fault(
    400,
    `What came is no HTTP request: it begins with ${excerpt(buffer.toString('latin1', at, at + 40))}.`,
  )
}

function badChunkLine(buffer: Buffer, at: number): Fault {
  const lineFeed = buffer.indexOf(LF, at)
  const line = buffer.toString('latin1', at, lineFeed < 0 ? Math.min(buffer.length, at + 40) : lineFeed + 1)
  return new Fault(
    400,
    `The chunk size line ${excerpt(line)} is not a hexadecimal number, with or without extensions.`,
  )
}

function hexDigit(code: number | undefined): number {
  if (code === undefined) return -1
  if (code >= 0x30 && code <= 0x39) return code - 0x30
  const lower = code | 0x20
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1
}
