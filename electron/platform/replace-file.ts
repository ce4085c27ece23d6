import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A hidden name beside the target: on the same volume, so that it can be renamed onto it. */
function besides(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`)
}

/**
 * Writes a file so that whoever looks sees the old content or the new one, never half of either; synced to disk.
 * A small file only: it blocks. `mode` is that of the new file. Throws what the file system throws.
 */
export function replaceFileSync(path: string, content: string | Uint8Array, mode = 0o600): void {
  const part = besides(path)
  try {
    const handle = openSync(part, 'wx', mode)
    try {
      const bytes = Buffer.from(content)
      for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

/** The same for content that comes in pieces; memory holds one piece at a time. On any error nothing is left behind. */
export async function replaceFile(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const part = besides(path)
  try {
    const handle = await open(part, 'wx')
    try {
      for await (const piece of pieces) await handle.writeFile(piece)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
