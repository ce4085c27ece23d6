import { useQuery } from '@tanstack/react-query'
import type { RequestDetail, RequestSummary } from '#shared/domain/request.ts'
import { call } from '../../../client/host.ts'

/** How many earlier requests are looked through for one of the same kind. */
const lookBack = 200

export interface Candidates {
  /** The one before, at the same endpoint. */
  readonly previous: RequestSummary | null
  /** The last one before with the same event (or, without events, the same method and path). */
  readonly alike: RequestSummary | null
}

/** What a request is most likely to be compared with. */
export async function findCandidates(request: RequestDetail, signal?: AbortSignal): Promise<Candidates> {
  const { items } = await call(
    'requests.list',
    { endpointId: request.endpointId, before: request.id, limit: lookBack },
    signal === undefined ? {} : { signal },
  )
  const previous = items[0] ?? null
  const alike = items.find((item) => isAlike(item, request)) ?? null
  return { previous, alike: alike?.id === previous?.id ? null : alike }
}

function isAlike(item: RequestSummary, request: RequestDetail): boolean {
  if (item.malformed !== request.malformed) return false
  if (request.event !== null) return item.event === request.event && item.provider === request.provider
  return item.method === request.method && pathOf(item.target) === pathOf(request.target)
}

function pathOf(target: string): string {
  return target.replace(/[?#].*$/s, '')
}

/** The newest requests of an endpoint that fit some words. */
export function useChoices(request: RequestDetail, words: string) {
  return useQuery({
    queryKey: ['compare', 'choices', request.endpointId, request.id, words],
    queryFn: async ({ signal }) => {
      const { items } = await call(
        'requests.list',
        { endpointId: request.endpointId, limit: 60, ...(words.trim() === '' ? {} : { filter: words }) },
        { signal },
      )
      return items.filter((item) => item.id !== request.id)
    },
    staleTime: 2_000,
    gcTime: 10_000,
    placeholderData: (before) => before,
  })
}
