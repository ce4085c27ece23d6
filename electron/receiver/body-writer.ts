import { type AppError, toAppError } from '#shared/contract/errors.ts'
import type { BodyFile, Store, StoredBodyFile } from '../store/index.ts'

/** Lets a body that goes to disk slow its sender down. */
export interface BodyFlow {
  pause(): void
  resume(): void
  /** The body can't be written to disk; what still comes is not kept. */
  failed(error: AppError): void
}

/** Bytes that may wait for the disk before the sender is slowed down, and how few must be left before it goes on. */
const highWater = 1_048_576
const lowWater = 262_144
/** Smaller pieces are put together, so that a sender of single bytes costs neither memory nor writes. */
const smallPiece = 16_384
const stagingSize = 65_536

/** Writes pieces of one body to a file of the store, one after the other. */
export class BodyWriter {
  private readonly flow: BodyFlow
  private readonly queue: Buffer[] = []
  private queuedBytes = 0
  private staging: Buffer | null = null
  private stagingLength = 0
  private paused = false
  private closed = false
  private writing = false
  private failure: AppError | null = null
  private readonly file: Promise<BodyFile>
  private drained: Promise<void> = Promise.resolve()

  constructor(store: Store['capture'], flow: BodyFlow) {
    this.flow = flow
    this.file = store.createBodyFile()
    this.file.catch((thrown: unknown) => {
      this.fail(toAppError(thrown))
    })
  }

  /** Takes a piece for good: its memory is given back once it is on disk. */
  write(piece: Buffer): void {
    if (this.closed || this.failure !== null) return
    if (piece.length < smallPiece) this.stage(piece)
    else {
      this.unstage()
      this.enqueue(piece)
    }
    if (this.queuedBytes > highWater && !this.paused) {
      this.paused = true
      this.flow.pause()
    }
  }

  /** Resolves when all is on disk; rejects with AppError when it can't be. */
  async finish(): Promise<StoredBodyFile> {
    this.unstage()
    this.closed = true
    await this.drained
    if (this.failure !== null) throw this.failure
    const file = await this.file
    try {
      return await file.finish()
    } catch (thrown) {
      this.discard()
      throw toAppError(thrown)
    }
  }

  /** Removes the file; for a body that is not to be kept. */
  discard(): void {
    this.closed = true
    this.queue.length = 0
    void this.remove()
  }

  private async remove(): Promise<void> {
    try {
      const file = await this.file
      await this.drained
      await file.discard()
    } catch {
      // There is no file, or it can't be removed now: the store removes unfinished ones at its next start.
      return
    }
  }

  private stage(piece: Buffer): void {
    if (this.stagingLength + piece.length > stagingSize) this.unstage()
    this.staging ??= Buffer.allocUnsafeSlow(stagingSize)
    piece.copy(this.staging, this.stagingLength)
    this.stagingLength += piece.length
  }

  private unstage(): void {
    if (this.staging === null) return
    this.enqueue(this.staging.subarray(0, this.stagingLength))
    this.staging = null
    this.stagingLength = 0
  }

  private enqueue(piece: Buffer): void {
    this.queue.push(piece)
    this.queuedBytes += piece.length
    if (!this.writing) this.drained = this.drain()
  }

  private async drain(): Promise<void> {
    this.writing = true
    try {
      const file = await this.file
      for (let piece = this.queue.shift(); piece !== undefined; piece = this.queue.shift()) {
        const { length } = piece
        await file.write(piece)
        release(piece)
        this.queuedBytes -= length
        if (this.paused && this.queuedBytes < lowWater) this.goOn()
      }
    } catch (thrown) {
      this.fail(toAppError(thrown))
    } finally {
      this.writing = false
    }
  }

  private fail(error: AppError): void {
    if (this.failure !== null) return
    this.failure = error
    this.queue.length = 0
    this.staging = null
    this.discard()
    if (this.paused) this.goOn()
    this.flow.failed(error)
  }

  private goOn(): void {
    this.paused = false
    this.flow.resume()
  }
}

/**
 * Gives the memory of a written piece back at once. Left to the garbage collector, the buffers that a large upload is
 * read into would pile up to tens of megabytes between two collections.
 */
function release(piece: Buffer): void {
  const { buffer } = piece
  if (buffer instanceof ArrayBuffer && piece.byteLength === buffer.byteLength) buffer.transfer(0)
}
