import type { KnownValues } from '#shared/domain/filter/complete.ts'
import type { RequestDetail, RequestSummary } from '#shared/domain/request.ts'
import { requestList } from '../../../state/list.ts'
import { queryClient } from '../../../state/query-client.ts'
import { queryKeys } from '../../../state/query-keys.ts'
import { shownTarget } from '../rows/row-text.ts'

/** The most frequent first. */
function ranked<T>(values: Iterable<T>): T[] {
  const times = new Map<T, number>()
  for (const value of values) times.set(value, (times.get(value) ?? 0) + 1)
  return [...times].sort(([, left], [, right]) => right - left).map(([value]) => value)
}

const commonHeaders = [
  'content-type',
  'user-agent',
  'content-length',
  'content-encoding',
  'authorization',
  'host',
  'accept',
]

/** Values that would put a credential into the completion list. */
const secretHeader = /authorization|cookie|token|secret|signature|key/i

/** What is known without asking: the loaded rows, and the details that were opened lately. */
export function knownValues(): KnownValues {
  const rows: RequestSummary[] = requestList.loaded().slice(0, 2_000)
  const details = queryClient
    .getQueriesData<RequestDetail>({ queryKey: queryKeys.requests })
    .map(([, data]) => data)
    .filter((data) => data !== undefined && 'headers' in data)
  const headers = details.flatMap((detail) => detail.headers)
  const headerValues: Record<string, string[]> = {}
  for (const [name, value] of headers) {
    if (secretHeader.test(name) || value.length > 80) continue
    const known = (headerValues[name.toLowerCase()] ??= [])
    if (!known.includes(value)) known.push(value)
  }
  return {
    methods: ranked(rows.map((row) => row.method)),
    paths: ranked(rows.map((row) => shownTarget(row).path)).slice(0, 50),
    providers: ranked(rows.map((row) => row.provider)),
    events: ranked(rows.flatMap((row) => (row.event === null ? [] : [row.event]))).slice(0, 50),
    statuses: ranked(rows.flatMap((row) => (row.answer.status === null ? [] : [row.answer.status]))),
    addresses: ranked(rows.map((row) => row.remoteAddress)).slice(0, 20),
    headerNames: ranked([...headers.map(([name]) => name.toLowerCase()), ...commonHeaders]),
    queryNames: ranked(rows.flatMap((row) => queryNames(row.target))).slice(0, 50),
    headerValues,
  }
}

function queryNames(target: string): string[] {
  const mark = target.indexOf('?')
  return mark === -1 ? [] : [...new URLSearchParams(target.slice(mark)).keys()]
}
