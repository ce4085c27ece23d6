import type { StoredEndpoint } from '../store/index.ts'
import type { Refusal } from './answers/refusal.ts'
import type { RequestHead } from './http/head.ts'
import { decodeSegment, firstSegment, splitTarget } from './http/target.ts'

/** Where a request belongs: to an endpoint, or nowhere, with the answer that says so. `keep`: it is filed under Unmatched. */
export type Route =
  | { readonly endpoint: StoredEndpoint; readonly refusal: Refusal | null; readonly keep: boolean }
  | { readonly endpoint: null; readonly refusal: Refusal; readonly keep: boolean }

type FindEndpoint = (segment: string) => StoredEndpoint | undefined

/** The endpoint whose token or slug is the first segment of the target's path. */
export function findByTarget(find: FindEndpoint, target: string): StoredEndpoint | undefined {
  const segment = firstSegment(splitTarget(target).path)
  if (segment === '') return undefined
  return find(segment) ?? (segment.includes('%') ? find(decodeSegment(segment)) : undefined)
}

export function routeRequest(find: FindEndpoint, head: RequestHead): Route {
  const endpoint = findByTarget(find, head.target)
  if (endpoint === undefined) return routeUnknown(head)
  return endpoint.enabled
    ? { endpoint, refusal: null, keep: true }
    : { endpoint, refusal: disabled(endpoint), keep: false }
}

function disabled(endpoint: StoredEndpoint): Refusal {
  const message = `The endpoint "${endpoint.name}" is switched off in Hookbench. Switch it on to receive requests again.`
  return { status: 410, code: 'endpoint.disabled', message, problem: message }
}

function routeUnknown(head: RequestHead): Route {
  const reading = head.method === 'GET' || head.method === 'HEAD'
  if (head.target === '/favicon.ico' && reading) {
    return { endpoint: null, keep: false, refusal: plainAnswer(404, 'There is no icon here.') }
  }
  if (head.target === '/robots.txt' && reading) {
    return { endpoint: null, keep: false, refusal: plainAnswer(200, 'User-agent: *\nDisallow: /') }
  }
  if (head.target === '/' && reading) {
    return {
      endpoint: null,
      keep: true,
      refusal: plainAnswer(
        200,
        'Hookbench is listening. Each endpoint has an address of its own, /<token>/…: copy it from the Hookbench window, or run: hookbench endpoints list',
      ),
    }
  }
  if (head.method === 'CONNECT' && !head.target.startsWith('/'))
    return { endpoint: null, keep: true, refusal: connect }
  return { endpoint: null, keep: true, refusal: unknownAddress(head.target) }
}

function plainAnswer(status: number, message: string): Refusal {
  return { status, code: 'endpoint.unknown', message, problem: 'The address names no endpoint.', plain: true }
}

const connect: Refusal = {
  status: 405,
  code: 'request.connect',
  message:
    'CONNECT asks for a tunnel, but Hookbench is no proxy. Send the webhook to the address of an endpoint.',
  problem:
    'The sender uses Hookbench as a proxy (CONNECT). Give it the address as a webhook URL, not as a proxy.',
  headers: [['Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS']],
}

function unknownAddress(target: string): Refusal {
  const { path } = splitTarget(target)
  const shown = path.length > 120 ? `${path.slice(0, 120)}…` : path
  const hint = path.startsWith('//')
    ? ' The path begins with two slashes: does the base address end with one?'
    : ' Compare the first part of the path with the address of the endpoint.'
  const problem = `No endpoint has the address "${shown}".${hint}`
  return { status: 404, code: 'endpoint.unknown', message: problem, problem }
}
