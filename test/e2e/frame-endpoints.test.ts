import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { startWindow, type TestWindow } from './window.ts'

let window: TestWindow
beforeAll(async () => {
  window = await startWindow()
}, 200_000)
afterAll(() => window.close())

const pane = (page: Page) => page.getByRole('navigation', { name: 'Endpoints' })

async function endpointNamed(name: string) {
  const found = (await window.host.client.call('endpoints.list', {})).find(
    (endpoint) => endpoint.name === name,
  )
  if (found?.url == null) throw new Error(`There is no endpoint ${name}.`)
  return { ...found, url: found.url }
}

async function create(page: Page, name: string): Promise<void> {
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'Name of the new endpoint' }).fill(name)
  await page.keyboard.press('Enter')
  await expect(
    page.getByRole('heading', { name, level: 1 }).or(page.getByText(`Listening for requests to ${name}`)),
  ).toBeVisible()
}

async function openSettings(page: Page, name: string): Promise<void> {
  await pane(page)
    .getByRole('button', { name: new RegExp(`^${name}`) })
    .first()
    .click()
  await page.keyboard.press('e')
  await page.getByRole('dialog', { name }).waitFor()
}

describe('an endpoint', () => {
  it('is made, renamed, deleted with its requests, and brought back', async () => {
    const page = await window.open()
    await create(page, 'Orders')
    const { url } = await endpointNamed('Orders')
    await fetch(`${url}/first`, { method: 'POST', body: 'x' })
    await expect(page.getByRole('option', { name: /POST \/first/ })).toBeVisible()

    await pane(page)
      .getByRole('button', { name: /^Orders/ })
      .first()
      .dblclick()
    await page.getByRole('textbox', { name: 'New name for Orders' }).fill('Shop orders')
    await page.keyboard.press('Enter')
    await expect(
      pane(page)
        .getByRole('button', { name: /^Shop orders/ })
        .first(),
    ).toBeVisible()

    await pane(page)
      .getByRole('button', { name: /^Shop orders/ })
      .first()
      .click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Delete endpoint' }).click()
    await expect(pane(page).getByText('Shop orders')).toBeHidden()
    expect((await fetch(url)).status).toBe(404)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('option', { name: /POST \/first/ })).toBeVisible()
    expect((await fetch(url)).status).toBe(200)
  })

  it('answers as it is told to', async () => {
    const page = await window.open()
    await create(page, 'Teapot')
    const { url } = await endpointNamed('Teapot')
    await openSettings(page, 'Teapot')
    await page.getByRole('textbox', { name: 'Status' }).fill('418')
    await page.getByRole('button', { name: 'Add header' }).click()
    await page.getByLabel('Name of header 1').fill('X-Brew')
    await page.getByLabel('Value of header 1').fill('earl grey')
    await page.getByLabel('Text of the body').fill('{"path":"{{path}}"}')
    await page.getByRole('switch', { name: 'Fill in values from the request' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
    const answer = await fetch(`${url}/pot`, { method: 'POST' })
    expect(answer.status).toBe(418)
    expect(answer.headers.get('x-brew')).toBe('earl grey')
    expect(await answer.text()).toContain('/pot')

    await openSettings(page, 'Teapot')
    await page.getByRole('radio', { name: 'Close the connection' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(fetch(url).then(() => 'answered')).rejects.toThrow()
  })

  it('keeps its settings until they are saved, and says what the host refuses', async () => {
    const page = await window.open()
    await create(page, 'First slug')
    await openSettings(page, 'First slug')
    await page.getByRole('tab', { name: 'General' }).click()
    await page.getByLabel('Readable address').fill('taken-word')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('dialog')).toBeHidden()
    const { url } = await endpointNamed('First slug')
    expect((await fetch(new URL('/taken-word/x', url))).status).toBe(200)

    await create(page, 'Second slug')
    await openSettings(page, 'Second slug')
    await page.getByRole('tab', { name: 'General' }).click()
    await page.getByLabel('Readable address').fill('taken-word')
    await page.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByRole('alert')).toContainText('taken-word')
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect((await endpointNamed('Second slug')).slug).toBeNull()
  })

  it('can be turned off and gets a new address on demand', async () => {
    const page = await window.open()
    await create(page, 'Switch')
    const { url } = await endpointNamed('Switch')
    await pane(page)
      .getByRole('button', { name: /^Switch/ })
      .first()
      .click({ button: 'right' })
    await page.getByRole('menuitem', { name: /Turn off/ }).click()
    await expect(
      pane(page)
        .getByRole('button', { name: /^Switch off/ })
        .first(),
    ).toBeVisible()
    await expect.poll(async () => (await fetch(url)).status).toBe(410)
    await pane(page)
      .getByRole('button', { name: /^Switch off/ })
      .first()
      .click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Turn on' }).click()
    await expect.poll(async () => (await fetch(url)).status).toBe(200)

    await openSettings(page, 'Switch')
    await page.getByRole('tab', { name: 'General' }).click()
    await page.getByRole('button', { name: 'Renew address…' }).click()
    await page.getByRole('button', { name: 'Renew it' }).click()
    await expect.poll(async () => (await fetch(url)).status).toBe(404)
    expect((await fetch((await endpointNamed('Switch')).url)).status).toBe(200)
  })

  it('keeps secrets masked until they are asked for', async () => {
    const page = await window.open()
    await create(page, 'Signed')
    await openSettings(page, 'Signed')
    await page.getByRole('tab', { name: 'Secrets' }).click()
    await page.getByRole('textbox', { name: 'Label' }).fill('live')
    await page.getByLabel('Value', { exact: true }).fill('whsec_planted')
    await page.getByRole('button', { name: 'Add secret' }).click()
    await expect(page.getByText('••••••••')).toBeVisible()
    expect(await page.content()).not.toContain('whsec_planted')
    await page.getByRole('button', { name: 'Show' }).click()
    await expect(page.getByText('whsec_planted')).toBeVisible()
    await page.getByRole('button', { name: 'Hide' }).click()
    await expect(page.getByText('whsec_planted')).toBeHidden()
    await page.getByRole('button', { name: 'Remove live' }).click()
    await expect(page.getByText('None yet.')).toBeVisible()
  })
})

describe('the endpoints', () => {
  it('count live, mark what is new, and collect what fits none under Unmatched', async () => {
    const page = await window.open()
    await create(page, 'Quiet')
    await create(page, 'Busy')
    const busy = await endpointNamed('Busy')
    await pane(page)
      .getByRole('button', { name: /^Quiet/ })
      .first()
      .click()
    await fetch(busy.url, { method: 'POST' })
    await fetch(busy.url, { method: 'POST' })
    await expect(pane(page).getByRole('button', { name: /^Busy 2 new 2/ })).toBeVisible()
    await pane(page).getByRole('button', { name: /^Busy/ }).first().click()
    await expect(pane(page).getByRole('button', { name: /^Busy 2$/ })).toBeVisible()

    await fetch(new URL('/no-such-token/hook', busy.url), { method: 'POST' })
    await pane(page)
      .getByRole('button', { name: /^Unmatched/ })
      .click()
    await expect(page.getByRole('option', { name: /POST \/no-such-token\/hook/ })).toBeVisible()
    await pane(page)
      .getByRole('button', { name: /^All requests/ })
      .click()
    await expect(page.getByRole('option', { name: /no-such-token/ })).toBeHidden()
  })
})

it('had no error and broke no rule of its content security policy', () => {
  expect(window.problems).toEqual([])
})
