import { useQuery } from '@tanstack/react-query'
import { charsetOf, type Charset } from '#shared/domain/charset.ts'
import { contentOf, type Content } from '#shared/domain/content-kind.ts'
import type { ByteSource } from '../../../editor/document/byte-source.ts'

const headBytes = 16_384

export interface SourceContent {
  readonly content: Content
  readonly charset: Charset
}

/** What a source holds, judged by its content type and its first bytes. `name` tells sources apart in the cache. */
export function useContent(source: ByteSource, contentType: string | null, name: string) {
  return useQuery({
    queryKey: ['request', 'content', name, contentType, source.size],
    queryFn: async ({ signal }): Promise<SourceContent> => {
      const head = await source.read(0, Math.min(headBytes, source.size), signal)
      return { content: contentOf(contentType, head), charset: charsetOf(contentType, head) }
    },
  })
}
