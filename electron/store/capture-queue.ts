import { AppError } from '#shared/contract/errors.ts'
import { unmatchedEndpointId, type RequestId } from '#shared/domain/ids.ts'
import type { Provider, RequestSummary } from '#shared/domain/request.ts'
import {
  captureRow,
  outcomeRow,
  type CaptureRow,
  type OutcomeRow,
  type StoredFacts,
} from './capture-batch.ts'
import type { BatchMessage, FromWorker } from './messages.ts'
import type { AnswerOutcome, Capture } from './store.ts'

/** Outcomes that no capture carries along are written after this time. */
const outcomeDelayMs = 100
/** At most so many captures, or so many bytes of bodies, make one batch. */
const batchCount = 512
const batchBytes = 8_388_608
const firstBuffer = 262_144

interface Waiting {
  readonly capture: Capture
  resolve(id: RequestId): void
  reject(error: AppError): void
}

interface Batch {
  seq: number
  readonly rows: CaptureRow[]
  readonly waiting: Waiting[]
  readonly outcomes: OutcomeRow[]
  bodies: ArrayBuffer
  used: number
}

export interface CaptureQueue {
  readonly waiting: number
  readonly add: (capture: Capture) => Promise<RequestId>
  readonly answered: (outcome: AnswerOutcome) => void
  onStored(message: Extract<FromWorker, { kind: 'stored' | 'not-stored' }>): void
  /** The writer died: what was under way is rejected, the rest waits for the next writer. */
  onCrash(error: AppError): void
  onRestart(): void
  /** Resolves when nothing waits any more. */
  drained(): Promise<void>
}

export interface CaptureQueueOptions {
  readonly send: (message: BatchMessage, transfer: ArrayBuffer[]) => void
  readonly limit: () => number
  /** Requests that are stored; called only when somebody listens. */
  readonly onCaptured: (items: RequestSummary[]) => void
  readonly wantsCaptured: () => boolean
  /** This capture was not stored. */
  readonly onRejected: (capture: Capture) => void
  readonly onFailure: (error: AppError) => void
  readonly onSuccess: () => void
}

/**
 * Gathers captures while a batch is under way and sends them as the next one: many requests, one commit.
 * Nothing here waits for the disk, and bodies are copied once, into the buffer that travels.
 */
