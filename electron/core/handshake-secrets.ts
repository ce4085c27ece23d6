import type { HandshakeKind } from '#shared/domain/endpoint.ts'
import type { EndpointId } from '#shared/domain/ids.ts'
import type { SecretPurpose } from '#shared/domain/secret.ts'
import type { Logger, Secrets } from '../platform/ports.ts'
import type { Store } from '../store/index.ts'

const purposeOf: Partial<Record<HandshakeKind, SecretPurpose>> = {
  meta: 'meta-verify-token',
  zoom: 'zoom-secret-token',
}

/** Finds the newest secret that a handshake needs; null when none is set, or when it can't be read (then the log says why). */
export function createHandshakeSecrets(stored: Store['secrets'], secrets: Secrets, logger: Logger) {
  return async (endpointId: EndpointId, kind: HandshakeKind): Promise<string | null> => {
    const purpose = purposeOf[kind]
    if (purpose === undefined) return null
    const found = (await stored.list(endpointId)).findLast((secret) => secret.purpose === purpose)
    if (found === undefined) return null
    try {
      return await secrets.decrypt(await stored.sealed(found.id))
    } catch (error) {
      logger.log(
        'error',
        'receiver',
        `The secret "${found.label}" for a ${kind} handshake can't be read: ${String(error)}`,
      )
      return null
    }
  }
}
