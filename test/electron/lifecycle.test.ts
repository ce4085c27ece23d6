import { once } from 'node:events'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, test, vi } from 'vitest'
import type { Endpoint } from '../../shared/domain/endpoint.ts'
import type { RequestDetail } from '../../shared/domain/request.ts'
import { connect as connectClient } from '../../electron/transport/client.ts'
import { startTestHost } from '../support/host.ts'
import { until } from '../support/until.ts'
import { useShells, valueFrom } from './support.ts'

// Each test starts the app, some three times, each with a browser of its own.
vi.setConfig({ testTimeout: 90_000 })

const { newFolder, launch } = useShells()

function readLog(data: string): string {
  return readFileSync(join(data, 'logs', 'hookbench.log'), 'utf8')
}

/** What the page paints itself on, as `#rrggbb`. */
function pageBackground(page: Page): Promise<string> {
  return page.evaluate(() => {
    const canvas = document.createElement('canvas').getContext('2d')!
    canvas.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--bg')
    return canvas.fillStyle
  })
}

async function isRefused(host: string, port: number): Promise<boolean> {
  const socket = connect(port, host)
  const refused = await once(socket, 'connect').then(
    () => false,
    () => true,
  )
  socket.destroy()
  return refused
}

test('puts the window back where it was, unless that is off every display', async () => {
  const data = await newFolder()
  const first = await launch(data)
  await first.page()
  const bounds = { x: 300, y: 200, width: 1000, height: 700 }
  await first.ask('setBounds', bounds)
  await first.ask('maximize')
  await first.ask('quit')
  expect(await first.exited).toEqual({ code: 0, signal: null })

  const second = await launch(data)
  await second.page()
  expect((await second.ask('look')).window).toMatchObject({
    bounds,
    maximized: true,
    calls: ['maximize', 'show'],
  })
  expect((await second.ask('look')).window?.shownEmpty).toBe(false)
  await second.ask('setBounds', { x: 5_000, y: 4_000, width: 1000, height: 700 })
  await second.ask('quit')
  await second.exited

  const third = await launch(data)
  await third.page()
  expect((await third.ask('look')).window?.bounds).toEqual({ x: 460, y: 202, width: 1000, height: 700 })
})

test('starts in the colours of the theme, and follows when the user changes it', async () => {
  const data = await newFolder()
  const shell = await launch(data, { env: { STAND_IN_DARK: '1' } })
  const page = await shell.page()
  const dark = (await shell.ask('look')).window?.backgroundColor
  await until(async () => (await pageBackground(page)) === dark)
  await valueFrom(page, 'settings.update', { theme: 'light' })
  await until(async () => (await shell.ask('look')).themeSource === 'light')
  const light = (await shell.ask('look')).window?.backgroundColor
  expect(light).not.toBe(dark)
  await until(async () => (await pageBackground(page)) === light)
  await shell.ask('quit')
  await shell.exited

  const again = await launch(data, { env: { STAND_IN_DARK: '1' } })
  await again.page()
  expect(await again.ask('look')).toMatchObject({ themeSource: 'light', window: { backgroundColor: light } })
})

test('shows the page of the development server when there is one, and trusts no other', async () => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><title>Development</title><div id="root">made by Vite</div>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const shell = await launch(await newFolder(), { env: { ELECTRON_RENDERER_URL: url } })
  const page = await shell.page()
  expect(await page.title()).toBe('Development')
  expect(await valueFrom(page, 'app.info')).toMatchObject({ host: 'desktop' })
  const call = { id: 'x', name: 'app.info', input: {} }
  const builtPage = { url: 'app://hookbench/', main: true }
  expect(await shell.ask('invokeAs', builtPage, 'hookbench:call', call)).toMatchObject({ ok: false })
  server.close()
})

test('is one instance a data folder: a second start brings the window of the first to the front', async () => {
  const data = await newFolder()
  const first = await launch(data)
  await first.page()
  await first.ask('minimize')
  const second = await launch(data)
  expect(await second.exited).toEqual({ code: 0, signal: null })
  await until(async () => (await first.ask('look')).window?.calls.includes('focus') === true)
  expect((await first.ask('look')).window).toMatchObject({ minimized: false, visible: true })

  const elsewhere = await launch(await newFolder())
  await elsewhere.page()
  expect((await elsewhere.ask('look')).windowCount).toBe(1)
})

