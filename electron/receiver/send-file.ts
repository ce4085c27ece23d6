import type { FileHandle } from 'node:fs/promises'

const pieceBytes = 262_144

/**
 * Sends the first `size` bytes of a file piece by piece and closes it. `write` resolves when more may be written, or with
 * false when nobody reads any more. Resolves with false when not all was sent; rejects when the file can't be read.
 */
export async function sendFile(
  file: FileHandle,
  size: number,
  write: (bytes: Buffer) => Promise<boolean>,
): Promise<boolean> {
  try {
    for (let at = 0; at < size;) {
      const buffer = Buffer.allocUnsafeSlow(Math.min(pieceBytes, size - at))
      const { bytesRead } = await file.read(buffer, 0, buffer.length, at)
      if (bytesRead === 0 || !(await write(buffer.subarray(0, bytesRead)))) return false
      at += bytesRead
    }
    return true
  } finally {
    await file.close()
  }
}
