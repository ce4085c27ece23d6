import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'

const run = promisify(execFile)
const service = 'hookbench'
const account = 'secret-key'

interface Keychain {
  read(): Promise<string>
  write(key: string): Promise<void>
}

/** macOS: the login keychain by way of `security`. The key passes as an argument, visible to the same user's processes for an instant. */
const macKeychain: Keychain = {
  read: async () =>
    (
      await run('security', ['find-generic-password', '-s', service, '-a', account, '-w'], { timeout: 5_000 })
    ).stdout.trim(),
  write: async (key) => {
    await run('security', ['add-generic-password', '-U', '-s', service, '-a', account, '-w', key], {
      timeout: 5_000,
    })
  },
}

/** Linux: the Secret Service (GNOME Keyring, KWallet) by way of `secret-tool` from libsecret. */
const secretService: Keychain = {
  read: async () =>
    (
      await run('secret-tool', ['lookup', 'service', service, 'account', account], { timeout: 5_000 })
    ).stdout.trim(),
  write: async (key) => {
    const child = run('secret-tool', ['store', '--label=Hookbench', 'service', service, 'account', account], {
      timeout: 5_000,
    })
    child.child.stdin?.end(key)
    await child
  },
}

/**
 * The key under which secrets are sealed, kept in the system's keychain; made on first use.
 * Null when this system offers none to a process without a window (no keychain tool, locked, no session).
 */
export async function readOsKey(): Promise<string | null> {
  const keychain =
    process.platform === 'darwin' ? macKeychain : process.platform === 'linux' ? secretService : null
  if (keychain === null) return null
  const found = await keychain.read().catch(() => '')
  if (found !== '') return found
  const made = randomBytes(32).toString('base64url')
  try {
    await keychain.write(made)
    return (await keychain.read()) === made ? made : null
  } catch {
    return null
  }
}
