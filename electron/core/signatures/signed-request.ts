import { AppError } from '#shared/contract/errors.ts'
import { maxBodyRange } from '#shared/contract/procedures/requests.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import type { SignedRequest } from '../../signatures/index.ts'
import type { Store } from '../../store/index.ts'

/** Bodies above this are not checked: they would have to be held in memory whole. */
export const maxCheckedBody = 67_108_864

/** The address as the server saw it: what providers sign that sign the URL. */
export function requestUrl({
  target,
  tls,
  headers,
}: Pick<RequestDetail, 'target' | 'tls' | 'headers'>): string {
  if (/^https?:\/\//i.test(target)) return target
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1] ?? 'localhost'
  return `${tls ? 'https' : 'http'}://${host}${target}`
}

/** Reads a captured request with its whole body; `too-large` above 64 MiB. */
export async function readSignedRequest(
  requests: Store['requests'],
  id: RequestId,
): Promise<{ detail: RequestDetail; request: SignedRequest }> {
  const detail = await requests.get(id)
  if (detail.bodySize > maxCheckedBody) {
    throw new AppError(
      'too-large',
      `Request ${id} has a body of ${Math.round(detail.bodySize / 1e6)} MB; signatures are checked up to ${maxCheckedBody / 1e6} MB.`,
    )
  }
  const body = new Uint8Array(detail.bodySize)
  for (let offset = 0; offset < body.length;) {
    const piece = await requests.body({ id, offset, length: maxBodyRange, decoded: false })
    if (piece.length === 0)
      throw new AppError('store.damaged', `The body of request ${id} is shorter than noted.`)
    body.set(piece, offset)
    offset += piece.length
  }
  return {
    detail,
    request: {
      method: detail.method,
      url: requestUrl(detail),
      headers: detail.headers,
      body,
      receivedAt: detail.receivedAt,
    },
  }
}
