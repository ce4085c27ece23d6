import { type AppError, messageOf, toAppError } from '#shared/contract/errors.ts'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { TemplateRequest } from '#shared/domain/answer-template.ts'
import { unmatchedEndpointId } from '#shared/domain/ids.ts'
import type { StoredBodyFile, StoredEndpoint } from '../store/index.ts'
import type { Framing } from './answers/compose.ts'
import { corsHeaders, isPreflight, planPreflight } from './answers/cors.ts'
import { answerNeedsBody, headerNames, planAnswer } from './answers/endpoint-answer.ts'
import { planHandshake, recogniseHandshake, type Handshake } from './answers/handshakes.ts'
import type { Plan } from './answers/plan.ts'
import { planNobody, planRefusal, type Refusal } from './answers/refusal.ts'
import { BodyCollector } from './body-collector.ts'
import type { Engine } from './engine.ts'
import { Fault } from './http/fault.ts'
import type { RequestHead } from './http/head.ts'
import { splitTarget } from './http/target.ts'
import {
  badExpectation,
  badSignature,
  fromAnswerError,
  fromFault,
  fromStoreError,
  tooLarge,
  wrongScheme,
} from './refusals.ts'
import { routeRequest } from './routing.ts'
import { Turn } from './turn.ts'
import type { Wire } from './wire.ts'

/** Bodies up to this stay in memory; larger ones go to a file. */
const memoryBytes = 65_536
/** The same for endpoints whose answer is made from the body. */
const memoryBytesForTemplates = 1_048_576
/** Of a request that is refused whatever its body, so much is taken before the refusal goes out. */
const refusedBytes = 1_048_576
/** How long a refused sender may pause before it is told, when it may be waiting to be told. */
const refusedIdleMs = 1_000

const noHeaders: HeaderPairs = []

/**
 * One request from its headers to its place in the store: gathers the body, decides the answer, hands both on.
 * All callers are synchronous; the answer comes by way of the turn.
 */
export class Exchange {
  readonly turn: Turn
  /** Longest pause between two pieces of this body; null: as the limits say. */
  idleMs: number | null = null
  private readonly engine: Engine
  private readonly wire: Wire
  private readonly head: RequestHead
  private readonly startedAt: number
  private readonly headersAt: number
  private endpoint: StoredEndpoint | null = null
  private keep = true
  private refusal: Refusal | null = null
  private limit = 0
  private collector: BodyCollector | null = null
  private taken = 0
  private receiving = true
  private complete = false
  private endAt: number | null = null
  private trailers = noHeaders
  private problem: string | null = null
  /** The body can't come from the collector's file. */
  private beginningOnly = false

  constructor(engine: Engine, wire: Wire, head: RequestHead, startedAt: number, now: number) {
    this.engine = engine
    this.wire = wire
    this.head = head
    this.startedAt = startedAt
    this.headersAt = now
    this.turn = new Turn(engine, wire, startedAt)
  }

  /** Decides where the request belongs and what to do with its body. To be called once, right after it is in the queue. */
  begin(): void {
    const { head, engine } = this
    const { bodyBytes } = engine.limits
    const route = routeRequest(engine.deps.findEndpoint, head)
    this.endpoint = route.endpoint
    this.keep = route.keep
    this.refusal = route.refusal
    this.limit = route.refusal === null ? bodyBytes : Math.min(bodyBytes, refusedBytes)
    if (this.wire.wrongScheme && this.keep) this.refuse(wrongScheme, refusedBytes)
    if (!head.chunked && (head.contentLength ?? 0) === 0) return

    if (head.contentLength !== null && head.contentLength > bodyBytes) {
      if (this.refusal === null) this.refuse(tooLarge(bodyBytes, head.contentLength), memoryBytes)
    }
    if (head.expect !== null) this.meetExpectation(head.expect)
  }

  onBody(piece: Buffer): void {
    if (!this.receiving) return
    const room = this.limit - this.taken
    const part = piece.length > room ? piece.subarray(0, room) : piece
    this.taken += part.length
    if (this.keep && part.length > 0) this.collect(part)
    if (part.length < piece.length) this.overflow()
  }

  onEnd(trailers: HeaderPairs, now: number): void {
    if (!this.receiving) return
    this.complete = true
    this.trailers = trailers
    this.endAt = now
    this.settle()
  }

