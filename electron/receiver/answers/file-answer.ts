import { open, type FileHandle } from 'node:fs/promises'
import { extname } from 'node:path'

/** A file that is open to be sent. */
export interface OpenAnswerFile {
  readonly file: FileHandle
  readonly size: number
}

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.md': 'text/markdown; charset=utf-8',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webp': 'image/webp',
  '.xml': 'application/xml',
  '.zip': 'application/zip',
}

export function typeOfFile(path: string): string {
  return types[extname(path).toLowerCase()] ?? 'application/octet-stream'
}

/** Opens a file for an answer. Throws an Error with a sentence for the user when it is missing, unreadable or no regular file. */
export async function openAnswerFile(path: string): Promise<OpenAnswerFile> {
  const file = await open(path, 'r').catch((thrown: unknown) => {
    throw new Error(explain(path, thrown), { cause: thrown })
  })
  try {
    const stat = await file.stat()
    if (!stat.isFile()) throw new Error(`The answer's file ${path} is not a file.`)
    return { file, size: stat.size }
  } catch (thrown) {
    await file.close()
    throw thrown
  }
}

function explain(path: string, thrown: unknown): string {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return `The answer's file ${path} does not exist.`
  if (code === 'EACCES' || code === 'EPERM') return `The answer's file ${path} may not be read.`
  if (code === 'EISDIR') return `The answer's file ${path} is a folder.`
  return `The answer's file ${path} can't be read: ${String(thrown)}`
}
