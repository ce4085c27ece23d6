import { createCipheriv, createDecipheriv, createHash, randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import { AppError } from '#shared/contract/errors.ts'
import type { Secrets } from './ports.ts'

const scryptAsync = promisify(scrypt) as (password: string, salt: string, length: number) => Promise<Buffer>

/** Sealed form: 4 bytes naming the key, 12 bytes nonce, 16 bytes tag, then the AES-256-GCM text. */
const nameLength = 4
const nonceLength = 12
const tagLength = 16

/**
 * Secrets sealed with AES-256-GCM under a key stretched (scrypt) from a pass phrase: what the headless host uses.
 * With a null phrase the key is drawn anew for each run, so that what was sealed can't be read after the next start (`kind: session`).
 */
export function createKeySecrets(phrase: string | null, kind: 'os' | 'key' = 'key'): Secrets {
  let key: Promise<Buffer> | undefined
  const getKey = (): Promise<Buffer> =>
    (key ??=
      phrase === null ? Promise.resolve(randomBytes(32)) : scryptAsync(phrase, 'hookbench secrets v1', 32))
  const nameOf = (of: Buffer): Buffer =>
    createHash('sha256').update('name').update(of).digest().subarray(0, nameLength)

  return {
    kind: phrase === null ? 'session' : kind,
    async encrypt(text) {
      const own = await getKey()
      const nonce = randomBytes(nonceLength)
      const cipher = createCipheriv('aes-256-gcm', own, nonce)
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nameOf(own), nonce, cipher.getAuthTag(), sealed])
    },
    async decrypt(sealed) {
      const own = await getKey()
      const bytes = Buffer.from(sealed)
      const nonceEnd = nameLength + nonceLength
      if (bytes.length < nonceEnd + tagLength || !bytes.subarray(0, nameLength).equals(nameOf(own))) {
        throw new AppError(
          'secrets.unavailable',
          'This secret was sealed with another key. Start Hookbench with the HOOKBENCH_SECRET_KEY it was stored under, or enter the secret again.',
        )
      }
      try {
        const decipher = createDecipheriv('aes-256-gcm', own, bytes.subarray(nameLength, nonceEnd))
        decipher.setAuthTag(bytes.subarray(nonceEnd, nonceEnd + tagLength))
        return Buffer.concat([
          decipher.update(bytes.subarray(nonceEnd + tagLength)),
          decipher.final(),
        ]).toString('utf8')
      } catch (cause) {
        throw new AppError(
          'secrets.unavailable',
          'This stored secret is damaged. Remove it and enter it again.',
          { cause },
        )
      }
    },
  }
}
