import { createReadStream } from 'node:fs'
import { AppError } from '#shared/contract/errors.ts'
import type { CaseResult } from '../../core/index.ts'
import { toJson, write } from '../output/terminal.ts'
import { notReadable } from './signature-options.ts'

/** A line may be this long, bytes: a body of 64 MiB in base64 and the rest. */
const maxLine = 100_000_000
/** Output is handed on in pieces of about this size, or when there is no more input at hand. */
const pieceSize = 65_536

/** Reads a case a line and writes a result a line, in the same order, holding no more than a line and a piece of output. */
export async function verifyCases(path: string): Promise<void> {
  const { verifyCase } = await import('../../core/index.ts')
  const input = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: 262_144 })
  let pending = ''
  let number = 0
  const flush = async (): Promise<void> => {
    const piece = pending
    pending = ''
    if (piece !== '') await write(piece)
  }
  try {
    for await (const lines of linesOf(input)) {
      for (const line of lines) {
        number += 1
        const result = line === tooLong ? refused(number, `is longer than ${maxLine / 1e6} MB`) : check(line)
        if (result === null) continue
        pending += `${toJson(result)}\n`
        if (pending.length >= pieceSize) await flush()
      }
      await flush()
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && error.syscall !== 'write') {
      throw notReadable(path, error)
    }
    throw error
  }

  /** Null for a blank line. */
  function check(line: Buffer): CaseResult | null {
    const text = line.toString('utf8').trim()
    if (text === '') return null
    let parsed: unknown
    try {
      parsed = JSON.parse(text)
    } catch {
      return refused(number, 'is not JSON')
    }
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
      return refused(number, 'is not a JSON object')
    }
    try {
      return verifyCase(parsed)
    } catch (error) {
      // It is meant never to throw; one case is not to end the thousands behind it. The text of the error stays unsaid: it may quote the case.
      const id: unknown = 'id' in parsed ? parsed.id : null
      const name = error instanceof Error ? error.name : 'error'
      const failed = refused(number, `could not be checked (${name})`)
      return { ...failed, id: typeof id === 'string' || typeof id === 'number' ? id : null }
    }
  }
}

function refused(number: number, what: string): CaseResult {
  return {
    id: null,
    status: 'error',
    diagnoses: [{ code: 'unexplained', proven: false, message: `Line ${number} ${what}.` }],
  }
}

const tooLong = Symbol('too long')

/** Lines as bytes, those of one piece of input together. A line beyond the limit is passed over and stands as `tooLong`. */
async function* linesOf(input: AsyncIterable<unknown>): AsyncGenerator<(Buffer | typeof tooLong)[]> {
  let parts: Buffer[] = []
  let size = 0
  const take = (): Buffer | typeof tooLong => {
    const line = size > maxLine ? tooLong : Buffer.concat(parts)
    parts = []
    size = 0
    return line
  }
  const add = (bytes: Buffer): void => {
    size += bytes.length
    if (size > maxLine) parts = []
    else parts.push(bytes)
  }
  for await (const piece of input) {
    if (!Buffer.isBuffer(piece)) throw new AppError('internal', 'The input came as text, not as bytes.')
    const lines: (Buffer | typeof tooLong)[] = []
    let start = 0
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10, start)) {
      add(piece.subarray(start, end))
      lines.push(take())
      start = end + 1
    }
    if (start < piece.length) add(piece.subarray(start))
    if (lines.length > 0) yield lines
  }
  if (size > 0) yield [take()]
}