test('says who holds the folder when a server does, and leads to its window', async () => {
  const host = await startTestHost({ dataFolder: await newFolder() })
  try {
    const shell = await launch(host.dataFolder)
    await until(async () => (await shell.ask('look')).asked.length > 0)
    const { asked, windowCount } = await shell.ask('look')
    expect(windowCount).toBe(0)
    expect(asked[0]?.options).toMatchObject({
      message: "Hookbench can't start",
      detail: expect.stringContaining(`process ${host.pid}`) as string,
      buttons: ['Quit', 'Open Its Window in the Browser'],
    })
    await shell.ask('answer', { response: 1 })
    expect(await shell.exited).toEqual({ code: 1, signal: null })
    expect(shell.output()).toContain(`openExternal ${new URL(host.uiUrl).origin}/?token=${host.token}`)
  } finally {
    await host.stop()
  }
})

test('says why it can not start when the data folder can not be made', async () => {
  const file = join(await newFolder(), 'file')
  writeFileSync(file, '')
  const shell = await launch(join(file, 'data'))
  expect(await shell.exited).toEqual({ code: 1, signal: null })
  expect(shell.output()).toContain("Hookbench can't start\nThe data folder can't be used: ")
})

test('lets the command line in while it runs, and takes its notice down when it ends', async () => {
  const data = await newFolder()
  const shell = await launch(data)
  await shell.page()
  const notice = JSON.parse(readFileSync(join(data, 'instance.json'), 'utf8')) as Record<string, string>
  expect(notice).toMatchObject({ host: 'desktop', pid: (await shell.ask('look')).pid })
  const client = await connectClient({ url: notice['ui']!, token: notice['token']! })
  expect(await client.call('app.info', {})).toMatchObject({ host: 'desktop', dataFolder: data })
  await client.close()
  await shell.ask('quit')
  await shell.exited
  expect(existsSync(join(data, 'instance.json'))).toBe(false)
})

test('answers and stores what is under way before it quits', async () => {
  const data = await newFolder()
  const shell = await launch(data)
  const page = await shell.page()
  const [endpoint] = await valueFrom<Endpoint[]>(page, 'endpoints.list')
  const { hostname, port, pathname } = new URL(endpoint!.url!)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  let answer = ''
  socket.on('data', (chunk) => (answer += String(chunk)))
  const ended = once(socket, 'close')
  socket.write(`POST ${pathname}/slow HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nfirst`)
  // Only once the head has been read is the request under way.
  await until(async () => (await fetch(`http://${hostname}:${port}${pathname}/after`)).ok)

  await shell.ask('quit')
  // Nobody is let in any more, yet who is inside may finish.
  await until(() => isRefused(hostname, Number(port)))
  socket.write('12345')
  await ended
  expect(answer).toMatch(/^HTTP\/1\.1 200/)
  expect(await shell.exited).toEqual({ code: 0, signal: null })

  const again = await launch(data)
  const list = await valueFrom<{ items: RequestDetail[] }>(await again.page(), 'requests.list')
  expect(
    list.items.map(({ target, complete }) => ({ target: target.split('/').at(-1), complete })),
  ).toContainEqual({
    target: 'slow',
    complete: true,
  })
})

test('ends in order on SIGTERM', async () => {
  const data = await newFolder()
  const shell = await launch(data)
  await shell.page()
  shell.child.kill('SIGTERM')
  expect(await shell.exited).toEqual({ code: 0, signal: null })
  expect(readdirSync(data)).not.toContain('instance.json')
  expect(shell.output()).toBe('')
})

test('quits when its window is closed', async () => {
  const shell = await launch(await newFolder())
  await shell.page()
  await shell.ask('closeWindow')
  expect(await shell.exited).toEqual({ code: 0, signal: null })
})

test('offers to reload a page that crashed, and goes on receiving meanwhile', async () => {
  const data = await newFolder()
  const shell = await launch(data)
  const [endpoint] = await valueFrom<Endpoint[]>(await shell.page(), 'endpoints.list')
  await shell.ask('crash')
  await until(async () => (await shell.ask('look')).asked.length > 0)
  expect((await shell.ask('look')).asked[0]?.options).toMatchObject({
    message: 'The Hookbench window stopped working',
    buttons: ['Reload', 'Quit'],
  })
  expect((await fetch(endpoint!.url!, { method: 'POST', body: 'meanwhile' })).status).toBe(200)
  await shell.ask('answer', { response: 0 })
  await until(async () => (await shell.page()).evaluate(() => 'hookbench' in window).catch(() => false))
  const list = await valueFrom<{ items: unknown[] }>(await shell.page(), 'requests.list')
  expect(list.items).toHaveLength(1)
  expect(readLog(data)).toContain("The page's process ended: crashed")
})

test('writes an uncaught error to the log, stores what came, says so and ends', async () => {
  const data = await newFolder()
  const shell = await launch(data)
  await shell.page()
  await shell.ask('throwLater')
  expect(await shell.exited).toEqual({ code: 1, signal: null })
  expect(readLog(data)).toContain('Uncaught: Error: thrown by the test')
  expect(existsSync(join(data, 'instance.json'))).toBe(false)
})
