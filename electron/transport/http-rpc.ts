import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Door } from '#shared/contract/door.ts'
import { toAppError } from '#shared/contract/errors.ts'
import { answer, answerError, answerJson } from './http-replies.ts'

/** Most bytes of JSON that one call may bring. */
const maxInputBytes = 16_777_216

/** `POST /rpc/<name>`: hands the input to the door and its answer back. A caller that hangs up cancels the call. */
export async function serveCall(
  door: Door,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  stopping: AbortSignal,
): Promise<void> {
  if (request.method !== 'POST') {
    answerError(response, 405, 'input.invalid', 'Calls are made with POST.', { allow: 'POST' })
    return
  }
  // A page elsewhere can't send this type without asking first (CORS preflight), which is never granted.
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    answerError(response, 415, 'input.invalid', 'Calls carry content-type: application/json.', {
      connection: 'close',
    })
    return
  }
  const text = await readText(request)
  if (text === null) {
    const message = `The input is larger than ${maxInputBytes / 1_048_576} MB, the most that a call may carry.`
    answerError(response, 413, 'too-large', message, { connection: 'close' })
    return
  }
  let input: unknown
  try {
    input = text === '' ? {} : JSON.parse(text)
  } catch (error) {
    answerError(response, 400, 'input.invalid', `The input is not JSON: ${String(error)}`)
    return
  }
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  response.once('close', abort)
  stopping.addEventListener('abort', abort, { once: true })
  try {
    const reply = await door.dispatch({ id: 'http', name, input }, controller.signal)
    if (stopping.aborted && !reply.ok && reply.error.code === 'cancelled') {
      answerError(response, 503, 'disconnected', `Hookbench stopped before it answered ${name}.`)
    } else if (reply.ok && reply.value instanceof Uint8Array) {
      const headers = { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' }
      answer(response, 200, headers, reply.value)
    } else {
      answerJson(response, 200, reply)
    }
  } catch (thrown) {
    answerJson(response, 200, { ok: false, error: toAppError(thrown).toWire() })
  } finally {
    response.off('close', abort)
    stopping.removeEventListener('abort', abort)
  }
}

/** The whole body as text, or null when it is larger than a call may be; rejects when the caller goes away. */
async function readText(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxInputBytes) return null
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxInputBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, size).toString('utf8')
}
