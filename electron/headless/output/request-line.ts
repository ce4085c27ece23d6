import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import { fit, formatBytes, paint, printable } from './terminal.ts'

type EndpointName = Pick<Endpoint, 'id' | 'name' | 'slug' | 'token'>

/** One captured request as one readable line, its columns aligned with those of the others. */
export function formatRequestLine(
  request: RequestSummary,
  endpoints: ReadonlyMap<string, EndpointName>,
  options: { date: boolean },
): string {
  const endpoint = endpoints.get(request.endpointId)
  const nameWidth = Math.min(16, Math.max(0, ...[...endpoints.values()].map((known) => known.name.length)))
  const name = endpoint?.name ?? request.endpointId
  const told = [request.provider === 'generic' ? null : request.provider, request.event, request.summary]
  const about = printable([...new Set(told.filter((part) => part !== null))].join(' · '))
  return [
    paint('dim', `#${request.id}`.padEnd(7)),
    formatTime(request.receivedAt, options.date),
    paint('bold', fit(printable(request.method), 7).padEnd(7)),
    formatStatus(request),
    formatBytes(request.bodySize).padStart(7),
    paint('cyan', fit(printable(name), nameWidth).padEnd(nameWidth)),
    printable(pathWithin(request.target, endpoint)),
    paint('dim', about),
    flags(request),
  ]
    .filter((part) => part !== '')
    .join('  ')
}

/** The target without the token or slug that all requests of the endpoint share. */
function pathWithin(target: string, endpoint: EndpointName | undefined): string {
  for (const segment of [endpoint?.token, endpoint?.slug]) {
    if (segment == null || segment === '' || !target.startsWith(`/${segment}`)) continue
    const rest = target.slice(segment.length + 1)
    if (rest === '') return '/'
    if (rest.startsWith('/') || rest.startsWith('?')) return rest
  }
  return target
}

/** Local time to the millisecond, with the date where days may differ. */
export function formatTime(at: number, withDate: boolean): string {
  const time = new Date(at)
  const two = (value: number): string => String(value).padStart(2, '0')
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`
  const date = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return withDate ? `${date} ${clock}` : clock
}

function formatStatus({ answer }: RequestSummary): string {
  const text = answer.status === null ? (answer.origin === 'hang' ? 'hung' : 'none') : String(answer.status)
  const style = answer.status === null ? 'yellow' : answer.status < 400 ? 'green' : 'red'
  return paint(style, text.padEnd(4))
}

function flags(request: RequestSummary): string {
  const words = [
    request.malformed ? 'malformed' : null,
    request.complete ? null : 'incomplete',
    request.signature === null ? null : `signature ${request.signature}`,
    request.pinned ? 'pinned' : null,
  ]
  return paint('yellow', words.filter((word) => word !== null).join(', '))
}
