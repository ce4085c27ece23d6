import { createServer, type Server } from 'node:net'
import { once } from 'node:events'
import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { post, startWindow, type TestWindow } from './window.ts'

let window: TestWindow
beforeAll(async () => {
  window = await startWindow()
}, 200_000)
afterAll(() => window.close())

const clipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText())

describe('the first run', () => {
  it('puts the URL on screen, copies it with one click, and shows what is sent to it at once', async () => {
    const page = await window.open()
    const [endpoint] = await window.host.client.call('endpoints.list', {})
    const url = endpoint!.url!
    const first = page.getByRole('region', { name: 'First request' })
    await expect(first.getByText(url, { exact: true })).toBeVisible()
    await first.getByRole('button', { name: 'Copy URL' }).click()
    expect(await clipboard(page)).toBe(url)
    await first.getByRole('button', { name: 'Copy the line' }).click()
    expect(await clipboard(page)).toContain(`curl ${url}/hello`)

    await post(window.host, '/hello', { hello: 'world' })
    const row = page.getByRole('option', { name: /POST \/hello/ })
    await expect(row).toBeVisible({ timeout: 2_000 })
    await row.click()
    await expect(page.locator('[data-pane="detail"]').getByRole('tab', { name: /Body/ })).toBeVisible()
  })

  it('sends a sample over HTTP and opens it', async () => {
    const page = await window.open()
    await page.getByRole('button', { name: 'Send a sample' }).click()
    await page.getByRole('menuitem', { name: 'Payments and shops' }).hover()
    await page
      .getByRole('menuitem', { name: /Stripe/ })
      .first()
      .click()
    await expect(page.getByRole('option', { name: /Stripe/ }).first()).toBeVisible()
    await expect(page.getByText(/Answered with 200/)).toBeVisible()
  })
})

describe('the frame', () => {
  it('finds commands, endpoints and requests in the palette', async () => {
    await post(window.host, '/needle', { word: 'zanzibar' })
    const page = await window.open()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog', { name: 'Command palette' })
    await page.keyboard.type('zanzibar')
    await expect(palette.getByRole('option', { name: /\/needle/ })).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(palette).toBeHidden()
    await expect(page).toHaveURL(/#\/requests\/all\/\d+/)

    await page.keyboard.press('Control+k')
    await page.keyboard.type('settings go')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
  })

  it('goes everywhere by keys, and lists them', async () => {
    const page = await window.open()
    await page.keyboard.press('2')
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
    await page.keyboard.press('1')
    await expect(page.getByRole('navigation', { name: 'Endpoints' })).toBeVisible()
    await page.keyboard.press('?')
    const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await expect(dialog.getByText('Next request')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await page.keyboard.press('Control+j')
    await expect(page.getByRole('region', { name: 'Log' })).toBeVisible()
    await page.keyboard.press('/')
    await expect(page.getByRole('combobox', { name: 'Filter requests' })).toBeFocused()
    // What is typed there is text, not a command.
    await page.keyboard.type('2')
    await expect(page.getByRole('combobox', { name: 'Filter requests' })).toHaveValue('2')
  })

  it('follows the system until a theme is chosen, and remembers the choice', async () => {
    const page = await window.open({ theme: 'dark' })
    const theme = (): Promise<string | undefined> =>
      page.evaluate(() => document.documentElement.dataset['theme'])
    await expect.poll(theme).toBe('dark')
    await page.emulateMedia({ colorScheme: 'light' })
    await expect.poll(theme).toBe('light')
    await page.getByRole('button', { name: /^Theme/ }).click()
    await page.getByRole('menuitem', { name: 'Dark' }).click()
    await expect.poll(theme).toBe('dark')
    await page.reload()
    await expect.poll(theme).toBe('dark')
    await expect.poll(async () => (await window.host.client.call('settings.get', {})).theme).toBe('dark')
    await window.host.client.call('settings.update', { theme: 'system' })
    // Another window's choice is followed, too.
    await expect.poll(theme).toBe('light')
  })

  it('remembers the width of its panes', async () => {
    const page = await window.open()
    const pane = page.locator('#endpoints')
    const before = (await pane.boundingBox())!.width
    const edge = (await page.getByRole('separator', { name: 'Width of the endpoints' }).boundingBox())!
    await page.mouse.move(edge.x, edge.y + 300)
    await page.mouse.down()
    await page.mouse.move(edge.x + 60, edge.y + 300, { steps: 4 })
    await page.mouse.up()
    await expect.poll(async () => (await pane.boundingBox())!.width).toBeGreaterThan(before + 40)
    const after = (await pane.boundingBox())!.width
    await page.reload()
    await expect.poll(async () => Math.abs((await pane.boundingBox())!.width - after)).toBeLessThan(2)
  })

  it('comes back to the same place after a reload', async () => {
    const page = await window.open()
    await page.getByRole('option', { name: /POST \/needle/ }).click()
    await page.keyboard.press('/')
    await page.keyboard.type('zanzibar')
    await expect(page).toHaveURL(/q=zanzibar/)
    const url = page.url()
    await page.reload()
    await expect(page.getByRole('combobox', { name: 'Filter requests' })).toHaveValue('zanzibar')
    await expect(page.getByRole('option', { name: /POST \/needle/ })).toHaveAttribute('aria-selected', 'true')
    expect(page.url()).toBe(url)
  })
})

describe('the receiver', () => {
  let taken: Server
  beforeAll(async () => {
    taken = createServer()
    taken.listen(0, '127.0.0.1')
    await once(taken, 'listening')
  })
  afterAll(() => new Promise((resolve) => taken.close(resolve)))

  it('says that a port is taken and moves to a free one with one click', async () => {
    const { port } = taken.address() as { port: number }
    const page = await window.open({ hash: '#/settings' })
    await page.getByLabel('Port').fill(String(port))
    await page.getByRole('button', { name: 'Save and move' }).click()
    const use = page.getByRole('button', { name: /^Use port \d+$/ })
    await expect(use).toBeVisible()
    await expect(
      page
        .getByRole('alert')
        .filter({ hasText: String(port) })
        .first(),
    ).toBeVisible()
    const free = Number(/\d+/.exec(await use.innerText())?.[0])
    await use.click()
    await expect(use).toBeHidden()
    await expect(page.getByRole('contentinfo').getByText(`http://127.0.0.1:${free}`)).toBeVisible()
    expect((await post(window.host, '/moved', {})).status).toBe(200)
  })

  it('stops and starts from the rail', async () => {
    const page = await window.open()
    await page.getByRole('button', { name: /^Listening on/ }).click()
    await page.getByRole('button', { name: 'Stop the receiver' }).click()
    await expect(page.getByText('senders get no answer')).toBeVisible()
    await page.keyboard.press('Escape')
    await page.getByRole('status').getByRole('button', { name: 'Start the receiver' }).click()
    await expect(page.getByText('senders get no answer')).toBeHidden()
    expect((await post(window.host, '/again', {})).status).toBe(200)
  })
})

it('had no error and broke no rule of its content security policy', () => {
  expect(window.problems).toEqual([])
})
