import { createReadStream } from 'node:fs'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { Readable, type Transform } from 'node:stream'
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib'
import { looksLikeZlib } from '../search/encodings.ts'

/** Decoding stops here, so that a small body that unpacks without end does no harm: 256 MB. */
const maxDecoded = 268_435_456
/** Decoded bodies up to this size stay in memory; larger ones go to a file. */
const maxInMemory = 8_388_608

/** A body with its content-encodings undone, as far as that was possible. */
export interface Decoded {
  /** Bytes; null when nothing could be decoded at all. */
  readonly size: number | null
  /** Why it is not all of it, in a sentence; null when it is. */
  readonly problem: string | null
  /** Bytes it takes up in memory. */
  readonly inMemory: number
  readonly read: (offset: number, length: number) => Promise<Uint8Array>
  readonly discard: () => Promise<void>
}

/** Undoes `encodings` (in the order they were applied) of bytes or of a file. Never rejects because of what the bytes are. */
export async function decodeBody(
  source: Buffer | string,
  encodings: readonly string[],
  spillPath: string,
): Promise<Decoded> {
  const steps: Transform[] = []
  for (const encoding of encodings.toReversed()) {
    const step = decoder(encoding, steps.length === 0 ? await firstBytes(source) : null)
    if (step === null)
      return nothing(`The content-encoding "${encoding}" is not known here; the body is shown as it came.`)
    steps.push(step)
  }
  const sink = createSink(spillPath)
  const problem = await run(source, steps, encodings, sink)
  return await sink.finish(problem)
}

function nothing(problem: string): Decoded {
  return {
    size: null,
    problem,
    inMemory: 0,
    read: () => Promise.resolve(new Uint8Array(0)),
    discard: () => Promise.resolve(),
  }
}

async function firstBytes(source: Buffer | string): Promise<Uint8Array> {
  if (typeof source !== 'string') return source.subarray(0, 2)
  const file = await open(source, 'r')
  try {
    const { buffer } = await file.read(new Uint8Array(2), 0, 2, 0)
    return buffer
  } finally {
    await file.close()
  }
}

function decoder(encoding: string, first: Uint8Array | null): Transform | null {
  switch (encoding) {
    case 'gzip':
      return createGunzip()
    case 'deflate':
      // Some senders leave out the zlib wrapper that the standard asks for.
      return first === null || looksLikeZlib(first) ? createInflate() : createInflateRaw()
    case 'br':
      return createBrotliDecompress()
    case 'zstd':
      return createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: 27 } })
    default:
      return null
  }
}

/** Pushes everything through; returns what went wrong, having written what came out before. */
async function run(
  source: Buffer | string,
  steps: readonly Transform[],
  encodings: readonly string[],
  sink: Sink,
): Promise<string | null> {
  const input = typeof source === 'string' ? createReadStream(source) : Readable.from([source])
  const failed = Promise.withResolvers<string>()
  let last: Readable = input
  input.on('error', (error: Error) => failed.resolve(`The body could not be read: ${error.message}.`))
  for (const step of steps) {
    step.on('error', (error: Error) =>
      failed.resolve(
        `The body is not valid ${encodings.join(', ')} data: ${error.message}. What could be decoded is shown.`,
      ),
    )
    last = last.pipe(step)
  }
  const whole = (async (): Promise<string | null> => {
    for await (const chunk of last) {
      const room = maxDecoded - sink.size
      const bytes = chunk as Buffer
      if (bytes.byteLength > room) {
        await sink.write(bytes.subarray(0, room))
        return `The body unpacks to more than ${maxDecoded / 1_048_576} MB; only that much is shown.`
      }
      await sink.write(bytes)
    }
    return null
  })()
  // An error of an early step does not reach the last one by itself.
  const problem = await Promise.race([whole.catch(() => failed.promise), failed.promise])
  for (const stream of [input, ...steps]) stream.destroy()
  return problem
}

interface Sink {
  readonly size: number
  write(bytes: Uint8Array): Promise<void>
  finish(problem: string | null): Promise<Decoded>
}

/** Keeps bytes in memory, and moves to a file when they become too many. */
function createSink(path: string): Sink {
  let chunks: Uint8Array[] = []
  let size = 0
  let file: FileHandle | null = null
  return {
    get size() {
      return size
    },
    async write(bytes) {
      size += bytes.byteLength
      if (file === null) {
        chunks.push(bytes)
        if (size <= maxInMemory) return
        file = await open(path, 'w+', 0o600)
        for (const chunk of chunks) await file.write(chunk)
        chunks = []
        return
      }
      await file.write(bytes)
    },
    async finish(problem) {
      if (file !== null) {
        await file.close()
        return {
          size,
          problem,
          inMemory: 0,
          read: (offset, length) => readFrom(path, offset, Math.max(0, Math.min(length, size - offset))),
          discard: () => rm(path, { force: true }),
        }
      }
      const bytes = Buffer.concat(chunks)
      return {
        size,
        problem,
        inMemory: size,
        read: (offset, length) => Promise.resolve(Uint8Array.from(bytes.subarray(offset, offset + length))),
        discard: () => Promise.resolve(),
      }
    },
  }
}

async function readFrom(path: string, offset: number, length: number): Promise<Uint8Array> {
  if (length === 0) return new Uint8Array(0)
  const file = await open(path, 'r')
  try {
    const bytes = new Uint8Array(length)
    const { bytesRead } = await file.read(bytes, 0, length, offset)
    return bytes.slice(0, bytesRead)
  } finally {
    await file.close()
  }
}
