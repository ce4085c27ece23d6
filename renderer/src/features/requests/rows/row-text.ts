import type { RequestSummary } from '#shared/domain/request.ts'

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
