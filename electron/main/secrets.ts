import { AppError } from '#shared/contract/errors.ts'
import { safeStorage } from 'electron'
import { createKeySecrets } from '../platform/key-secrets.ts'
import type { Secrets } from '../platform/ports.ts'

/** Marks what was sealed here, so that text sealed by the headless host is recognised and named as such. */
const mark = Buffer.from('safe1:')

/**
 * Secrets sealed with a key that the system's keychain holds. Call it after `ready`.
 * Where Linux offers no keychain, Chromium would "encrypt" with a fixed password: then HOOKBENCH_SECRET_KEY is used, or
 * a key for this run only.
 */
export async function createSystemSecrets(phrase: string | undefined): Promise<Secrets> {
  const feigned = process.platform === 'linux' && !hasLinuxKeychain()
  if (feigned || !(await safeStorage.isAsyncEncryptionAvailable())) {
    return createKeySecrets(phrase === '' ? null : (phrase ?? null))
  }
  return {
    kind: 'os',
    encrypt: async (text) => Buffer.concat([mark, await safeStorage.encryptStringAsync(text)]),
    async decrypt(sealed) {
      const bytes = Buffer.from(sealed)
      if (!bytes.subarray(0, mark.length).equals(mark)) {
        throw new AppError(
          'secrets.unavailable',
          'This secret was sealed by "hookbench serve", not by the desktop app. Enter it again here.',
        )
      }
      try {
        return (await safeStorage.decryptStringAsync(bytes.subarray(mark.length))).result
      } catch (cause) {
        throw new AppError(
          'secrets.unavailable',
          "This secret can't be read with the key in this system's keychain. Unlock the keychain and try again, or enter the secret again.",
          { cause },
        )
      }
    },
  }
}

function hasLinuxKeychain(): boolean {
  const backend = safeStorage.getSelectedStorageBackend()
  return backend !== 'basic_text' && backend !== 'unknown'
}
