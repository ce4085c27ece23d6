import type { Endpoint, EndpointSettings } from '#shared/domain/endpoint.ts'

/** What a tab gets: the draft, and a way to change parts of it. */
export interface TabProps {
  endpoint: Endpoint
  draft: EndpointSettings
  change: (patch: Partial<EndpointSettings>) => void
}
