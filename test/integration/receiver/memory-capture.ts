import { createHash } from 'node:crypto'
import type { AppError } from '#shared/contract/errors.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import type {
  AnswerOutcome,
  BodyFile,
  Capture,
  Store,
  StoredBodyFile,
} from '../../../electron/store/index.ts'
import { until } from '../../support/until.ts'

/** A request as it was handed to the store, with its body as bytes wherever it lay. */
export interface Kept extends Omit<Capture, 'body'> {
  readonly id: RequestId
  readonly bytes: Buffer
  readonly file: StoredBodyFile | null
}

/** The store's capture port in memory, with the ways in which a store can be slow or fail. */
export class MemoryCapture {
  readonly kept: Kept[] = []
  readonly outcomes: AnswerOutcome[] = []
  waiting = 0
  /** Rejects every `add` with this. */
  failure: AppError | null = null
  /** Rejects the creation of body files, or every write to one. */
  fileFailure: AppError | null = null
  writeFailure: AppError | null = null
  /** Bytes of body files that were taken, and files that were removed. */
  written = 0
  discarded = 0
  /** Largest number of writes to one file that were under way at once. */
  writesAtOnce = 0
  private held: (() => void)[] | null = null
  private heldWrites: (() => void)[] | null = null
  readonly files = new Map<string, Buffer>()

  /** From now on nothing is stored until `release`. */
  hold(): void {
    this.held ??= []
  }

  release(): void {
    const held = this.held ?? []
    this.held = null
    for (const go of held) go()
  }

  holdWrites(): void {
    this.heldWrites ??= []
  }

  releaseWrites(): void {
    const held = this.heldWrites ?? []
    this.heldWrites = null
    for (const go of held) go()
  }

  /** Waits until so many requests are kept, and gives the last. */
  async take(count: number): Promise<Kept> {
    await until(() => this.kept.length >= count)
    return this.kept[count - 1]!
  }

  readonly port: Store['capture'] = portOf(this)

  async add(capture: Capture): Promise<RequestId> {
    const { body, ...rest } = capture
    const copy = body instanceof Uint8Array ? Buffer.from(body) : null
    this.waiting++
    try {
      if (this.held !== null) await new Promise<void>((resolve) => this.held?.push(resolve))
      if (this.failure !== null) throw this.failure
    } finally {
      this.waiting--
    }
    const file = body instanceof Uint8Array ? null : body
    const bytes = copy ?? this.files.get(file?.file ?? '') ?? Buffer.alloc(0)
    const id = (this.kept.length + 1) as RequestId
    this.kept.push({ ...rest, id, bytes, file })
    return id
  }

  createBodyFile(): Promise<BodyFile> {
    if (this.fileFailure !== null) return Promise.reject(this.fileFailure)
    const chunks: Buffer[] = []
    let writing = 0
    return Promise.resolve({
      write: async (chunk) => {
        writing++
        this.writesAtOnce = Math.max(this.writesAtOnce, writing)
        const copy = Buffer.from(chunk)
        if (this.heldWrites !== null) await new Promise<void>((resolve) => this.heldWrites?.push(resolve))
        writing--
        if (this.writeFailure !== null) throw this.writeFailure
        this.written += copy.length
        chunks.push(copy)
      },
      finish: () => {
        const bytes = Buffer.concat(chunks)
        const sha256 = createHash('sha256').update(bytes).digest('hex')
        const file = `file-${this.files.size + 1}`
        this.files.set(file, bytes)
        return Promise.resolve({ file, size: bytes.length, sha256 })
      },
      discard: () => {
        this.discarded++
        return Promise.resolve()
      },
    })
  }
}

function portOf(memory: MemoryCapture): Store['capture'] {
  return {
    add: (capture) => memory.add(capture),
    answered: (outcome) => void memory.outcomes.push(outcome),
    createBodyFile: () => memory.createBodyFile(),
    readBodyFile: ({ file }) => Promise.resolve(memory.files.get(file) ?? Buffer.alloc(0)),
    get waiting() {
      return memory.waiting
    },
  }
}
