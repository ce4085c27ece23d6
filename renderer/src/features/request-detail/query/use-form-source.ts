import { useQuery } from '@tanstack/react-query'
import type { RequestDetail } from '#shared/domain/request.ts'
import { call } from '../../../client/host.ts'
import { queryKeys } from '../../../state/query-keys.ts'
import type { FormSource } from './query-tab.tsx'

/** Where the form of a request is read from, its content-encoding undone; null while that is not known, or there is none. */
export function useFormSource(request: RequestDetail, isForm: boolean): FormSource | null {
  const encoded = request.headers.some(([name]) => name.toLowerCase() === 'content-encoding')
  const info = useQuery({
    queryKey: queryKeys.bodyInfo(request.id),
    queryFn: ({ signal }) => call('requests.bodyInfo', { id: request.id }, { signal, timeoutMs: 60_000 }),
    enabled: isForm && encoded,
  })
  if (!isForm) return null
  if (!encoded) return { size: request.bodySize, decoded: false }
  if (info.data === undefined) return null
  const { decodedSize, size } = info.data
  return { size: decodedSize ?? size, decoded: decodedSize !== null }
}
