import type { EndpointId, RequestId } from '#shared/domain/ids.ts'

/** Keys of the query cache, so that one place invalidates what another reads. */
export const queryKeys = {
  info: ['app', 'info'] as const,
  status: ['app', 'status'] as const,
  log: ['app', 'log'] as const,
  settings: ['settings'] as const,
  samples: ['samples'] as const,
  endpoints: ['endpoints'] as const,
  secrets: (endpointId: EndpointId) => ['secrets', endpointId] as const,
  /** Everything about single requests. */
  requests: ['request'] as const,
  request: (id: RequestId) => ['request', id, 'detail'] as const,
  bodyInfo: (id: RequestId) => ['request', id, 'body-info'] as const,
  /** A range of a body; bodies never change. */
  body: (id: RequestId, decoded: boolean, offset: number, length: number) =>
    ['request', id, 'body', decoded, offset, length] as const,
  schemes: ['schemes'] as const,
  /** Verdicts and what follows from them: they change with the settings and secrets of endpoints. */
  signatures: ['signature'] as const,
  /** `trial` stands for a check with something else than the endpoint's own; 0: none. The secret itself is in no key. */
  signature: (kind: 'verdict' | 'diagnoses' | 'proposals', id: RequestId, trial: number) =>
    ['signature', kind, id, trial] as const,
  histograms: ['histogram'] as const,
  histogram: (endpointId: EndpointId | null, filter: string, buckets: number) =>
    ['histogram', endpointId, filter, buckets] as const,
}
