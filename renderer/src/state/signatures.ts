import type { EndpointSettings } from '#shared/domain/endpoint.ts'
import type { EndpointId, RequestId } from '#shared/domain/ids.ts'
import type { SchemeId } from '#shared/domain/scheme-ids.ts'
import { useQuery } from '@tanstack/react-query'
import { call } from '../client/host.ts'
import { queryClient } from './query-client.ts'
import { queryKeys } from './query-keys.ts'
import { verifyEndpointAgain } from './verification.ts'

/** A check with something else than what the endpoint has; nothing of it is kept. */
export interface Trial {
  /** Stands for it in cache keys, so that the secret is in none. */
  readonly number: number
  /** Null: the endpoint's scheme. */
  readonly scheme: SchemeId | null
  /** Null: the endpoint's secrets. */
  readonly secret: string | null
}

let trials = 0

export function makeTrial(scheme: SchemeId | null, secret: string | null): Trial {
  trials += 1
  return { number: trials, scheme, secret }
}

function checkOf(requestId: RequestId, trial: Trial | null) {
  return {
    requestId,
    ...(trial?.scheme == null ? {} : { scheme: trial.scheme }),
    ...(trial?.secret == null ? {} : { secret: trial.secret }),
  }
}

/** The verdict on a request; null where no scheme is set. Read afresh whenever it is shown. */
export function useVerdict(id: RequestId, trial: Trial | null) {
  return useQuery({
    queryKey: queryKeys.signature('verdict', id, trial?.number ?? 0),
    queryFn: ({ signal }) => call('signatures.verify', checkOf(id, trial), { signal }),
    staleTime: 0,
    gcTime: trial === null ? 60_000 : 0,
  })
}

/** Why a signature does not match, most likely first. */
export function useDiagnoses(id: RequestId, trial: Trial | null) {
  return useQuery({
    queryKey: queryKeys.signature('diagnoses', id, trial?.number ?? 0),
    queryFn: ({ signal }) => call('signatures.diagnose', checkOf(id, trial), { signal }),
    gcTime: trial === null ? 60_000 : 0,
  })
}

/** Schemes that a request may have been signed with. */
export function useProposals(id: RequestId) {
  return useQuery({
    queryKey: queryKeys.signature('proposals', id, 0),
    queryFn: ({ signal }) => call('signatures.propose', { requestId: id }, { signal }),
  })
}

/** After a change of secrets: lists and verdicts are read again, and so are the marks where there is a scheme. */
export async function secretsChanged(endpointId: EndpointId, checkAgain: boolean): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: queryKeys.secrets(endpointId) }),
    queryClient.invalidateQueries({ queryKey: queryKeys.signatures }),
  ])
  if (checkAgain) await verifyEndpointAgain(endpointId)
}

/** Sets how an endpoint's requests are checked, and checks those that it holds again. Rejects when the host refuses. */
export async function setSignature(
  endpointId: EndpointId,
  signature: EndpointSettings['signature'],
): Promise<void> {
  await call('endpoints.update', { id: endpointId, patch: { signature } })
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: queryKeys.endpoints }),
    queryClient.invalidateQueries({ queryKey: queryKeys.signatures }),
  ])
  await verifyEndpointAgain(endpointId)
}
