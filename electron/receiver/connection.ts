import type { Socket } from 'node:net'
import { messageOf } from '#shared/contract/errors.ts'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { Reply } from './answers/plan.ts'
import type { Engine } from './engine.ts'
import { Exchange } from './exchange.ts'
import { Fault } from './http/fault.ts'
import type { RequestHead } from './http/head.ts'
import { RequestReader, type RequestSink } from './http/reader.ts'
import { refuseMalformed } from './malformed.ts'
import { sendFile } from './send-file.ts'
import { Turn } from './turn.ts'
import type { Wire } from './wire.ts'

/** Requests of one connection that may be under way at once; a sender that pipelines more waits. */
const pipelined = 16
/** After the last answer: how long the sender may still send what is thrown away, in all and without a pause. */
const lingerMs = 10_000
const lingerIdleMs = 2_000
const lingerIdleWhenStoppingMs = 250
const continueBytes = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n')

export interface ConnectionOptions {
  readonly tls: boolean
  readonly wrongScheme: boolean
  readonly onClose: (connection: Connection) => void
}

/**
 * One connection: bytes in, answers out in order, and all time limits, which `sweep` looks after.
 * A connection that ends after an answer is first half-closed and read on for a while: closing it with bytes unread
 * would reset it, and the sender might lose the answer (RFC 9112, section 9.6).
 */
export class Connection implements RequestSink, Wire {
  readonly remoteAddress: string
  readonly remotePort: number
  readonly tls: boolean
  readonly wrongScheme: boolean
  draining = false
  gone = false
  private readonly engine: Engine
  private readonly socket: Socket
  private readonly onClosed: ConnectionOptions['onClose']
  private readonly reader: RequestReader
  private readonly turns: Turn[] = []
  private receiving: Exchange | null = null
  /** No further request begins. */
  private ending = false
  private inputEnded = false
  private answered = false
  /** Since when our side is shut and what comes is thrown away. */
  private lingeringSince: number | null = null
  /** The turn whose answer the system has not taken as a whole yet, and since when it takes nothing. */
  private writing: Turn | null = null
  private stuckSince = 0
  private onWritable: (() => void) | null = null
  private bodyPaused = false
  private heldBack = false
  private now: number
  /** Of the last byte that came, or of the moment since which the sender may send again. */
  private quietSince: number
  private breakProblem = 'The connection broke off.'

  constructor(engine: Engine, socket: Socket, options: ConnectionOptions) {
    this.engine = engine
    this.socket = socket
    this.onClosed = options.onClose
    this.tls = options.tls
    this.wrongScheme = options.wrongScheme
    const address = socket.remoteAddress ?? ''
    // How this machine names an IPv4 peer of an IPv6 listener is no property of the peer.
    this.remoteAddress = address.startsWith('::ffff:') ? address.slice(7) : address
    this.remotePort = socket.remotePort ?? 0
    this.reader = new RequestReader(engine.limits, this)
    this.now = engine.deps.clock.now()
    this.quietSince = this.now
    socket.on('data', (chunk: Buffer) => this.onData(chunk))
    socket.on('end', () => this.onInputEnd())
    socket.on('drain', () => this.wakeWriter())
    socket.on('error', (error: Error & { code?: string }) => {
      if (error.code === 'ECONNRESET') this.breakProblem = 'The sender reset the connection.'
    })
    socket.on('close', () => this.onClose())
  }

  /** True: the reader begins no further request for now. */
  get blocked(): boolean {
    return this.ending || this.turns.length >= pipelined
  }

  endsAfter(turn: object): boolean {
    return this.ending && this.turns.at(-1) === turn
  }

  onHead(head: RequestHead, startedAt: number): void {
    const exchange = new Exchange(this.engine, this, head, startedAt, this.now)
    this.receiving = exchange
    this.turns.push(exchange.turn)
    if (!head.keepAlive) this.ending = true
    exchange.begin()
  }

  onBody(piece: Buffer): void {
    this.receiving?.onBody(piece)
  }

