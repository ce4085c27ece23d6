import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Output } from '#shared/contract/contract.ts'
import type { Door } from '#shared/contract/door.ts'
import { AppError } from '#shared/contract/errors.ts'
import { answerPage } from './http-replies.ts'
import { safetyHeaders } from './static-files.ts'

const rangeBytes = 1_048_576

/**
 * `GET /bodies/<id>?decoded=1`: a captured body as a download, read by ranges so that its size costs no memory.
 * A body comes from a stranger: it is always an attachment of no type, and can't run as a page of ours.
 */
export async function serveBody(
  door: Door,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = Number(url.pathname.split('/').at(-1))
  const decoded = url.searchParams.get('decoded') === '1'
  const controller = new AbortController()
  response.once('close', () => controller.abort())
  const ask = async (name: string, input: unknown): Promise<unknown> => {
    const reply = await door.dispatch({ id: 'http', name, input }, controller.signal)
    if (!reply.ok) throw AppError.fromWire(reply.error)
    return reply.value
  }
  let size: number
  try {
    const info = (await ask('requests.bodyInfo', { id })) as Output<'requests.bodyInfo'>
    size = decoded ? (info.decodedSize ?? info.size) : info.size
    if (decoded && info.decodeProblem !== null) throw new AppError('input.invalid', info.decodeProblem)
  } catch (thrown) {
    const message = thrown instanceof AppError ? thrown.message : String(thrown)
    answerPage(response, 404, { title: 'No such body', sentences: [message] })
    return
  }
  response.writeHead(200, {
    ...safetyHeaders,
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="request-${id}-body.bin"`,
    'content-security-policy': "sandbox; default-src 'none'",
    'cache-control': 'no-store',
    'content-length': size,
  })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  for (let offset = 0; offset < size;) {
    const length = Math.min(rangeBytes, size - offset)
    const bytes = (await ask('requests.body', { id, offset, length, decoded })) as Uint8Array
    if (bytes.byteLength === 0) throw new AppError('store.failed', `The body of request ${id} ended early.`)
    offset += bytes.byteLength
    if (!response.write(bytes)) await once(response, 'drain', { signal: controller.signal })
  }
  response.end()
}
