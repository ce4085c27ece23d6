import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { EndpointId, RequestId } from '#shared/domain/ids.ts'
import { call } from '../client/host.ts'
import { useQuery } from '@tanstack/react-query'
import { queryKeys } from './query-keys.ts'

/** The bin of requests that no endpoint claimed. Same value as in shared/domain/ids.ts, which the window must not load for its schemas. */
export const unmatchedId = 'unmatched' as EndpointId

export function useEndpoints() {
  return useQuery({
    queryKey: queryKeys.endpoints,
    queryFn: ({ signal }) => call('endpoints.list', {}, { signal }),
  })
}

/** The endpoint with this id; undefined while loading, for null, or when it is gone. */
export function useEndpoint(id: EndpointId | null): Endpoint | undefined {
  return useEndpoints().data?.find((endpoint) => endpoint.id === id)
}

export function useSettings() {
  return useQuery({
    queryKey: queryKeys.settings,
    queryFn: ({ signal }) => call('settings.get', {}, { signal }),
  })
}

export function useAppInfo() {
  return useQuery({ queryKey: queryKeys.info, queryFn: ({ signal }) => call('app.info', {}, { signal }) })
}

/** Figures of the status bar, read again every few seconds while the window is visible. */
export function useStatus() {
  return useQuery({
    queryKey: queryKeys.status,
    queryFn: ({ signal }) => call('app.status', {}, { signal }),
    refetchInterval: 3_000,
  })
}

export function useSamples() {
  return useQuery({
    queryKey: queryKeys.samples,
    queryFn: ({ signal }) => call('samples.list', {}, { signal }),
  })
}

/** One request's detail, kept fresh by events. */
export function useRequest(id: RequestId) {
  return useQuery({
    queryKey: queryKeys.request(id),
    queryFn: ({ signal }) => call('requests.get', { id }, { signal }),
  })
}
