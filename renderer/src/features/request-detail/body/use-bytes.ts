import { useQuery } from '@tanstack/react-query'
import { readAll, type ByteSource } from '../../../editor/document/byte-source.ts'

const sources = new WeakMap<ByteSource, number>()
let count = 0

/** A number that stands for a source in cache keys. */
export function sourceNumber(source: ByteSource): number {
  const known = sources.get(source)
  if (known !== undefined) return known
  sources.set(source, ++count)
  return count
}

/** All bytes of a source, or only the first `limit`; given back when nobody shows them any more. */
export function useBytes(source: ByteSource, limit: number) {
  const size = Math.min(source.size, limit)
  return useQuery({
    queryKey: ['request', 'bytes', sourceNumber(source), size],
    queryFn: ({ signal }) => readAll({ size, read: source.read.bind(source) }, signal),
    gcTime: 0,
  })
}
