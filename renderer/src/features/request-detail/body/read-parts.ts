import { parseMultipart, type Multipart } from '#shared/domain/multipart.ts'
import { inPlaceBytes } from '../../../editor/document/text-document.ts'
import { readAll, type ByteSource } from '../../../editor/document/byte-source.ts'

export interface PartsQuestion {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly contentType: string | null
}

/** Takes a multipart body apart, in a worker when it is not small. */
export async function readParts(
  source: ByteSource,
  contentType: string | null,
  signal: AbortSignal,
): Promise<Multipart> {
  const bytes = new Uint8Array(await readAll(source, signal))
  if (bytes.length <= inPlaceBytes) return parseMultipart(bytes, contentType)
  const worker = new Worker(new URL('./parts.worker.ts', import.meta.url), { type: 'module' })
  try {
    return await new Promise<Multipart>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('No longer wanted.')), { once: true })
      worker.addEventListener('message', (event: MessageEvent<Multipart>) => resolve(event.data))
      worker.addEventListener('error', (event) => reject(new Error(event.message || 'The worker failed.')))
      const question: PartsQuestion = { bytes, contentType }
      worker.postMessage(question, { transfer: [bytes.buffer] })
    })
  } finally {
    worker.terminate()
  }
}