export function createCaptureQueue(options: CaptureQueueOptions): CaptureQueue {
  let seq = 0
  let underWay: Batch | null = null
  let spare: ArrayBuffer | null = null
  let gathering = newBatch()
  let backlog: Batch[] = []
  let waiting = 0
  let scheduled = false
  let alive = true
  let outcomeTimer: NodeJS.Timeout | undefined
  let idle: (() => void)[] = []

  function newBatch(): Batch {
    const bodies = spare ?? new ArrayBuffer(firstBuffer)
    spare = null
    return { seq: 0, rows: [], waiting: [], outcomes: [], bodies, used: 0 }
  }

  function copyBody(body: Uint8Array): void {
    const end = gathering.used + body.byteLength
    if (end > gathering.bodies.byteLength) {
      const larger = new ArrayBuffer(Math.max(end, gathering.bodies.byteLength * 2))
      new Uint8Array(larger).set(new Uint8Array(gathering.bodies, 0, gathering.used))
      gathering.bodies = larger
    }
    new Uint8Array(gathering.bodies, gathering.used).set(body)
    gathering.used = end
  }

  function schedule(): void {
    if (scheduled || underWay !== null || !alive) return
    scheduled = true
    setImmediate(flush)
  }

  function flush(): void {
    scheduled = false
    if (underWay !== null || !alive) return
    let batch = backlog.shift()
    if (batch === undefined) {
      if (gathering.rows.length === 0 && gathering.outcomes.length === 0) {
        settleIdle()
        return
      }
      batch = gathering
      gathering = newBatch()
    }
    clearTimeout(outcomeTimer)
    outcomeTimer = undefined
    batch.seq = ++seq
    underWay = batch
    const { bodies, used, outcomes } = batch
    options.send({ kind: 'batch', seq, rows: JSON.stringify(batch.rows), bodies, used, outcomes }, [bodies])
  }

  function settleIdle(): void {
    const told = idle
    idle = []
    for (const tell of told) tell()
  }

  function finish(bodies: ArrayBuffer | null): Batch | null {
    const batch = underWay
    underWay = null
    // A buffer that a few large bodies have blown up is let go of.
    if (bodies !== null && bodies.byteLength <= 4 * firstBuffer) spare = bodies
    if (batch !== null) waiting -= batch.waiting.length
    return batch
  }

  function reject(one: Waiting, error: AppError): void {
    options.onRejected(one.capture)
    one.reject(error)
  }

  function rejectBatch(batch: Batch, error: AppError): void {
    for (const one of batch.waiting) reject(one, error)
  }

  function rejectAll(error: AppError): void {
    for (const batch of [...backlog, gathering]) {
      waiting -= batch.waiting.length
      rejectBatch(batch, error)
    }
    backlog = []
    gathering = newBatch()
    settleIdle()
  }

  return {
    get waiting() {
      return waiting
    },
    add(capture) {
      if (waiting >= options.limit()) {
        return Promise.reject(
          new AppError(
            'receiver.overloaded',
            `More than ${options.limit()} requests wait to be stored; this one was not taken. Send it again later.`,
          ),
        )
      }
      if (gathering.rows.length >= batchCount || gathering.used >= batchBytes) {
        backlog.push(gathering)
        gathering = newBatch()
      }
      waiting++
      gathering.rows.push(captureRow(capture))
      if (capture.body instanceof Uint8Array) copyBody(capture.body)
      return new Promise((resolve, reject) => {
        gathering.waiting.push({ capture, resolve, reject })
        schedule()
      })
    },
    answered(outcome) {
      gathering.outcomes.push(outcomeRow(outcome))
      outcomeTimer ??= setTimeout(() => {
        outcomeTimer = undefined
        schedule()
      }, outcomeDelayMs)
    },
    onStored(message) {
      const batch = finish(message.bodies)
      if (batch === null || batch.seq !== message.seq) return
      if (message.kind === 'not-stored') {
        const error = AppError.fromWire(message.error)
        options.onFailure(error)
        rejectBatch(batch, error)
      } else {
        for (const failure of message.failures) {
          const one = batch.waiting[failure.index]
          if (one !== undefined) reject(one, AppError.fromWire(failure.error))
        }
        const wanted = options.wantsCaptured()
        const summaries: RequestSummary[] = []
        batch.waiting.forEach((one, index) => {
          const facts = message.facts[index]
          if (facts === undefined || facts[0] === 0) return
          one.resolve(facts[0] as RequestId)
          if (wanted) summaries.push(summaryOf(one.capture, facts))
        })
        if (batch.waiting.length > 0) options.onSuccess()
        if (summaries.length > 0) options.onCaptured(summaries)
      }
      // At once: the writer has nothing to do until then.
      flush()
    },
    onCrash(error) {
      const batch = finish(null)
      if (batch !== null) rejectBatch(batch, error)
      // A second report means that the next writer did not come up: nobody is kept waiting for it.
      if (!alive) rejectAll(error)
      alive = false
    },
    onRestart() {
      alive = true
      schedule()
    },
    drained() {
      if (!alive) {
        rejectAll(new AppError('store.failed', 'The store was closed before this request could be stored.'))
        return Promise.resolve()
      }
      return new Promise((resolve) => {
        idle.push(resolve)
        schedule()
      })
    },
  }
}

function summaryOf(capture: Capture, facts: StoredFacts): RequestSummary {
  const [id, provider, event, summary, contentType, unmatched] = facts
  return {
    id: id as RequestId,
    endpointId: unmatched ? unmatchedEndpointId : capture.endpointId,
    receivedAt: capture.receivedAt,
    method: capture.method,
    target: capture.target,
    contentType,
    bodySize: capture.body instanceof Uint8Array ? capture.body.byteLength : capture.body.size,
    complete: capture.complete,
    malformed: capture.malformed,
    remoteAddress: capture.remoteAddress,
    provider: provider as Provider,
    event,
    summary,
    answer: { status: capture.answer.status, origin: capture.answer.origin },
    signature: null,
    pinned: false,
    hasNote: false,
  }
}
