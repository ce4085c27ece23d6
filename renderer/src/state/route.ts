import type { EndpointId, RequestId } from '#shared/domain/ids.ts'
import { create } from 'zustand'

export const screens = ['requests', 'settings'] as const
export type Screen = (typeof screens)[number]

/** Where the user is. Kept in the address after `#`, so that a reload or a second window comes back to the same place. */
export interface Route {
  readonly screen: Screen
  /** Whose requests are listed; null: all but Unmatched. */
  readonly endpointId: EndpointId | null
  /** The list's filter: always one that can be read. */
  readonly filter: string
  /** The request whose detail is open. */
  readonly requestId: RequestId | null
  /** The detail's tab; the detail pane falls back to its first one when it does not know it. */
  readonly detailTab: string
  /** The other request of a comparison. */
  readonly compareWith: RequestId | null
}

export const startRoute: Route = {
  screen: 'requests',
  endpointId: null,
  filter: '',
  requestId: null,
  detailTab: 'body',
  compareWith: null,
}

/** `#/requests/ep_1/42/headers?with=41&q=stripe` and back. */
export function routeToHash(route: Route): string {
  if (route.screen === 'settings') return '#/settings'
  const parts = ['requests', route.endpointId ?? 'all']
  if (route.requestId !== null) parts.push(String(route.requestId), encodeURIComponent(route.detailTab))
  const query = new URLSearchParams()
  if (route.compareWith !== null) query.set('with', String(route.compareWith))
  if (route.filter !== '') query.set('q', route.filter)
  return `#/${parts.join('/')}${query.size === 0 ? '' : `?${query.toString()}`}`
}

/** What an address says; anything odd in it is passed over. */
export function hashToRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const query = new URLSearchParams(search)
  const [screen, endpoint, request, tab] = path.split('/')
  if (screen === 'settings') return { ...startRoute, screen: 'settings' }
  return {
    screen: 'requests',
    endpointId:
      endpoint !== undefined && /^(ep_[a-z0-9]{4,40}|unmatched)$/.test(endpoint)
        ? (endpoint as EndpointId)
        : null,
    filter: query.get('q') ?? '',
    requestId: readId(request),
    detailTab: tab !== undefined && /^[a-z-]{1,30}$/.test(tab) ? tab : startRoute.detailTab,
    compareWith: readId(query.get('with') ?? undefined),
  }
}

function readId(text: string | undefined): RequestId | null {
  return text !== undefined && /^[1-9]\d{0,15}$/.test(text) ? (Number(text) as RequestId) : null
}

/** Where the user is, as a store. */
export const useRoute = create<Route>()(() =>
  typeof location === 'undefined' ? startRoute : hashToRoute(location.hash),
)

/** Goes somewhere; what is left out stays as it is. */
export function go(change: Partial<Route>): void {
  useRoute.setState(change)
}

/** Opens a request's detail, in the tab that is open or in a given one. */
export function openRequest(requestId: RequestId | null, detailTab?: string): void {
  go({ screen: 'requests', requestId, compareWith: null, ...(detailTab === undefined ? {} : { detailTab }) })
}

/** Opens the comparison of two requests. */
export function compareRequests(requestId: RequestId, compareWith: RequestId): void {
  go({ screen: 'requests', requestId, compareWith, detailTab: 'compare' })
}

/** Keeps the address and the store together; returns the way to stop. */
export function followAddress(): () => void {
  const onHash = (): void => {
    if (location.hash !== routeToHash(useRoute.getState())) useRoute.setState(hashToRoute(location.hash))
  }
  window.addEventListener('hashchange', onHash)
  const stop = useRoute.subscribe((route) => {
    const hash = routeToHash(route)
    if (hash !== location.hash) history.replaceState(null, '', hash)
  })
  return () => {
    window.removeEventListener('hashchange', onHash)
    stop()
  }
}
