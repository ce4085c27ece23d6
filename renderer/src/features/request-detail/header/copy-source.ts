import { copyAs, type CopyFormat } from '#shared/domain/copy-as/copy-as.ts'
import { rawHttpBytes } from '#shared/domain/copy-as/raw-http.ts'
import { maxInlineBody, type CopiedRequest, type CopySource } from '#shared/domain/copy-as/types.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { readAll } from '../../../editor/document/byte-source.ts'
import { requestBody } from '../../../state/body-source.ts'

/** A request with its body as sent; without it when it is too large for a command. */
export async function readCopySource(request: RequestDetail): Promise<CopySource> {
  const { method, target, httpVersion, headers, trailers, complete, malformed, bodySize } = request
  const body = bodySize > maxInlineBody ? null : await readAll(requestBody(request.id, bodySize, false))
  return { method, target, httpVersion, headers, trailers, complete, malformed, body }
}

/** Where a request was sent to, for sending it there again: the endpoint's address, else what the sender called this host. */
export function originOf(request: RequestDetail, endpointUrl: string | null): string {
  if (endpointUrl !== null) return new URL(endpointUrl).origin
  const host = request.headers.find(([name]) => name.toLowerCase() === 'host')?.[1]
  const url = `${request.tls ? 'https' : 'http'}://${host ?? 'localhost'}`
  return URL.canParse(url) ? new URL(url).origin : 'http://localhost'
}

/** The text that sends a request again, with what it does otherwise. */
export async function copied(
  format: CopyFormat,
  request: RequestDetail,
  origin: string,
): Promise<CopiedRequest> {
  return copyAs(format, await readCopySource(request), origin)
}

/** All bytes of a request as they stood on the wire; null when the body is too large to be kept in the window. */
export async function wireBytes(request: RequestDetail): Promise<Uint8Array<ArrayBuffer> | null> {
  return rawHttpBytes(await readCopySource(request))
}
