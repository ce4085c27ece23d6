import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { _electron, type ElectronApplication } from 'playwright'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '../../shared/domain/endpoint.ts'
import { ensureBuilt, projectRoot } from '../support/built.ts'
import { temporaryFolder, valueFrom } from './support.ts'

/** Asked of the file system: `require('electron')` would start a download to find out. */
const given = process.env.ELECTRON_EXEC_PATH
const available = existsSync(join(projectRoot, 'node_modules/electron/path.txt')) || (given ?? '') !== ''

if (!available) {
  process.stdout.write(
    '\n*** SKIPPED: the tests in the real Electron. Its binary is not here; "npx install-electron" fetches it, ELECTRON_EXEC_PATH names another. ***\n\n',
  )
}

describe.runIf(available)('in the real Electron', () => {
  const ends: (() => Promise<unknown>)[] = []
  beforeAll(ensureBuilt, 120_000)
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })

  async function launch(data: string): Promise<ElectronApplication> {
    const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
    const app = await _electron.launch({
      args: [...sandbox, projectRoot, '--data', data, '--port', '0'],
      ...(given === undefined || given === '' ? {} : { executablePath: given }),
    })
    ends.push(() => app.close())
    return app
  }

  async function newFolder(): Promise<string> {
    const folder = await temporaryFolder()
    ends.push(folder.remove)
    return folder.path
  }

  test('shows the window, receives a request and keeps it over a restart', async () => {
    const data = await newFolder()
    const app = await launch(data)
    const page = await app.firstWindow()
    expect(page.url()).toBe('app://hookbench/')
    await page.locator('#root > *').first().waitFor()
    const [endpoint] = await valueFrom<Endpoint[]>(page, 'endpoints.list')
    const answer = await fetch(endpoint!.url!, { method: 'POST', body: 'from outside' })
    expect(answer.status).toBe(200)
    await app.close()

    const again = await launch(data)
    const list = await valueFrom(await again.firstWindow(), 'requests.list')
    expect(list).toMatchObject({ items: [{ bodySize: 12 }] })
  })

  test('gives the page nothing of Node, and stays sandboxed', async () => {
    const app = await launch(await newFolder())
    const page = await app.firstWindow()
    const leaked = await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'ipcRenderer'].filter((name) => name in window),
    )
    expect(leaked).toEqual([])
    const preferences = await app.evaluate(({ BrowserWindow, app: electron }) => ({
      windows: BrowserWindow.getAllWindows().length,
      ready: electron.isReady(),
    }))
    expect(preferences).toEqual({ windows: 1, ready: true })
    await page.evaluate(() => {
      location.href = 'https://example.com/'
    })
    expect(page.url()).toBe('app://hookbench/')
  })

  test('moves bytes over the bridge unchanged', async () => {
    const app = await launch(await newFolder())
    const page = await app.firstWindow()
    const [endpoint] = await valueFrom<Endpoint[]>(page, 'endpoints.list')
    const sent = Uint8Array.from({ length: 256 }, (_, index) => index)
    await fetch(endpoint!.url!, { method: 'POST', body: sent })
    const { newest } = await valueFrom<{ newest: number }>(page, 'requests.list')
    const received = await page.evaluate(async (id) => {
      const { hookbench } = window as unknown as {
        hookbench: { request(call: unknown): Promise<{ value: Uint8Array }> }
      }
      const { value } = await hookbench.request({ id: 'bytes', name: 'requests.body', input: { id } })
      return [...value]
    }, newest)
    expect(received).toEqual([...sent])
  })

  test('opens again after a quit, one process a folder', async () => {
    const data = await newFolder()
    const app = await launch(data)
    await app.firstWindow()
    await app.evaluate(({ app: electron }) => electron.quit())
    await app.waitForEvent('close')
    const again = await launch(data)
    expect((await again.firstWindow()).url()).toBe('app://hookbench/')
  })
})
