import type { Store, StoredBodyFile } from '../store/index.ts'
import { type BodyFlow, BodyWriter } from './body-writer.ts'

const nothing: Buffer = Buffer.alloc(0)

/**
 * Gathers one body: in memory up to `memoryBytes`, beyond that in a file, with bounded memory either way.
 * A body that comes in one piece is not copied.
 */
export class BodyCollector {
  /** Bytes taken so far. */
  size = 0
  private readonly store: Store['capture']
  private readonly flow: BodyFlow
  private readonly memoryBytes: number
  /** The body while it fits into memory; its first bytes when writing the file failed. */
  private memory: Buffer = nothing
  private memoryLength = 0
  private file: BodyWriter | null = null

  constructor(store: Store['capture'], memoryBytes: number, flow: BodyFlow) {
    this.store = store
    this.memoryBytes = memoryBytes
    this.flow = flow
  }

  /** Takes bytes for good: their memory may be given back once they are on disk. */
  push(piece: Buffer): void {
    const before = this.size
    this.size += piece.length
    if (this.file !== null) {
      this.file.write(piece)
    } else if (this.size > this.memoryBytes) {
      this.file = new BodyWriter(this.store, this.flow)
      // The writer gives memory back once it is written, so it gets a copy of what is still needed here.
      if (before > 0) this.file.write(Buffer.from(this.beginning()))
      else this.keepBeginning(piece)
      this.file.write(piece)
    } else if (before === 0) {
      this.memory = piece
      this.memoryLength = piece.length
    } else {
      this.append(piece)
    }
  }

  /** The whole body: at once when it is in memory. The promise rejects with AppError when it can't be written. */
  finish(): Uint8Array | Promise<StoredBodyFile> {
    if (this.file !== null) return this.file.finish()
    return this.memory.subarray(0, this.memoryLength)
  }

  /** The first bytes, as far as they are in memory. */
  beginning(): Uint8Array {
    return this.memory.subarray(0, this.memoryLength)
  }

  /** Lets go of the file, if there is one. */
  discard(): void {
    this.file?.discard()
  }

  private keepBeginning(piece: Buffer): void {
    this.memory = Buffer.from(piece.subarray(0, this.memoryBytes))
    this.memoryLength = this.memory.length
  }

  private append(piece: Buffer): void {
    const total = this.memoryLength + piece.length
    if (this.memory.length < total) {
      const grown = Buffer.allocUnsafe(Math.min(this.memoryBytes, Math.max(total * 2, 4_096)))
      this.memory.copy(grown, 0, 0, this.memoryLength)
      this.memory = grown
    }
    piece.copy(this.memory, this.memoryLength)
    this.memoryLength = total
  }
}
