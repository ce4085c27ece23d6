import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test, vi } from 'vitest'
import type { AppInfo } from '../../shared/domain/app.ts'
import type { Endpoint } from '../../shared/domain/endpoint.ts'
import type { SecretInfo } from '../../shared/domain/secret.ts'
import { callFrom, useShells, valueFrom } from './support.ts'

// Each test starts the app, some three times, each with a browser of its own.
vi.setConfig({ testTimeout: 90_000 })

const { newFolder, launch } = useShells()

const value = 'whsec_a-value-that-must-not-lie-in-clear'
const keychain = (key: string) => ({ env: { STAND_IN_KEY: key.repeat(64) } })

async function addSecret(page: Page): Promise<SecretInfo> {
  const [endpoint] = await valueFrom<Endpoint[]>(page, 'endpoints.list')
  return valueFrom(page, 'secrets.add', {
    endpointId: endpoint!.id,
    label: 'Test',
    purpose: 'signature',
    value,
  })
}

test('keeps secrets under the key in the system keychain, readable after a restart', async () => {
  const data = await newFolder()
  const first = await launch(data, keychain('a'))
  const { id } = await addSecret(await first.page())
  await first.ask('quit')
  await first.exited
  for (const file of readdirSync(data).filter((name) => /\.db|wal/.test(name))) {
    expect(readFileSync(join(data, file)).includes(value), file).toBe(false)
  }
  const second = await launch(data, keychain('a'))
  expect(await valueFrom(await second.page(), 'secrets.reveal', { id })).toEqual({ value })
  await second.ask('quit')
  await second.exited

  const other = await launch(data, keychain('b'))
  expect(await callFrom(await other.page(), 'secrets.reveal', { id })).toMatchObject({
    ok: false,
    error: { code: 'secrets.unavailable', message: expect.stringContaining('keychain') as string },
  })
})

test.each(['basic_text', 'locked'])(
  'does not pretend to keep secrets where the keychain is %s',
  async (backend) => {
    const shell = await launch(await newFolder(), {
      env: { STAND_IN_KEYCHAIN: backend, HOOKBENCH_SECRET_KEY: '' },
    })
    const page = await shell.page()
    const info = await valueFrom<AppInfo>(page, 'app.info')
    expect(info.capabilities).not.toContain('secureSecrets')
    expect(info.warnings).toHaveLength(1)
    const { id } = await addSecret(page)
    expect(await valueFrom(page, 'secrets.reveal', { id })).toEqual({ value })
  },
)

test('takes a pass phrase where there is no keychain', async () => {
  const shell = await launch(await newFolder(), {
    env: { STAND_IN_KEYCHAIN: 'basic_text', HOOKBENCH_SECRET_KEY: 'a phrase' },
  })
  const page = await shell.page()
  expect(await valueFrom<AppInfo>(page, 'app.info')).toMatchObject({ warnings: [] })
  const { id } = await addSecret(page)
  expect(await valueFrom(page, 'secrets.reveal', { id })).toEqual({ value })
})
