import { createKeySecrets } from '../platform/key-secrets.ts'
import { readOsKey } from '../platform/os-key.ts'
import type { Secrets } from '../platform/ports.ts'

/** Sealed under HOOKBENCH_SECRET_KEY, else under a key in the system's keychain, else for this run only. */
export async function findSecrets(): Promise<Secrets> {
  const phrase = process.env.HOOKBENCH_SECRET_KEY
  if (phrase !== undefined && phrase !== '') return createKeySecrets(phrase)
  return createKeySecrets(await readOsKey(), 'os')
}

/** The same for a single command, which mostly needs no secret: the keychain is asked when one is read for the first time. */
export function secretsOnDemand(): Secrets {
  let found: Promise<Secrets> | undefined
  const get = (): Promise<Secrets> => (found ??= findSecrets())
  return {
    kind: 'os',
    encrypt: async (text) => (await get()).encrypt(text),
    decrypt: async (sealed) => (await get()).decrypt(sealed),
  }
}
