import { AppError, toAppError } from '#shared/contract/errors.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import type { Capture } from '../store/index.ts'
import type { Framing } from './answers/compose.ts'
import type { Plan, Reply } from './answers/plan.ts'
import { planRefusal } from './answers/refusal.ts'
import type { Engine } from './engine.ts'
import type { Wire } from './wire.ts'

/** Knows what any answer to the request has to keep to. */
interface Framer {
  framing(): Framing
}

/**
 * The place of one request in the order of answers of its connection: stores the request, and only then has a reply.
 * Answers go out in the order of the requests (RFC 9112, section 9.3.2), whichever is stored first.
 */
export class Turn {
  /** What to send; null as long as it is not decided or not due. */
  reply: Reply | null = null
  /** The sender waits for `100 Continue` before it sends the body. */
  wantsContinue = false
  private readonly engine: Engine
  private readonly wire: Wire
  private readonly startedAt: number
  private id: RequestId | null = null
  private plan: Plan | null = null
  private timer: NodeJS.Timeout | null = null
  private over = false

  constructor(engine: Engine, wire: Wire, startedAt: number) {
    this.engine = engine
    this.wire = wire
    this.startedAt = startedAt
  }

  /** Stores the request; then the plan's reply is due. When the store can't take it, the sender is told so with 503. */
  store(capture: Capture, plan: Plan, framer: Framer): void {
    const { engine } = this
    const refuse = (thrown: unknown): void => {
      engine.settling--
      this.onNotStored(toAppError(thrown), plan, framer)
    }
    engine.settling++
    try {
      if (engine.deps.capture.waiting >= engine.limits.queuedRequests)
        throw overloaded(engine.limits.queuedRequests)
      engine.deps.capture.add(capture).then((id) => {
        engine.settling--
        this.id = id
        this.decide(plan)
      }, refuse)
    } catch (thrown) {
      refuse(thrown)
    }
  }

  /** The plan's reply is due, after its delay. */
  decide(plan: Plan): void {
    this.plan = plan
    if (this.over) this.wentUnanswered()
    else if (this.wire.draining) this.release()
    else if (plan.delayMs > 0) this.timer = setTimeout(() => this.release(), plan.delayMs)
    else this.setReply(plan.reply)
  }

  /** Ends a delay at once; one that never answers closes. For the receiver's stop. */
  release(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    if (this.over || this.plan === null) return
    this.setReply(this.plan.reply.kind === 'hang' ? { kind: 'close' } : this.plan.reply)
  }

  /** The answer was handed to the system, or the connection closed as planned. */
  sent(now: number): void {
    if (this.over) return
    this.over = true
    if (this.id === null || this.plan?.planned.origin === 'hang') return
    this.engine.deps.capture.answered({ id: this.id, answeredMs: Math.max(0, now - this.startedAt) })
  }

  /** The connection is gone, answered or not. */
  abandon(): void {
    if (this.over) return
    this.over = true
    if (this.timer !== null) clearTimeout(this.timer)
    if (this.plan !== null) this.wentUnanswered()
  }

  private setReply(reply: Reply): void {
    this.reply = reply
    this.wire.turnReady()
  }

  private wentUnanswered(): void {
    const { plan } = this
    if (plan === null) return
    if (plan.reply.kind === 'file') void closeQuietly(plan.reply.file)
    if (this.id === null || plan.planned.status === null) return
    this.engine.deps.capture.answered({ id: this.id, answeredMs: null, status: null })
  }

  private onNotStored(error: AppError, plan: Plan, framer: Framer): void {
    const busy = error.code === 'receiver.overloaded'
    this.engine.log(
      'error',
      error.code,
      busy
        ? `Requests come faster than they can be stored; some were answered with 503. ${error.message}`
        : `A request could not be stored and was answered with 503 (${error.code}): ${error.message}`,
    )
    if (plan.reply.kind === 'file') void closeQuietly(plan.reply.file)
    if (plan.planned.origin === 'refused') {
      this.decide(plan)
      return
    }
    this.decide(
      planRefusal(
        {
          status: 503,
          code: error.code,
          message: error.message,
          problem: error.message,
          ...(busy ? { headers: [['Retry-After', '1']] } : {}),
        },
        framer.framing(),
      ),
    )
  }
}

function overloaded(limit: number): AppError {
  return new AppError(
    'receiver.overloaded',
    `More than ${limit} requests wait to be stored; this one was not taken. Send it again later.`,
  )
}

async function closeQuietly(file: { close(): Promise<void> }): Promise<void> {
  try {
    await file.close()
  } catch {
    // It was only read from: nothing is lost.
    return
  }
}
