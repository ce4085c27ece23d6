import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, rm, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#shared/contract/errors.ts'
import { toFailure } from './failure.ts'
import type { BodyFile, StoredBodyFile } from './store.ts'

/** Bodies up to this size stay in the database: 64 kB. Larger ones belong in a file. */
export const inlineBodyBytes = 65_536

/** Names of this run's files begin with this, which is how the search for orphans leaves them alone. */
export function makeSession(): string {
  return randomBytes(6).toString('hex')
}

/** Runs file work; its errors come out as AppErrors. */
async function asAppError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { code, message } = toFailure(error)
    throw new AppError(code, message, { cause: error })
  }
}

/** Makes the files of large bodies in one folder. */
export function createBodyFiles(folder: string, session: string): () => Promise<BodyFile> {
  let count = 0
  return () =>
    asAppError(async () => {
      const name = `${session}-${(++count).toString(36).padStart(6, '0')}.body`
      const path = join(folder, name)
      const handle = await open(path, 'wx', 0o600).catch(async (error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
        await mkdir(folder, { recursive: true })
        return await open(path, 'wx', 0o600)
      })
      return bodyFile(folder, name, handle)
    })
}

/** All bytes of a finished file. */
export function readBodyFile(folder: string, body: StoredBodyFile): Promise<Uint8Array> {
  return asAppError(() => readFile(join(folder, body.file)))
}

function bodyFile(folder: string, name: string, handle: Awaited<ReturnType<typeof open>>): BodyFile {
  const sum = createHash('sha256')
  let size = 0
  let done: Promise<StoredBodyFile> | null = null
  let closed = false

  async function close(): Promise<void> {
    if (closed) return
    closed = true
    await handle.close()
  }

  async function finish(): Promise<StoredBodyFile> {
    await handle.datasync()
    await close()
    await syncFolder(folder)
    return { file: name, size, sha256: sum.digest('hex') }
  }

  return {
    write: (chunk) =>
      asAppError(async () => {
        sum.update(chunk)
        let at = 0
        while (at < chunk.byteLength) {
          const { bytesWritten } = await handle.write(chunk, at, chunk.byteLength - at)
          at += bytesWritten
        }
        size += chunk.byteLength
      }),
    finish: () => (done ??= asAppError(finish)),
    discard: () =>
      asAppError(async () => {
        await close()
        await rm(join(folder, name), { force: true })
      }),
  }
}

/** A file's name is on disk only once its folder is; Windows has no such step. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
