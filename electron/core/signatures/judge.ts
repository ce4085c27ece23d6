import type { ReceiverDeps } from '../../receiver/index.ts'
import type { Store } from '../../store/index.ts'
import type { SignatureService } from './signature-service.ts'
import { maxCheckedBody, requestUrl } from './signed-request.ts'

/** Decides for endpoints that enforce signatures: null lets a request through, a sentence refuses it. */
export function createJudge(capture: Store['capture'], signatures: SignatureService): ReceiverDeps['judge'] {
  return async (endpoint, { body, ...request }) => {
    if (!(body instanceof Uint8Array) && body.size > maxCheckedBody) {
      return `The body is larger than ${maxCheckedBody / 1e6} MB, up to which signatures are checked.`
    }
    const bytes = body instanceof Uint8Array ? body : await capture.readBodyFile(body)
    const { method, headers, receivedAt } = request
    const verdict = await signatures.judge(endpoint, {
      method,
      headers,
      receivedAt,
      url: requestUrl(request),
      body: bytes,
    })
    if (verdict === null || verdict.status === 'valid') return null
    return verdict.message
  }
}
