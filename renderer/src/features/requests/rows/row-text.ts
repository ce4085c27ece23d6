import type { RequestSummary } from '#shared/domain/request.ts'
import { formatIsoLocal } from '../../../ui/format.ts'
import { providerName } from './provider-tiles.ts'

/** Target as the list shows it: without the endpoint's own part, path and query apart. */
export function shownTarget(item: Pick<RequestSummary, 'target' | 'endpointId' | 'malformed'>): {
  path: string
  query: string
} {
  const mark = item.target.search(/[?#]/)
  const path = mark === -1 ? item.target : item.target.slice(0, mark)
  const query = mark === -1 ? '' : item.target.slice(mark)
  if (item.endpointId === 'unmatched' || item.malformed || !path.startsWith('/')) return { path, query }
  const second = path.indexOf('/', 1)
  return { path: second === -1 ? '/' : path.slice(second), query }
}

/** All of a row in one sentence, for screen readers. */
export function rowName(item: RequestSummary): string {
  const { path } = shownTarget(item)
  const parts = [
    `${item.method} ${path}`,
    providerName(item.provider),
    item.event ?? '',
    item.summary ?? '',
    item.answer.status === null ? `not answered (${item.answer.origin})` : `answered ${item.answer.status}`,
    item.signature === null ? '' : `signature ${item.signature}`,
    item.pinned ? 'pinned' : '',
    item.hasNote ? 'has a note' : '',
    item.complete ? '' : 'incomplete',
    formatIsoLocal(item.receivedAt),
  ]
  return parts.filter((part) => part !== '').join(', ')
}
