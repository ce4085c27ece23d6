import type { RequestDetail } from '#shared/domain/request.ts'
import { isEncoded, useBodyInfo } from '../../../state/body-source.ts'
import type { FormSource } from './query-tab.tsx'

/** Where the form of a request is read from, its content-encoding undone; null while that is not known, or there is none. */
export function useFormSource(request: RequestDetail, isForm: boolean): FormSource | null {
  const info = useBodyInfo(request, isForm)
  if (!isForm) return null
  if (!isEncoded(request)) return { size: request.bodySize, decoded: false }
  if (info.data === undefined) return null
  const { decodedSize, size } = info.data
  return { size: decodedSize ?? size, decoded: decodedSize !== null }
}