  /** The body ends here: it is badly framed, or the sender is gone or too slow. What came is kept. */
  breakOff(fault: Fault): void {
    if (!this.receiving) return
    this.problem = `${fault.message} ${this.describeTaken()}`
    this.refusal ??= fromFault(fault)
    this.wire.stopReading()
    this.settle()
  }

  /** The sender has paused for too long. */
  timeOut(idleMs: number): void {
    if (!this.receiving) return
    if (this.refusal !== null) this.cut(this.refusal)
    else this.breakOff(new Fault(408, `No byte of the body came for ${idleMs} ms.`))
  }

  private describeTaken(): string {
    const { contentLength } = this.head
    if (this.taken === 0) return 'Nothing of the body had come.'
    return contentLength === null
      ? `${this.taken} bytes of the body had come.`
      : `${this.taken} of ${contentLength} bytes had come.`
  }

  /** The body is larger than what is taken of it. */
  private overflow(): void {
    const { refusal } = this
    if (refusal === null) {
      this.cut(tooLarge(this.limit, this.head.contentLength))
      return
    }
    if (refusal.code !== 'request.too-large') {
      this.problem = `${refusal.problem} Only the first ${this.limit} bytes of the body were kept.`
    }
    this.cut(refusal)
  }

  private refuse(refusal: Refusal, limit: number): void {
    this.refusal = refusal
    this.limit = Math.min(this.engine.limits.bodyBytes, limit)
    this.idleMs = refusedIdleMs
  }

  private meetExpectation(expect: string): void {
    if (expect !== '100-continue') {
      if (this.refusal === null) this.refuse(badExpectation(expect), refusedBytes)
    } else if (this.refusal === null) {
      this.turn.wantsContinue = true
    } else {
      this.cut(this.refusal)
    }
  }

  private collect(part: Buffer): void {
    this.collector ??= new BodyCollector(this.engine.deps.capture, this.memoryLimit(), {
      pause: () => {
        if (this.receiving) this.wire.pauseBody()
      },
      resume: () => {
        if (this.receiving) this.wire.resumeBody()
      },
      failed: (error) => this.onDiskFailure(error),
    })
    this.turn.wantsContinue = false
    this.collector.push(part)
  }

  private memoryLimit(): number {
    return this.endpoint !== null && answerNeedsBody(this.endpoint.answer)
      ? memoryBytesForTemplates
      : memoryBytes
  }

  private onDiskFailure(error: AppError): void {
    this.beginningOnly = true
    if (this.receiving) this.cut(fromStoreError(error))
  }

  /** Takes no more of the body and answers with the refusal; the connection ends afterwards. */
  private cut(refusal: Refusal): void {
    this.refusal = refusal
    this.wire.stopReading()
    this.settle()
  }

  private settle(): void {
    this.receiving = false
    this.turn.wantsContinue = false
    if (!this.keep && this.refusal !== null) {
      this.turn.decide(this.planFor(this.refusal))
      return
    }
    const { collector } = this
    const body =
      collector === null ? nothing : this.beginningOnly ? collector.beginning() : collector.finish()
    if (body instanceof Promise) {
      this.engine.settling++
      body
        .catch((thrown: unknown) => {
          this.refusal = fromStoreError(toAppError(thrown))
          this.complete = false
          return collector?.beginning() ?? nothing
        })
        .then((stored) => this.planAndStore(stored))
        .finally(() => this.engine.settling--)
        .catch((thrown: unknown) => this.onBug(thrown))
    } else {
      this.planAndStore(body)
    }
  }

  private planAndStore(body: Uint8Array | StoredBodyFile): void {
    const plan = this.plan(body)
    if (!(plan instanceof Promise)) {
      this.store(body, plan)
      return
    }
    this.engine.settling++
    plan
      .catch((thrown: unknown) => this.planFailure(thrown))
      .then((decided) => this.store(body, decided))
      .finally(() => this.engine.settling--)
      .catch((thrown: unknown) => this.onBug(thrown))
  }

