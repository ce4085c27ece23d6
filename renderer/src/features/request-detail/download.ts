import { parseContentType } from '#shared/domain/content-type.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import { CallError } from '../../client/call-error.ts'
import { say, sayError } from '../../ui/toast.tsx'

const extensions: Record<string, string> = {
  'application/json': 'json',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/gzip': 'gz',
  'application/x-www-form-urlencoded': 'txt',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
}

/** A file name for a body, from its content type. */
export function bodyFileName(id: RequestId, contentType: string | null): string {
  const { essence } = parseContentType(contentType)
  const extension =
    extensions[essence] ?? (essence.endsWith('+json') ? 'json' : essence.endsWith('+xml') ? 'xml' : 'bin')
  return `request-${id}.${extension}`
}

/** Saves a body byte for byte: through the system's dialog in the desktop app, as a download in a browser. */
export function downloadBody(id: RequestId, contentType: string | null, decoded: boolean): void {
  const name = bodyFileName(id, contentType)
  if (window.hookbench?.capabilities.includes('fileDialogs') === true) {
    void saveWithDialog(id, decoded, name)
    return
  }
  const link = document.createElement('a')
  link.href = `/bodies/${id}${decoded ? '?decoded=1' : ''}`
  link.download = name
  link.click()
}

async function saveWithDialog(id: RequestId, decoded: boolean, suggestedName: string): Promise<void> {
  try {
    const reply = await window.hookbench?.dialog({ kind: 'save-body', requestId: id, decoded, suggestedName })
    if (reply?.ok === false) throw new CallError(reply.error)
    const answer = reply?.value
    if (typeof answer === 'object' && answer !== null && 'path' in answer)
      say(`Saved to ${String(answer.path)}`)
  } catch (error) {
    sayError('The body could not be saved.', error instanceof Error ? error.message : String(error))
  }
}

/** Hands bytes that are in the window over as a file. */
export function downloadBytes(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
