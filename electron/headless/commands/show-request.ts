import type { Call } from '#shared/contract/contract.ts'
import { AppError } from '#shared/contract/errors.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { UsageError } from '../output/failure.ts'
import { formatTime } from '../output/request-line.ts'
import { formatBytes, paint, printable, toJson, write, writeLine } from '../output/terminal.ts'
import { inSession, type FolderOptions } from './options.ts'

export interface ShowOptions extends FolderOptions {
  readonly body?: boolean
  readonly decoded?: boolean
}

const rangeBytes = 1_048_576
const previewBytes = 4_096

export async function showRequest(id: RequestId, options: ShowOptions): Promise<void> {
  if (options.decoded === true && options.body !== true) throw new UsageError('--decoded goes with --body.')
  if (options.body === true && options.json === true)
    throw new UsageError('Choose --body or --json, not both.')
  await inSession(options, async ({ call }) => {
    if (options.body === true) await writeBody(call, id, options.decoded === true)
    else if (options.json === true) await writeRequest(call, await call('requests.get', { id }))
    else await describe(call, await call('requests.get', { id }))
  })
}

/** The body's bytes to stdout, range by range, so that its size costs no memory. */
async function writeBody(call: Call, id: RequestId, decoded: boolean): Promise<void> {
  const info = await call('requests.bodyInfo', { id })
  if (decoded && info.decodeProblem !== null) {
    throw new AppError('input.invalid', `The body of request ${id} can't be decoded: ${info.decodeProblem}`)
  }
  const size = decoded ? (info.decodedSize ?? info.size) : info.size
  let first = true
  for (let offset = 0; offset < size; first = false) {
    const length = Math.min(rangeBytes, size - offset)
    const bytes = await call('requests.body', { id, offset, length, decoded })
    if (bytes.byteLength === 0) throw new AppError('store.failed', `The body of request ${id} ended early.`)
    if (first && process.stdout.isTTY && isBinary(bytes)) {
      throw new UsageError(
        `The body is binary. Write it to a file: hookbench requests show ${id} --body > file`,
      )
    }
    offset += bytes.byteLength
    await write(bytes)
  }
}

/** A multiple of three, so that each piece of base64 but the last is without padding. */
const base64Piece = 786_432

/** The request as one line of JSON, its body in base64 behind the rest, written piece by piece. */
async function writeRequest(call: Call, request: RequestDetail): Promise<void> {
  const { id, bodySize } = request
  await write(`${toJson(request).slice(0, -1)},"bodyBase64":"`)
  for (let offset = 0; offset < bodySize;) {
    const length = Math.min(base64Piece, bodySize - offset)
    const bytes = await call('requests.body', { id, offset, length, decoded: false })
    if (bytes.byteLength !== length)
      throw new AppError('store.failed', `The body of request ${id} ended early.`)
    offset += length
    await write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'))
  }
  await writeLine('"}')
}

function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, previewBytes).some((byte) => byte < 9 || (byte > 13 && byte < 32) || byte === 127)
}

async function describe(call: Call, request: RequestDetail): Promise<void> {
  const label = (text: string): string => paint('dim', text.padEnd(11))
  const { answer } = request
  const problem = request.problem === null ? '' : ` · ${request.problem}`
  await writeLine(
    `${label('Request')}#${request.id}, ${formatTime(request.receivedAt, true)}${request.complete ? '' : ', incomplete'}${problem}`,
  )
  await writeLine(
    `${label('From')}${request.remoteAddress} port ${request.remotePort}${request.tls ? ', TLS' : ''}`,
  )
  await writeLine(
    `${label('Answer')}${answer.status ?? 'none'} (${answer.origin})${request.timings.answeredMs === null ? '' : ` after ${request.timings.answeredMs.toFixed(1)} ms`}`,
  )
  const told = [request.provider, request.event, request.summary].filter((part) => part !== null)
  await writeLine(`${label('Seen as')}${printable(told.join(' · '))}`)
  if (request.note !== '') await writeLine(`${label('Note')}${printable(request.note)}`)
  await writeLine(`${label('Body')}${formatBytes(request.bodySize)}, SHA-256 ${request.bodySha256}`)
  await writeLine()
  await writeLine(paint('bold', printable(`${request.method} ${request.target} HTTP/${request.httpVersion}`)))
  for (const [name, value] of request.headers)
    await writeLine(`${paint('cyan', printable(name))}: ${printable(value)}`)
  if (request.bodySize > 0) await preview(call, request)
  for (const [name, value] of request.trailers) {
    await writeLine(`${paint('cyan', printable(name))}: ${printable(value)} ${paint('dim', '(trailer)')}`)
  }
}

/** The first bytes of a body that is text. */
async function preview(call: Call, { id, bodySize }: RequestDetail): Promise<void> {
  const decoded = (await call('requests.bodyInfo', { id })).decodedSize !== null
  const bytes = await call('requests.body', { id, length: previewBytes, decoded })
  await writeLine()
  const where = `hookbench requests show ${id} --body${decoded ? ' --decoded' : ''}`
  if (isBinary(bytes)) {
    await writeLine(paint('dim', `(binary; ${where} > file)`))
    return
  }
  const text = new TextDecoder().decode(bytes)
  for (const line of text.split(/\r\n|\n|\r/)) await writeLine(printable(line.replaceAll('\t', '  ')))
  if (bytes.byteLength === previewBytes)
    await writeLine(
      paint(
        'dim',
        `(the first ${formatBytes(previewBytes)} of ${formatBytes(bodySize)}; all of it: ${where})`,
      ),
    )
}
