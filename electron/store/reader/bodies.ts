import { mkdirSync, rmSync, type Stats } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Output, ParsedInput } from '#shared/contract/contract.ts'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import { bodiesName, type ReadDb } from '../database/handles.ts'
import { StoreFailure, systemCode } from '../failure.ts'
import { encodingsOf } from '../search/encodings.ts'
import { decodeBody, type Decoded } from './decode.ts'

/** Where decoded bodies that are too large for memory are put; emptied at every start. */
const decodedName = 'decoded'
/** Decoded bodies are kept for further ranges: so many, and together so many bytes in memory. */
const keepCount = 8
const keepBytes = 33_554_432

interface BodyRow {
  headers: string
  body_size: number
  body: Buffer | null
  body_file: string | null
}

export interface Bodies {
  readonly info: (id: number) => Promise<Output<'requests.bodyInfo'>>
  readonly read: (input: ParsedInput<'requests.body'>) => Promise<Uint8Array>
  readonly close: () => void
}

export function createBodies(db: ReadDb, folder: string): Bodies {
  const select = db.prepare<[number], BodyRow>(`
    SELECT d.headers, r.body_size, d.body, d.body_file FROM requests r JOIN endpoints e ON e.key = r.endpoint
    JOIN details d ON d.id = r.id WHERE r.id = ? AND r.deletion IS NULL AND e.deletion IS NULL`)
  const decodedFolder = join(folder, decodedName)
  rmSync(decodedFolder, { recursive: true, force: true })
  const kept = new Map<number, Promise<Decoded>>()

  function rowOf(id: number): BodyRow {
    const row = select.get(id)
    if (row === undefined)
      throw new StoreFailure('not-found', `There is no request ${id}; it may have been deleted.`)
    return row
  }

  const pathOf = (file: string): string => join(folder, bodiesName, file)

  /** Several ranges of one body are asked for in a row, so it is decoded once. */
  function decoded(id: number, row: BodyRow, encodings: readonly string[]): Promise<Decoded> {
    const known = kept.get(id)
    if (known !== undefined) {
      kept.delete(id)
      kept.set(id, known)
      return known
    }
    mkdirSync(decodedFolder, { recursive: true })
    const source = row.body_file === null ? (row.body ?? Buffer.alloc(0)) : pathOf(row.body_file)
    const made = decodeBody(source, encodings, join(decodedFolder, String(id)))
    kept.set(id, made)
    made.then(trim, () => kept.delete(id))
    return made
  }

  async function trim(): Promise<void> {
    let bytes = 0
    let count = 0
    for (const [id, made] of [...kept].reverse()) {
      const { inMemory, discard } = await made
      bytes += inMemory
      count++
      if (count === 1 || (count <= keepCount && bytes <= keepBytes)) continue
      if (kept.delete(id)) await discard()
    }
  }

  return {
    async info(id) {
      const row = rowOf(id)
      const encodings = encodingsOf(JSON.parse(row.headers) as HeaderPairs)
      if (encodings.length === 0)
        return { size: row.body_size, encodings, decodedSize: null, decodeProblem: null }
      const { size, problem } = await decoded(id, row, encodings)
      return { size: row.body_size, encodings, decodedSize: size, decodeProblem: problem }
    },
    async read({ id, offset, length, decoded: wanted }) {
      const row = rowOf(id)
      if (wanted) {
        const encodings = encodingsOf(JSON.parse(row.headers) as HeaderPairs)
        const made = encodings.length === 0 ? null : await decoded(id, row, encodings)
        if (made !== null && made.size !== null) return await made.read(offset, length)
      }
      if (row.body_file !== null) return await readRange(pathOf(row.body_file), offset, length, id)
      return Uint8Array.from((row.body ?? Buffer.alloc(0)).subarray(offset, offset + length))
    },
    close() {
      rmSync(decodedFolder, { recursive: true, force: true })
    },
  }
}

async function readRange(path: string, offset: number, length: number, id: number): Promise<Uint8Array> {
  let file: FileHandle | null = null
  try {
    const found: Stats = await stat(path)
    file = await open(path, 'r')
    const bytes = new Uint8Array(Math.max(0, Math.min(length, found.size - offset)))
    const { bytesRead } = await file.read(bytes, 0, bytes.byteLength, offset)
    return bytesRead === bytes.byteLength ? bytes : bytes.slice(0, bytesRead)
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw error
    throw new StoreFailure(
      'file.failed',
      `The body of request ${id} is missing: its file ${path} is gone.`,
      undefined,
      error,
    )
  } finally {
    await file?.close()
  }
}
