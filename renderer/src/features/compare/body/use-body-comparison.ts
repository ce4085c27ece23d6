import { useQuery } from '@tanstack/react-query'
import type { RequestDetail } from '#shared/domain/request.ts'
import { call } from '../../../client/host.ts'
import { readAll, type ByteSource } from '../../../editor/document/byte-source.ts'
import { isEncoded, requestBody } from '../../../state/body-source.ts'
import { compareBodies, type BodyComparison, type ComparedBody } from './compare-bodies.ts'

/** Together larger than this: compared in a worker. */
const inPlace = 200_000
/** Larger than this: not compared as text; both would have to be held several times over. */
const textLimit = 8_000_000
/** Larger bodies are compared byte by byte from the start as far as this. */
const bytesLimit = 512_000_000
const piece = 4_194_304

/** Compares the bodies of two requests, their content-encoding undone. Bodies never change, so the result is kept. */
export function useBodyComparison(before: RequestDetail, after: RequestDetail) {
  return useQuery({
    queryKey: ['compare', 'bodies', before.id, after.id],
    queryFn: async ({ signal }): Promise<BodyComparison> => {
      const [left, right] = await Promise.all([sourceOf(before, signal), sourceOf(after, signal)])
      if (Math.max(left.size, right.size) > textLimit) return compareLarge(left, right, signal)
      const [first, second] = await Promise.all([readAll(left, signal), readAll(right, signal)])
      return compare(
        { bytes: new Uint8Array(first), contentType: before.contentType },
        { bytes: new Uint8Array(second), contentType: after.contentType },
        signal,
      )
    },
    enabled: before.bodySha256 !== after.bodySha256,
    gcTime: 30_000,
  })
}

async function sourceOf(request: RequestDetail, signal: AbortSignal): Promise<ByteSource> {
  if (!isEncoded(request)) return requestBody(request.id, request.bodySize, false)
  const info = await call('requests.bodyInfo', { id: request.id }, { signal, timeoutMs: 60_000 })
  const decoded = info.decodedSize !== null
  return requestBody(request.id, info.decodedSize ?? info.size, decoded)
}

async function compare(
  before: ComparedBody,
  after: ComparedBody,
  signal: AbortSignal,
): Promise<BodyComparison> {
  if (before.bytes.length + after.bytes.length <= inPlace) return compareBodies(before, after)
  const worker = new Worker(new URL('./compare.worker.ts', import.meta.url), { type: 'module' })
  try {
    return await new Promise<BodyComparison>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('No longer wanted.')), { once: true })
      worker.addEventListener('message', (event: MessageEvent<BodyComparison>) => resolve(event.data))
      worker.addEventListener('error', (event) => reject(new Error(event.message || 'The worker failed.')))
      worker.postMessage({ before, after }, { transfer: [before.bytes.buffer, after.bytes.buffer] })
    })
  } finally {
    worker.terminate()
  }
}

/** The first byte that differs, read piece by piece. */
async function compareLarge(
  left: ByteSource,
  right: ByteSource,
  signal: AbortSignal,
): Promise<BodyComparison> {
  const shorter = Math.min(left.size, right.size, bytesLimit)
  const reason = `Bodies over ${textLimit / 1_000_000} MB are not compared as text.`
  const sizes: [number, number] = [left.size, right.size]
  for (let at = 0; at < shorter; at += piece) {
    const length = Math.min(piece, shorter - at)
    const [here, there] = await Promise.all([left.read(at, length, signal), right.read(at, length, signal)])
    const differs = here.findIndex((byte, index) => byte !== there[index])
    if (differs >= 0) {
      return { kind: 'bytes', reason, sizes, firstDifference: at + differs, compared: at + differs }
    }
  }
  return { kind: 'bytes', reason, sizes, firstDifference: null, compared: shorter }
}
