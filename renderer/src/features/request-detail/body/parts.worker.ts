import { parseMultipart } from '#shared/domain/multipart.ts'
import type { PartsQuestion } from './read-parts.ts'

self.addEventListener('message', (event: MessageEvent<PartsQuestion>) => {
  self.postMessage(parseMultipart(event.data.bytes, event.data.contentType))
})