  onEnd(trailers: HeaderPairs): void {
    const exchange = this.receiving
    this.receiving = null
    // What slowed this body down is not heard any more; the next request must not wait for it.
    if (this.bodyPaused) this.resumeBody()
    if (this.ending) this.reader.stop()
    exchange?.onEnd(trailers, this.now)
  }

  onHeadFault(fault: Fault, raw: Buffer, startedAt: number): void {
    this.ending = true
    const turn = new Turn(this.engine, this, startedAt)
    this.turns.push(turn)
    refuseMalformed(this.engine, this, turn, { fault, raw, startedAt })
  }

  onBodyFault(fault: Fault): void {
    this.receiving?.breakOff(fault)
  }

  pauseBody(): void {
    this.bodyPaused = true
    this.socket.pause()
  }

  resumeBody(): void {
    this.bodyPaused = false
    this.quietSince = this.engine.deps.clock.now()
    this.socket.resume()
  }

  stopReading(): void {
    this.ending = true
    this.receiving = null
    this.reader.stop()
    if (this.bodyPaused || this.heldBack) this.resumeBody()
    this.heldBack = false
  }

  turnReady(): void {
    this.flush()
  }

  /** Looks at the time limits; to be called every now and then. */
  sweep(now: number): void {
    const { limits } = this.engine
    const quiet = now - this.quietSince
    if (this.lingeringSince !== null) {
      const idleMs = this.draining ? lingerIdleWhenStoppingMs : lingerIdleMs
      if (quiet > idleMs || now - this.lingeringSince > lingerMs) this.destroy()
    } else if (this.writing !== null && now - this.stuckSince > limits.bodyIdleTimeoutMs) {
      this.destroy()
    } else if (this.heldBack && this.turns[0]?.reply?.kind === 'hang') {
      // Nothing is read and nothing will be written, so that the sender's end would not be seen.
      if (quiet > limits.bodyIdleTimeoutMs) this.destroy()
    } else if (this.reader.phase === 'body') {
      const idleMs = this.receiving?.idleMs ?? limits.bodyIdleTimeoutMs
      if (!this.bodyPaused && !this.heldBack && quiet > idleMs) this.receiving?.timeOut(idleMs)
    } else if (this.reader.phase === 'head') {
      if (now - this.reader.startedAt > limits.headerTimeoutMs) {
        this.reader.breakOff(
          new Fault(408, `The headers were not complete after ${limits.headerTimeoutMs} ms.`),
        )
      }
    } else if (this.turns.length === 0) {
      if (quiet > (this.answered ? limits.keepAliveMs : limits.headerTimeoutMs)) this.finish()
    }
  }

  /** Takes no further request; ends when those under way are answered. Delays end, what never answers closes. */
  drain(): void {
    this.draining = true
    this.ending = true
    for (const turn of [...this.turns]) turn.release()
    this.finishIfDone()
  }

  /** Ends now; a request that is being read is kept as far as it came. */
  close(reason: string): void {
    this.reader.breakOff(new Fault(503, reason))
    this.destroy()
  }

  private destroy(): void {
    this.gone = true
    this.socket.destroy()
  }

  private onData(chunk: Buffer): void {
    this.now = this.engine.deps.clock.now()
    this.quietSince = this.now
    if (this.lingeringSince !== null || this.gone) return
    try {
      this.reader.push(chunk, this.now)
    } catch (thrown) {
      this.onBug(thrown)
      return
    }
    this.afterReading()
  }

  /** The sender has shut its side. It may still read: answers that are due go out. */
  private onInputEnd(): void {
    this.now = this.engine.deps.clock.now()
    this.inputEnded = true
    try {
      this.reader.end()
    } catch (thrown) {
      this.onBug(thrown)
      return
    }
    this.afterReading()
  }

  private onBug(thrown: unknown): void {
    this.engine.log('error', 'internal', `A connection was closed by an internal error: ${messageOf(thrown)}`)
    this.destroy()
  }

  private afterReading(): void {
    if (this.reader.phase === 'stopped') this.ending = true
    if (this.inputEnded || this.ending || this.receiving?.turn.wantsContinue === true) this.flush()
    else if (this.blocked) {
      this.heldBack = true
      this.socket.pause()
    }
  }