  private plan(body: Uint8Array | StoredBodyFile): Plan | Promise<Plan> {
    const { endpoint, refusal, head } = this
    if (refusal !== null) return this.planFor(refusal)
    try {
      if (endpoint === null) throw new Error('The request belongs to no endpoint.')
      if (endpoint.cors && isPreflight(head)) return planPreflight(head, this.framing())
      if (endpoint.handshakes.length > 0 && body instanceof Uint8Array) {
        const handshake = recogniseHandshake(endpoint.handshakes, head, body)
        if (handshake !== null) return this.planHandshake(endpoint, handshake, body)
      }
      if (endpoint.signature?.enforce === true) return this.planJudged(endpoint, body)
      return this.planOwn(endpoint, body)
    } catch (thrown) {
      return this.planFailure(thrown)
    }
  }

  private planFor(refusal: Refusal): Plan {
    return this.wire.gone ? planNobody : planRefusal(refusal, this.framing())
  }

  private planFailure(thrown: unknown): Plan {
    const refusal = fromAnswerError(messageOf(thrown))
    this.engine.log('error', 'answer', refusal.problem)
    return { ...planRefusal(refusal, this.framing()), note: refusal.problem }
  }

  private async planHandshake(
    endpoint: StoredEndpoint,
    handshake: Handshake,
    body: Uint8Array,
  ): Promise<Plan> {
    const { kind } = handshake
    const secret = handshake.usesSecret ? await this.engine.deps.handshakeSecret(endpoint.id, kind) : null
    const reply = handshake.reply(secret)
    if (typeof reply !== 'string') return planHandshake(kind, reply, this.framing())
    return { ...(await this.planOwn(endpoint, body)), note: reply }
  }

  private planOwn(endpoint: StoredEndpoint, body: Uint8Array | StoredBodyFile): Plan | Promise<Plan> {
    return planAnswer(endpoint.answer, this.framing(), () => this.templateRequest(body))
  }

  /** The endpoint's own answer for a genuine request, 401 for any other. */
  private async planJudged(endpoint: StoredEndpoint, body: Uint8Array | StoredBodyFile): Promise<Plan> {
    const { method, target, headers } = this.head
    const reason = await this.engine.deps.judge(endpoint, {
      method,
      target,
      headers,
      tls: this.wire.tls,
      body,
      receivedAt: this.startedAt,
    })
    if (reason === null) return this.planOwn(endpoint, body)
    const refusal = badSignature(reason)
    return { ...planRefusal(refusal, this.framing()), note: refusal.problem }
  }

  /** What any answer to this request has to keep to. */
  framing(): Framing {
    const { endpoint, head } = this
    return {
      head,
      close: !head.keepAlive || !this.complete || this.wire.endsAfter(this.turn),
      stamp: this.engine.stamps.at(this.endAt ?? this.headersAt),
      extra: endpoint?.cors === true ? corsHeaders(head, headerNames(endpoint.answer)) : noHeaders,
    }
  }

  private templateRequest(body: Uint8Array | StoredBodyFile): TemplateRequest {
    const { method, headers, target } = this.head
    const { path, query } = splitTarget(target)
    const bodyText = (): string => (body instanceof Uint8Array ? new TextDecoder().decode(body) : '')
    return { method, path, query, headers, bodyText }
  }

  private store(body: Uint8Array | StoredBodyFile, plan: Plan): void {
    const { head, startedAt, endAt, wire } = this
    this.turn.store(
      {
        endpointId: this.endpoint?.id ?? unmatchedEndpointId,
        receivedAt: startedAt,
        method: head.method,
        target: head.target,
        httpVersion: head.version,
        headers: head.headers,
        trailers: this.trailers,
        body,
        complete: this.complete,
        malformed: false,
        problem: this.problem ?? plan.note ?? this.refusal?.problem ?? null,
        declaredLength: head.contentLength,
        remoteAddress: wire.remoteAddress,
        remotePort: wire.remotePort,
        tls: wire.tls,
        headersMs: Math.max(0, this.headersAt - startedAt),
        endMs: endAt === null ? null : Math.max(0, endAt - startedAt),
        answer: plan.planned,
      },
      plan,
      this,
    )
  }

  /** Nothing should ever get here; if it does, the sender must still not be told that all is well. */
  private onBug(thrown: unknown): void {
    this.engine.log('error', 'internal', `A request could not be handled: ${messageOf(thrown)}`)
    this.turn.decide(this.planFor(fromAnswerError(messageOf(thrown))))
  }
}

const nothing: Uint8Array = new Uint8Array(0)
