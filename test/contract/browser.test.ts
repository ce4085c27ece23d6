import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startHttpTransport, type HttpTransport } from '../../electron/transport/http.ts'
import { launchBrowser } from '../support/browser.ts'
import { bodyByte, bodySize, createScriptedDoor, type ScriptedDoor } from './scripted-door.ts'

const token = 'browser-token'
const root = mkdtempSync(join(tmpdir(), 'hookbench-browser-'))

/** Asks a host for everything that a page could want of it, and tells what it got. */
const probe = async (origin: string): Promise<Record<string, string>> => {
  const call = await fetch(`${origin}/rpc/app.info`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  }).then(
    async (response) => `${response.status} ${(await response.text()).slice(0, 11)}`,
    () => 'refused',
  )
  const plain = await fetch(`${origin}/rpc/app.info`, { method: 'POST', body: '{}', mode: 'no-cors' }).then(
    (response) => `${response.type} ${response.status}`,
    () => 'refused',
  )
  const events = await new Promise<string>((resolve) => {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/events`)
    socket.onopen = () => resolve('open')
    socket.onerror = () => resolve('refused')
  })
  const image = await new Promise<string>((resolve) => {
    const element = new Image()
    element.onload = () => resolve('loaded')
    element.onerror = () => resolve('refused')
    element.src = `${origin}/picture.svg`
  })
  return { call, plain, events, image }
}

let browser: Browser
let scripted: ScriptedDoor
let server: HttpTransport
let elsewhere: Server
let context: BrowserContext
let page: Page

beforeAll(async () => {
  mkdirSync(join(root, 'assets'))
  writeFileSync(
    join(root, 'index.html'),
    '<!doctype html><title>Fixture</title><script type="module" src="/assets/page.js"></script><a href="/bodies/7" download>body</a>',
  )
  writeFileSync(
    join(root, 'assets', 'page.js'),
    `window.frames = []
     const socket = new WebSocket(location.origin.replace('http', 'ws') + '/events')
     socket.onmessage = ({ data }) => window.frames.push(...JSON.parse(data))
     socket.onopen = () => { document.title = 'Listening' }`,
  )
  writeFileSync(join(root, 'picture.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
  browser = await launchBrowser()
  scripted = createScriptedDoor()
  const { door, logger } = scripted
  server = await startHttpTransport({ door, host: '127.0.0.1', port: 0, token, staticRoot: root, logger })
  elsewhere = createServer((request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(
      request.url === '/framing'
        ? `<iframe src="${server.url}/"></iframe>`
        : `<!doctype html><title>Elsewhere</title><a href="${server.url}/?token=${token}">in</a>`,
    )
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  await browser.close()
  await server.close(0)
  elsewhere.close()
  rmSync(root, { recursive: true })
})

beforeEach(async () => {
  context = await browser.newContext()
  page = await context.newPage()
})

afterEach(() => context.close())

const elsewhereAt = (host: string): string => `http://${host}:${(elsewhere.address() as AddressInfo).port}/`
const enter = async (): Promise<void> => {
  await page.goto(`${server.url}/?token=${token}`)
  await page.waitForFunction(() => document.title === 'Listening')
}

describe('our own page in a browser', () => {
  it('is let in by the printed address, and keeps nothing of the token in sight', async () => {
    const problems: string[] = []
    page.on('console', (message) => problems.push(message.text()))
    await enter()
    expect(page.url()).toBe(`${server.url}/`)
    expect(await page.evaluate(() => document.cookie)).toBe('')
    expect(await page.evaluate(probe, server.url)).toMatchObject({
      call: '200 {"ok":true,',
      events: 'open',
      image: 'loaded',
    })
    await page.reload()
    await page.waitForFunction(() => document.title === 'Listening')
    expect(problems.filter((text) => !text.includes('415'))).toEqual([])
  })

  it('gets events, and bytes as bytes', async () => {
    await enter()
    scripted.say('hello')
    await page.waitForFunction(() => (window.frames as unknown as unknown[]).length === 1)
    expect(await page.evaluate(() => (window.frames as unknown as unknown[])[0])).toMatchObject({
      seq: 1,
      name: 'log.added',
      payload: { message: 'hello' },
    })
    const sum = await page.evaluate(async () => {
      const response = await fetch('/rpc/requests.body', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"id":7,"offset":5,"length":1000}',
      })
      return new Uint8Array(await response.arrayBuffer()).reduce((total, byte) => total + byte, 0)
    })
    expect(sum).toBe(
      Array.from({ length: 1_000 }, (_, index) => bodyByte(index + 5)).reduce((a, b) => a + b, 0),
    )
  })

  it('downloads a body whole', async () => {
    await enter()
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('a')])
    expect(download.suggestedFilename()).toBe('request-7-body.bin')
    const bytes = await readFile(await download.path())
    expect(bytes.length).toBe(bodySize)
    expect(bytes.every((byte, index) => byte === bodyByte(index))).toBe(true)
  })

  it('is let in from a link on another site, too', async () => {
    await page.goto(elsewhereAt('localhost'))
    await page.click('a')
    await page.waitForFunction(() => document.title === 'Listening')
    expect(page.url()).toBe(`${server.url}/`)
  })
})

describe('a page from elsewhere, in a browser that is let in', () => {
  it.each(['127.0.0.1', 'localhost'])('gets nothing from %s', async (host) => {
    await enter()
    const other = await context.newPage()
    await other.goto(elsewhereAt(host))
    const got = await other.evaluate(probe, server.url)
    expect(got).toEqual({ call: 'refused', plain: 'refused', events: 'refused', image: 'refused' })
  })

  it('can not frame ours', async () => {
    await enter()
    const other = await context.newPage()
    await other.goto(`${elsewhereAt('127.0.0.1')}framing`)
    const frame = other.frames().find((candidate) => candidate !== other.mainFrame())
    expect(await frame?.title()).not.toBe('Listening')
    expect(await frame?.locator('a').count()).toBe(0)
  })
})

it('a stranger is told what to do', async () => {
  await page.goto(server.url)
  expect(await page.textContent('h1')).toBe('Open the link that Hookbench printed')
})
