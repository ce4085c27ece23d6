import { useQuery } from '@tanstack/react-query'
import type { RequestId } from '#shared/domain/ids.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { call } from '../client/host.ts'
import type { ByteSource } from '../editor/document/byte-source.ts'
import { queryKeys } from './query-keys.ts'

/** A request's body as a source of bytes. `decoded`: with its content-encoding undone. */
export function requestBody(id: RequestId, size: number, decoded: boolean): ByteSource {
  return {
    size,
    read: (offset, length, signal) =>
      length === 0
        ? Promise.resolve(new Uint8Array())
        : call('requests.body', { id, offset, length, decoded }, signal === undefined ? {} : { signal }),
  }
}

/** Whether a request says that its body is compressed or otherwise encoded. */
export function isEncoded(request: Pick<RequestDetail, 'headers'>): boolean {
  return request.headers.some(
    ([name, value]) => name.toLowerCase() === 'content-encoding' && value.trim() !== '',
  )
}

/** Sizes of a body before and after decoding; asked for only where it is encoded. */
export function useBodyInfo(request: Pick<RequestDetail, 'id' | 'headers'>, wanted = true) {
  return useQuery({
    queryKey: queryKeys.bodyInfo(request.id),
    queryFn: ({ signal }) => call('requests.bodyInfo', { id: request.id }, { signal, timeoutMs: 60_000 }),
    enabled: wanted && isEncoded(request),
  })
}
