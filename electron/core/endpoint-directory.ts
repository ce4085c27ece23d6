import type { ReceiverState } from '#shared/domain/app.ts'
import type { Endpoint } from '#shared/domain/endpoint.ts'
import { unmatchedEndpointId, type EndpointId } from '#shared/domain/ids.ts'
import type { CountedEndpoint, Store, StoredEndpoint } from '../store/index.ts'

/** Endpoints by the first segment of a path, in memory, so that the receiver never waits to know where a request belongs. */
export interface EndpointDirectory {
  find(firstSegment: string): StoredEndpoint | undefined
  byId(id: EndpointId): StoredEndpoint | undefined
  all(): StoredEndpoint[]
  /** Reads the store again; call it after every change. */
  refresh(): Promise<void>
}

export async function createEndpointDirectory(endpoints: Store['endpoints']): Promise<EndpointDirectory> {
  let bySegment = new Map<string, StoredEndpoint>()
  let byId = new Map<EndpointId, StoredEndpoint>()
  const directory: EndpointDirectory = {
    find: (firstSegment) => bySegment.get(firstSegment),
    byId: (id) => byId.get(id),
    all: () => [...byId.values()],
    async refresh() {
      const next = new Map<string, StoredEndpoint>()
      const all = await endpoints.list()
      for (const endpoint of all) {
        if (endpoint.slug !== null) next.set(endpoint.slug, endpoint)
        if (endpoint.id !== unmatchedEndpointId) next.set(endpoint.token, endpoint)
      }
      bySegment = next
      byId = new Map(all.map((endpoint) => [endpoint.id, endpoint]))
    },
  }
  await directory.refresh()
  return directory
}

/** Adds the address to give to a sender. */
export function withUrl(endpoint: CountedEndpoint, receiver: ReceiverState): Endpoint {
  const url =
    receiver.state === 'listening' && endpoint.id !== unmatchedEndpointId
      ? `${receiver.url}/${endpoint.token}`
      : null
  return { ...endpoint, url }
}
