import { readdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HookbenchBridge } from '../../shared/contract/bridge.ts'
import type { EventFrame } from '../../shared/contract/events.ts'
import type { Endpoint } from '../../shared/domain/endpoint.ts'
import type { RequestSummary } from '../../shared/domain/request.ts'
import { launchShell, type Shell } from '../support/electron-stand-in/launch.ts'
import { until } from '../support/until.ts'
import { builtMain, callFrom, ensureMain, temporaryFolder, valueFrom } from './support.ts'

declare const hookbench: HookbenchBridge

/** One shell for what leaves no trace in it. */
describe('the page in the desktop window', () => {
  let shell: Shell
  let page: Page
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  /** Another site; it counts who comes by. */
  let stranger: Server
  let strangerUrl: string
  const visits: string[] = []

  beforeAll(async () => {
    ensureMain()
    stranger = createServer((request, response) => {
      visits.push(request.url ?? '')
      response.end('elsewhere')
    }).listen(0, '127.0.0.1')
    await once(stranger, 'listening')
    strangerUrl = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}`
    folder = await temporaryFolder()
    shell = await launchShell({ main: builtMain, args: ['--data', folder.path, '--port', '0'] })
    page = await shell.page()
  }, 120_000)

  afterAll(async () => {
    await shell.dispose()
    stranger.close()
    await folder.remove()
  })

  test('is opened without breaking a rule of Electron, sandboxed and isolated', async () => {
    const seen = await shell.ask('look')
    expect(seen.violations).toEqual([])
    expect(seen.sandboxed).toBe(true)
    expect(seen.window?.url).toBe('app://hookbench/')
    expect(seen.window?.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
    })
    expect(seen.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ])
    expect(seen.invokable.toSorted()).toEqual(['hookbench:call', 'hookbench:dialog'])
    expect(seen.userData.startsWith(folder.path)).toBe(true)
  })

  test('gets the bridge, frozen, and nothing else of Electron or Node', async () => {
    const found = await page.evaluate(() => {
      const page = window as unknown as Record<string, unknown>
      const bridge = page['hookbench'] as object
      let replaced = true
      try {
        page['hookbench'] = {}
        replaced = page['hookbench'] !== bridge
      } catch {
        replaced = false
      }
      const names = [
        'require',
        'process',
        'module',
        'exports',
        'global',
        'Buffer',
        'ipcRenderer',
        'electron',
        'standInToNode',
      ]
      return {
        keys: Object.keys(bridge).toSorted(),
        frozen: Object.isFrozen(bridge) && Object.isFrozen((bridge as HookbenchBridge).capabilities),
        replaced,
        leaked: names.filter((name) => name in page),
      }
    })
    expect(found).toEqual({
      keys: ['cancel', 'capabilities', 'dialog', 'onCommand', 'request', 'subscribe'],
      frozen: true,
      replaced: false,
      leaked: [],
    })
  })

  test('shows the built window without an error on its console', async () => {
    const errors: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.text().includes('Content Security Policy'))
        errors.push(message.text())
    })
    page.on('pageerror', (error) => errors.push(error.message))
    await page.reload()
    await page.locator('#root > *').first().waitFor()
    await page.waitForLoadState('networkidle')
    expect(errors).toEqual([])
  })

  test('runs nothing but its own files: no inline script, no eval, no other site', async () => {
    const blocked = await page.evaluate(async (elsewhere) => {
      const violated = new Set<string>()
      const framed = new Promise<void>((resolve) =>
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          violated.add(effectiveDirective)
          if (effectiveDirective === 'frame-src') resolve()
        }),
      )
      const inline = document.createElement('script')
      inline.textContent = 'window.inlineRan = true'
      document.body.append(inline)
      // What the test itself starts may evaluate; what comes later is the page's own.
      await new Promise((resolve) => setTimeout(resolve))
      let evaluated = true
      try {
        // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- it must fail
        new Function('return 1')()
      } catch {
        evaluated = false
      }
      const fetched = await fetch(elsewhere).then(
        () => true,
        () => false,
      )
      const frame = document.createElement('iframe')
      frame.src = elsewhere
      document.body.append(frame)
      await framed
      frame.remove()
      return {
        inlineRan: 'inlineRan' in window,
        evaluated,
        fetched,
        violated: [...violated].toSorted(),
      }
    }, strangerUrl)
    expect(blocked).toEqual({
      inlineRan: false,
      evaluated: false,
      fetched: false,
      violated: ['connect-src', 'frame-src', 'script-src', 'script-src-elem'],
    })
    expect(visits).toEqual([])
  })

  test('starts module workers from its own files', async () => {
    const assets = readdirSync(join(builtMain, '../../renderer/assets'))
    const worker = assets.find((name) => /worker.*\.js$/.test(name))
    expect(worker, 'the build has a worker').toBeDefined()
    const [running] = await Promise.all([
      page.waitForEvent('worker'),
      page.evaluate((file) => {
        Object.assign(window, { ownWorker: new Worker(`/assets/${file}`, { type: 'module' }) })
      }, worker!),
    ])
    expect(await running.evaluate(() => location.pathname)).toBe(`/assets/${worker!}`)
    await page.evaluate(() => (window as unknown as { ownWorker: Worker }).ownWorker.terminate())
  })

  test('is served no file outside of the built renderer', async () => {
    const answers = await page.evaluate(async () => {
      const paths = [
        '/../main/main.js',
        '/..%2fmain%2fmain.js',
        '/%2e%2e/main/main.js',
        '/..%5cmain%5cmain.js',
        '/assets/%2e%2e%2f%2e%2e%2fmain/main.js',
        '/%00',
        '/assets/',
        '/nothing.js',
      ]
      const statuses = []
      for (const path of paths) statuses.push((await fetch(path)).status)
      const posted = await fetch('/', { method: 'POST', body: 'x' })
      const index = await fetch('/')
      return { statuses, posted: posted.status, policy: index.headers.get('content-security-policy') }
    })
    expect(answers.statuses).toEqual(answers.statuses.map(() => 404))
    expect(answers.posted).toBe(404)
    expect(answers.policy).toContain("default-src 'none'; script-src 'self'")
  })

  test('calls the core; errors come as data with their code', async () => {
    expect(await valueFrom(page, 'app.info')).toMatchObject({
      host: 'desktop',
      capabilities: ['fileDialogs', 'openExternal', 'secureSecrets'],
    })
    expect(await page.evaluate(() => hookbench.capabilities)).toContain('fileDialogs')
    expect(await callFrom(page, 'no.such', {})).toMatchObject({ ok: false, error: { code: 'not-found' } })
    expect(await callFrom(page, 'requests.list', { limit: -1 })).toMatchObject({
      ok: false,
      error: { code: 'input.invalid' },
    })
    expect(await page.evaluate(() => hookbench.request('nonsense' as never))).toMatchObject({
      ok: false,
      error: { code: 'input.invalid' },
    })
  })

  test('hears of a captured request and reads its bytes', async () => {
    await page.evaluate(() => {
      const heard: unknown[] = []
      Object.assign(window, { heard, stopHearing: hookbench.subscribe((frames) => heard.push(...frames)) })
    })
    const heard = (): Promise<EventFrame[]> =>
      page.evaluate(() => (window as unknown as { heard: EventFrame[] }).heard)
    const [endpoint] = await valueFrom<Endpoint[]>(page, 'endpoints.list')
    const sent = Uint8Array.from({ length: 300 }, (_, index) => index % 256)
    const answer = await fetch(`${endpoint!.url}/bytes`, { method: 'POST', body: sent })
    expect(answer.status).toBe(200)
    await until(async () => (await heard()).some((frame) => frame.name === 'requests.captured'))
    const captured = (await heard()).find((frame) => frame.name === 'requests.captured')!
    const { id } = (captured.payload as { items: RequestSummary[] }).items[0]!
    const received = await page.evaluate(async (request) => {
      const reply = await hookbench.request({ id: 'bytes', name: 'requests.body', input: { id: request } })
      const value = reply.ok ? reply.value : null
      return value instanceof Uint8Array ? [...value] : reply
    }, id)
    expect(received).toEqual([...sent])

    await page.evaluate(() => (window as unknown as { stopHearing(): void }).stopHearing())
    const before = (await heard()).length
    await fetch(`${endpoint!.url}/unheard`, { method: 'POST' })
    await until(async () => (await valueFrom<{ newest: number }>(page, 'requests.list')).newest > id)
    expect(await heard()).toHaveLength(before)
  })

  test('shows a captured request in its list at once', async () => {
    const [endpoint] = await valueFrom<Endpoint[]>(page, 'endpoints.list')
    await fetch(`${endpoint!.url}/seen-in-the-list`, { method: 'PUT', body: '{"event":"order.created"}' })
    await page.getByText('/seen-in-the-list').first().waitFor()
  })

  test.each([
    ['another page in our window', { url: 'https://evil.example/', main: true }],
    ['a page that only looks like ours', { url: 'app://hookbench.evil.example/', main: true }],
    ['a frame within our page', { url: 'app://hookbench/', main: false }],
    ['a frame that is gone', { url: 'app://hookbench/', main: true, gone: true }],
  ])('is the only one heard, not %s', async (_who, sender) => {
    const call = { id: 'x', name: 'app.info', input: {} }
    const forbidden = { ok: false, error: { code: 'forbidden' } }
    expect(await shell.ask('invokeAs', sender, 'hookbench:call', call)).toMatchObject(forbidden)
    const question = { kind: 'open-file', title: 'x' }
    expect(await shell.ask('invokeAs', sender, 'hookbench:dialog', question)).toMatchObject(forbidden)
    expect((await shell.ask('look')).asked).toEqual([])
  })

  test('stays where it is, whatever it is told to open', async () => {
    const here = page.url()
    const before = visits.length
    await page.evaluate((url) => {
      location.href = `${url}/by-script`
    }, strangerUrl)
    await page.evaluate((url) => {
      const link = document.createElement('a')
      link.href = `${url}/by-link`
      document.body.append(link)
      link.click()
      link.remove()
    }, strangerUrl)
    // The page answers, so whatever was to happen has happened.
    expect(await page.evaluate(() => document.title)).toBe('Hookbench')
    expect(page.url()).toBe(here)
    expect(visits.slice(before)).toEqual([])
  })

  test('shows a page that somebody sent in a frame, and the frame stays put, too', async () => {
    const before = visits.length
    await page.evaluate((url) => {
      const held = new Promise((resolve) =>
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective)),
      )
      const frame = document.createElement('iframe')
      frame.setAttribute('sandbox', '')
      frame.srcdoc = `<a href="${url}/by-frame">what was sent</a>`
      document.body.append(frame)
      Object.assign(window, { held, sentFrame: frame })
    }, strangerUrl)
    await page.frameLocator('iframe[sandbox=""]').getByText('what was sent').click({ force: true })
    const held = await page.evaluate(() => (window as unknown as { held: Promise<string> }).held)
    expect(held).toBe('frame-src')
    expect(visits.slice(before)).toEqual([])
    await page.evaluate(() => (window as unknown as { sentFrame: HTMLElement }).sentFrame.remove())
  })

  test('leaves only http and https links to the system, and opens no window', async () => {
    const before = (await shell.ask('look')).opened.length
    await page.evaluate(() => {
      const links = [
        'https://docs.example/a?b=c#d',
        'http://plain.example/',
        'https://user:password@bank.example/',
        'file:///etc/passwd',
        'smb://server/share',
        'javascript:alert(1)',
        'mailto:someone@example.com',
      ]
      for (const href of links) {
        const link = document.createElement('a')
        Object.assign(link, { href, target: '_blank' })
        document.body.append(link)
        link.click()
        link.remove()
      }
      window.open('https://opened.example/')
    })
    await until(async () => (await shell.ask('look')).opened.length >= before + 3)
    const { opened, windowCount } = await shell.ask('look')
    expect(opened.slice(before).toSorted()).toEqual([
      'http://plain.example/',
      'https://docs.example/a?b=c#d',
      'https://opened.example/',
    ])
    expect(windowCount).toBe(1)
  })

  test('may write to the clipboard, and nothing else', async () => {
    const states = await page.evaluate(async () => {
      const names = ['clipboard-write', 'clipboard-read', 'notifications', 'geolocation', 'camera', 'midi']
      const found: Record<string, string> = {}
      for (const name of names) {
        found[name] = (await navigator.permissions.query({ name: name as PermissionName })).state
      }
      return found
    })
    expect(states).toEqual({
      'clipboard-write': 'granted',
      'clipboard-read': 'denied',
      notifications: 'denied',
      geolocation: 'denied',
      camera: 'denied',
      midi: 'denied',
    })
    expect((await shell.ask('look')).deviceAllowed).toBe(false)
    expect(await shell.ask('attachWebview')).toBe(true)
    expect(await shell.ask('download', 'https://evil.example/setup.exe')).toBe(true)
    expect(await shell.ask('download', 'blob:app://hookbench/5f0c')).toBe(false)
  })

  test('works on after a reload', async () => {
    await page.reload()
    expect(await valueFrom(page, 'app.info')).toMatchObject({ host: 'desktop' })
  })
})
