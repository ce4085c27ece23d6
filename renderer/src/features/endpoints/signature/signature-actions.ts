import type { Endpoint, EndpointSettings } from '#shared/domain/endpoint.ts'
import { messageOf } from '../../../client/call-error.ts'
import { queryClient } from '../../../state/query-client.ts'
import { queryKeys } from '../../../state/query-keys.ts'
import { secretsChanged } from '../../../state/signatures.ts'
import { verifyEndpointAgain } from '../../../state/verification.ts'
import { sayError } from '../../../ui/toast.tsx'

/** After new signature settings: what the endpoint holds is judged by them, too. Enforcing alone changes no verdict. */
export async function signatureChanged(
  endpoint: Endpoint,
  signature: EndpointSettings['signature'],
): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: queryKeys.signatures })
  const before = endpoint.signature
  const same =
    before?.scheme === signature?.scheme &&
    JSON.stringify(before?.options) === JSON.stringify(signature?.options)
  if (!same && endpoint.requestCount > 0) await again(() => verifyEndpointAgain(endpoint.id))
}

/** After a secret for signatures came or went. */
export async function signingSecretsChanged(endpoint: Endpoint): Promise<void> {
  await again(() => secretsChanged(endpoint.id, endpoint.signature !== null && endpoint.requestCount > 0))
}

async function again(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    sayError('The signatures of earlier requests could not be verified again.', messageOf(error))
  }
}
