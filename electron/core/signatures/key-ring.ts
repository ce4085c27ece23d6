import type { EndpointId } from '#shared/domain/ids.ts'
import type { SecretInfo } from '#shared/domain/secret.ts'
import type { Logger, Secrets } from '../../platform/ports.ts'
import type { Key } from '../../signatures/index.ts'
import type { Store } from '../../store/index.ts'

export interface KeyOnFile {
  readonly info: SecretInfo
  readonly key: Key
}

/** The signing keys of an endpoint in clear, held in memory between uses so that a stream of requests does not unseal for each. */
export interface KeyRing {
  of(endpointId: EndpointId): Promise<KeyOnFile[]>
  /** Call it after every change of secrets. */
  forget(): void
}

export function createKeyRing(stored: Store['secrets'], secrets: Secrets, logger: Logger): KeyRing {
  let cache = new Map<EndpointId, Promise<KeyOnFile[]>>()

  async function read(endpointId: EndpointId): Promise<KeyOnFile[]> {
    const keys: KeyOnFile[] = []
    for (const info of await stored.list(endpointId)) {
      if (info.purpose !== 'signature') continue
      try {
        const text = await secrets.decrypt(await stored.sealed(info.id))
        // Whether it is a secret or a public key is for the scheme to say; both fields hold the same text.
        keys.push({ info, key: { label: info.label, secret: text, publicKey: text } })
      } catch (error) {
        logger.log('warn', 'signatures', `The secret "${info.label}" can't be read: ${String(error)}`)
      }
    }
    return keys
  }

  return {
    of(endpointId) {
      let keys = cache.get(endpointId)
      if (keys === undefined) {
        keys = read(endpointId)
        cache.set(endpointId, keys)
        keys.catch(() => cache.delete(endpointId))
      }
      return keys
    },
    forget() {
      cache = new Map()
    },
  }
}
