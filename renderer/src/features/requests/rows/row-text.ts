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

/** Characters that the column of paths takes: those of the longest one that has a summary beside it, 6 to 32. */
export function pathColumn(rows: readonly RequestSummary[]): number {
  let most = 6
  for (const row of rows) {
    if (row.event === null && row.summary === null) continue
    const { path, query } = shownTarget(row)
    most = Math.max(most, path.length + Math.min(10, query.length))
  }
  return Math.min(32, most)
}