  private onClose(): void {
    this.gone = true
    this.now = this.engine.deps.clock.now()
    this.reader.breakOff(new Fault(400, this.breakProblem))
    for (const turn of this.turns) turn.abandon()
    this.turns.length = 0
    this.wakeWriter()
    this.onClosed(this)
  }

  /** Sends what is due, in order. */
  private flush(): void {
    while (this.writing === null && !this.gone) {
      const turn = this.turns[0]
      if (turn === undefined) break
      if (turn.reply === null) {
        if (turn.wantsContinue) this.socket.write(continueBytes)
        turn.wantsContinue = false
        break
      }
      if (turn.reply.kind === 'hang' && !this.inputEnded) break
      this.send(turn, turn.reply)
    }
    if (this.gone) return
    if (this.heldBack && !this.blocked) this.goOnReading()
    this.finishIfDone()
  }

  private send(turn: Turn, reply: Reply): void {
    switch (reply.kind) {
      case 'hang':
      case 'close':
        this.destroy()
        this.turnDone(turn)
        break
      case 'bytes':
        if (reply.close) this.stopReading()
        if (this.socket.write(reply.bytes)) this.turnDone(turn)
        else {
          this.writing = turn
          void this.writable().then(() => this.written(turn))
        }
        break
      case 'file':
        if (reply.close) this.stopReading()
        this.writing = turn
        this.stuckSince = this.engine.deps.clock.now()
        void this.sendFile(turn, reply)
        break
    }
  }

  private async sendFile(turn: Turn, reply: Extract<Reply, { kind: 'file' }>): Promise<void> {
    try {
      this.socket.write(reply.head)
      const whole = await sendFile(reply.file, reply.size, (bytes) => {
        this.stuckSince = this.engine.deps.clock.now()
        return this.gone || this.socket.write(bytes) ? Promise.resolve(!this.gone) : this.writable()
      })
      if (whole) this.written(turn)
      else if (!this.gone) throw new Error('it became shorter while it was sent.')
    } catch (thrown) {
      if (this.gone) return
      this.engine.log(
        'error',
        'answer',
        `An answer's file could not be sent as a whole: ${messageOf(thrown)}`,
      )
      this.destroy()
    }
  }

  /** Resolves with true when the system has taken what was written, with false when the connection is gone. */
  private writable(): Promise<boolean> {
    this.stuckSince = this.engine.deps.clock.now()
    return new Promise((resolve) => {
      this.onWritable = () => resolve(!this.gone)
    })
  }

  private wakeWriter(): void {
    const wake = this.onWritable
    this.onWritable = null
    wake?.()
  }

  private written(turn: Turn): void {
    this.writing = null
    if (this.gone) return
    this.turnDone(turn)
    this.flush()
  }

  private turnDone(turn: Turn): void {
    const now = this.engine.deps.clock.now()
    this.quietSince = now
    this.answered = true
    this.turns.shift()
    turn.sent(now)
    // Behind an answer that ends the connection there is no place for another one.
    if (turn.reply !== null && 'close' in turn.reply && turn.reply.close) {
      for (const other of this.turns) other.abandon()
      this.turns.length = 0
    }
  }

  private goOnReading(): void {
    this.heldBack = false
    this.quietSince = this.engine.deps.clock.now()
    if (!this.bodyPaused) this.socket.resume()
    try {
      this.reader.resume()
    } catch (thrown) {
      this.onBug(thrown)
      return
    }
    this.afterReading()
  }

  private finishIfDone(): void {
    const underWay = this.turns.length > 0 || this.reader.phase === 'head' || this.reader.phase === 'body'
    if (this.ending && !underWay && this.writing === null) this.finish()
  }

  /** Shuts our side and throws away what still comes until the sender shuts its own. */
  private finish(): void {
    if (this.lingeringSince !== null || this.gone) return
    this.ending = true
    this.reader.stop()
    this.lingeringSince = this.engine.deps.clock.now()
    this.quietSince = this.lingeringSince
    this.socket.end()
    this.socket.resume()
  }
}
