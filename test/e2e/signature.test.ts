import { createHmac } from 'node:crypto'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import type { SchemeId } from '#shared/domain/scheme-ids.ts'
import { until } from '../support/until.ts'
import { startWindow, type PageOptions, type TestWindow } from './window.ts'

const live = 'whsec_live_0123456789abcdef'
const old = 'whsec_old_fedcba9876543210'
const payment = JSON.stringify(
  { id: 'evt_1', type: 'payment_intent.succeeded', data: { object: { amount: 2000, customer: 'Zoë' } } },
  null,
  2,
)

function stripe(body: string, secret: string, secondsAgo = 0): Record<string, string> {
  const time = Math.floor(Date.now() / 1000) - secondsAgo
  const value = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex')
  return { 'stripe-signature': `t=${time},v1=${value}` }
}

let window: TestWindow
beforeAll(async () => {
  window = await startWindow()
}, 200_000)
afterAll(() => window.close())

/** A new endpoint, with a scheme and secrets where they are given. */
async function endpointWith(
  name: string,
  scheme: SchemeId | null,
  secrets: Record<string, string> = {},
): Promise<Endpoint> {
  const { call } = window.host.client
  const endpoint = await call('endpoints.create', { name })
  for (const [label, value] of Object.entries(secrets))
    await call('secrets.add', { endpointId: endpoint.id, label, purpose: 'signature', value })
  if (scheme !== null)
    await call('endpoints.update', {
      id: endpoint.id,
      patch: { signature: { scheme, options: {}, enforce: false } },
    })
  return endpoint
}

/** Sends a body byte for byte and resolves to the id under which it was kept. */
async function send(
  endpoint: Endpoint,
  path: string,
  body: string,
  headers: Record<string, string>,
): Promise<RequestId> {
  await fetch(endpoint.url! + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  const newest = async () =>
    (await window.host.client.call('requests.list', { endpointId: endpoint.id, limit: 1 })).items[0]!
  const [now] = (await window.host.client.call('endpoints.list', {})).filter(({ id }) => id === endpoint.id)
  // Checked in the background: what opens the window before would see the mark come.
  if (now?.signature != null) await until(async () => (await newest()).signature !== null)
  return (await newest()).id
}

async function openSignature(endpoint: Endpoint, id: RequestId, options: PageOptions = {}): Promise<Page> {
  const page = await window.open({ ...options, hash: `#/requests/${endpoint.id}/${id}/signature` })
  await expect(page.getByRole('tab', { name: 'Signature' })).toHaveAttribute('data-state', 'active')
  return page
}

const row = (page: Page, path: string) => page.getByRole('option').filter({ hasText: path })
const verdict = (page: Page) => page.getByRole('status', { name: 'Verdict' })

describe('the verdict', () => {
  it('says that a request is genuine, and which of two secrets matched', async () => {
    const endpoint = await endpointWith('Rotation', 'stripe', { old, live })
    const page = await openSignature(endpoint, await send(endpoint, '/pay', payment, stripe(payment, live)))
    await expect(verdict(page)).toContainText('Valid')
    await expect(page.getByText('“live” (2 of 2) matches.')).toBeVisible()
    const values = page.getByRole('region', { name: 'Received and computed' })
    await expect(values.getByLabel('equal')).toHaveCount(2)
    const text = page.getByRole('region', { name: 'Signed text' })
    await expect(text.getByText('from the header Stripe-Signature', { exact: false })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Timestamp' })).toContainText('within the tolerance')
    await expect(row(page, '/pay').getByTitle('signature valid', { exact: false })).toBeVisible()
  })

  it('proves that the JSON was written again, shows where, and gives the fix in the framework that is remembered', async () => {
    const endpoint = await endpointWith('Written again', 'stripe', { live })
    const again = JSON.stringify(JSON.parse(payment))
    const page = await openSignature(endpoint, await send(endpoint, '/again', again, stripe(payment, live)))
    await expect(verdict(page)).toContainText('Invalid')
    const card = page.locator('article[data-code="json-reserialized"]')
    await expect(card.getByText('Proven', { exact: true })).toBeVisible()
    await expect(card.getByLabel('equal')).toHaveCount(2)
    await expect(card.getByLabel('Excerpt of the body')).toContainText('"id":"evt_1"')
    await card.getByRole('combobox', { name: 'Framework of the sample' }).click()
    await page.getByRole('option', { name: 'Flask' }).click()
    await expect(card.getByLabel('Sample for Flask')).toBeVisible()
    const code = await card.getByLabel('Sample for Flask').innerText()
    await card.getByRole('button', { name: 'Copy', exact: true }).click()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied.trim()).toBe(code.trim())
    await page.reload()
    await expect(page.getByLabel('Sample for Flask')).toBeVisible()
  })

  it('marks the first difference and says plainly what it can not tell', async () => {
    const endpoint = await endpointWith('Unknown', 'stripe', { live })
    const page = await openSignature(
      endpoint,
      await send(endpoint, '/who', payment, stripe(payment, 'whsec_nobody')),
    )
    const card = page.locator('article[data-code="unexplained"]')
    await expect(card).toContainText("can't be told apart")
    await expect(card.getByText('Not proven')).toBeVisible()
    await expect(page.getByText(/They part at character \d+; both have 64 characters/)).toBeVisible()
  })

  it('tells a stale signature and a missing one from a wrong one', async () => {
    const endpoint = await endpointWith('Late', 'stripe', { live })
    const late = await send(endpoint, '/late', payment, stripe(payment, live, 1_200))
    const page = await openSignature(endpoint, late)
    await expect(verdict(page)).toContainText('Right, but stale')
    await expect(page.getByRole('region', { name: 'Timestamp' })).toContainText('20 min old')
    await send(endpoint, '/bare', payment, {})
    await row(page, '/bare').click()
    await expect(verdict(page)).toContainText('Missing')
  })

  it('says that the body is not covered where it is not', async () => {
    const endpoint = await endpointWith('Mail', 'mailgun', { key: 'key-1' })
    const timestamp = String(Math.floor(Date.now() / 1000))
    const token = 'c'.repeat(50)
    const signature = createHmac('sha256', 'key-1')
      .update(timestamp + token)
      .digest('hex')
    const body = JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': {} })
    const page = await openSignature(endpoint, await send(endpoint, '/mail', body, {}))
    await expect(verdict(page)).toContainText('Valid')
    await expect(page.getByText('Not the body: it could be changed without a trace.')).toBeVisible()
  })
})

describe('the verifier code', () => {
  it('is there in several languages, can be copied, and remembers the language', async () => {
    const endpoint = await endpointWith('Code', 'stripe', { live })
    const page = await openSignature(endpoint, await send(endpoint, '/code', payment, stripe(payment, live)))
    const part = page.getByRole('region', { name: 'Verifier code' })
    await part.getByRole('button', { name: 'Verifier code' }).click()
    await expect(part.getByLabel('Verifier code', { exact: true })).toContainText('STRIPE_WEBHOOK_SECRET')
    await part.getByRole('combobox', { name: 'Language of the verifier code' }).click()
    await page.getByRole('option', { name: 'Go, net/http' }).click()
    await expect(part.getByLabel('Verifier code', { exact: true })).toContainText('net/http')
    await part.getByRole('button', { name: 'Copy', exact: true }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('net/http')
    await page.reload()
    await part.getByRole('button', { name: 'Verifier code' }).click()
    await expect(part.getByLabel('Verifier code', { exact: true })).toContainText('net/http')
  })
})

describe('without settings', () => {
  it('offers the scheme that verifies, uses it with one click, marks the list, and takes it back', async () => {
    const endpoint = await endpointWith('Fresh', null, { live })
    const page = await openSignature(endpoint, await send(endpoint, '/new', payment, stripe(payment, live)))
    await expect(page.getByText('This verifies as Stripe with the secret “live”')).toBeVisible()
    await page.getByRole('button', { name: 'Use Stripe for this endpoint' }).click()
    await expect(verdict(page)).toContainText('Valid')
    await expect(row(page, '/new').getByTitle('signature valid', { exact: false })).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByText('This verifies as Stripe with the secret “live”')).toBeVisible()
    await expect(row(page, '/new').getByTitle('signature', { exact: false })).toBeHidden()
  })

  it('tries a secret without storing it, and keeps it when asked', async () => {
    const endpoint = await endpointWith('Trial', 'stripe', { old })
    const { call } = window.host.client
    const page = await openSignature(endpoint, await send(endpoint, '/try', payment, stripe(payment, live)))
    await expect(verdict(page)).toContainText('Invalid')
    await page.getByRole('button', { name: 'Try a secret' }).click()
    await page.keyboard.type(live)
    await page.keyboard.press('Enter')
    await expect(verdict(page)).toContainText('Valid')
    expect((await call('secrets.list', { endpointId: endpoint.id })).map(({ label }) => label)).toEqual([
      'old',
    ])
    await page.getByRole('button', { name: 'End the trial' }).click()
    await expect(verdict(page)).toContainText('Invalid')

    await page.getByRole('button', { name: 'Try a secret' }).click()
    await page.keyboard.type(live)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Keep it…' }).click()
    await page.keyboard.type('new')
    await page.keyboard.press('Enter')
    await expect(page.getByText('“new” (2 of 2) matches.')).toBeVisible()
    await expect(row(page, '/try').getByTitle('signature valid', { exact: false })).toBeVisible()
  })

  it('checks as another scheme by keys alone', async () => {
    const endpoint = await endpointWith('Other', 'stripe', { live })
    const headers = {
      'x-hub-signature-256': `sha256=${createHmac('sha256', live).update(payment).digest('hex')}`,
    }
    const page = await openSignature(endpoint, await send(endpoint, '/hub', payment, headers))
    await expect(verdict(page)).toContainText('Missing')
    await page.getByRole('button', { name: /^Check as/ }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.type('github')
    await page.keyboard.press('Enter')
    await expect(verdict(page)).toContainText('Valid')
    await expect(page.getByText(/A trial: checked as GitHub/)).toBeVisible()
  })
})

describe('the settings of an endpoint', () => {
  it('take a scheme of one’s own, a secret, and refuse what is not genuine', async () => {
    const endpoint = await endpointWith('Own', null)
    const right = (body: string) => createHmac('sha256', 'own secret').update(body).digest('hex')
    const first = await send(endpoint, '/own', '{"n":1}', { 'x-own': right('{"n":1}') })
    const page = await openSignature(endpoint, first)
    await page.getByRole('button', { name: 'Signature settings of the endpoint' }).click()
    const dialog = page.getByRole('dialog', { name: 'Own' })
    await dialog.getByLabel('Signed as').click()
    await page.getByPlaceholder('Find a scheme').fill('your own')
    await page.keyboard.press('Enter')
    await dialog.getByLabel('Header of the signature').fill('X-Own')
    await dialog.getByLabel('Refuse what is not genuine').click()
    await dialog.getByLabel('Label').fill('mine')
    await dialog.getByLabel('Secret', { exact: true }).fill('own secret')
    await dialog.getByRole('button', { name: 'Add secret' }).click()
    const secrets = dialog.getByRole('list', { name: 'Secrets' })
    await expect(secrets.getByText('••••••••')).toBeVisible()
    await secrets.getByRole('button', { name: 'Show mine' }).click()
    await expect(secrets.getByText('own secret')).toBeVisible()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(verdict(page)).toContainText('Valid')
    const status = async (header: string): Promise<number> =>
      (await fetch(`${endpoint.url!}/next`, { method: 'POST', body: 'x', headers: { 'x-own': header } }))
        .status
    expect(await status(right('x'))).toBe(200)
    expect(await status(right('y'))).toBe(401)
  })
})

describe('verify all again', () => {
  it('checks what the filter fits, from the palette, and says what came out', async () => {
    const endpoint = await endpointWith('Many', null, { live })
    await send(endpoint, '/good', payment, stripe(payment, live))
    const bad = await send(endpoint, '/bad', payment, stripe(payment, 'whsec_nobody'))
    const { call } = window.host.client
    await call('endpoints.update', {
      id: endpoint.id,
      patch: { signature: { scheme: 'stripe', options: {}, enforce: false } },
    })
    const page = await openSignature(endpoint, bad)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('verify all')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Verified 2 requests again')).toBeVisible()
    await expect(page.getByText('1 valid, 1 invalid')).toBeVisible()
    await expect(row(page, '/bad').getByTitle('signature invalid', { exact: false })).toBeVisible()
    await page.keyboard.press('/')
    await page.keyboard.type('signature:valid ')
    await page.keyboard.press('Enter')
    await expect(row(page, '/good')).toBeVisible()
    await expect(row(page, '/bad')).toBeHidden()
  })

  it('shows how far it is and stops when told', async () => {
    const endpoint = await endpointWith('Crowd', null, { live })
    const heavy = JSON.stringify({ text: 'x'.repeat(20_000) })
    const headers = stripe(heavy, live)
    for (let sent = 0; sent < 1_200; sent += 40)
      await Promise.all(
        Array.from({ length: 40 }, () =>
          fetch(`${endpoint.url!}/crowd`, { method: 'POST', headers, body: heavy }),
        ),
      )
    const { call } = window.host.client
    await call('endpoints.update', {
      id: endpoint.id,
      patch: { signature: { scheme: 'stripe', options: {}, enforce: false } },
    })
    const page = await window.open({ hash: `#/requests/${endpoint.id}` })
    await page.getByRole('button', { name: 'List menu' }).click()
    await page.getByRole('menuitem', { name: 'Verify all signatures again' }).click()
    const bar = page.getByRole('region', { name: 'Verifying signatures' })
    await bar.getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText(/^Stopped after [\d,]+ of 1,200 signatures$/)).toBeVisible()
    await expect(bar).toBeHidden()
  }, 60_000)
})

describe('for everybody', () => {
  it.each([
    ['light', { width: 1440, height: 900 }],
    ['dark', { width: 1024, height: 700 }],
  ] as const)('is clean by axe: %s', async (theme, size) => {
    const endpoint = await endpointWith(`Axe ${theme}`, 'stripe', { live })
    const again = JSON.stringify(JSON.parse(payment))
    const id = await send(endpoint, '/axe', again, stripe(payment, live))
    const page = await openSignature(endpoint, id, { theme, size })
    await page.locator('article[data-code]').first().waitFor()
    const serious = async (): Promise<string[]> => {
      await until(() =>
        page.evaluate(() => document.getAnimations().every((each) => each.playState !== 'running')),
      )
      const { violations } = await new AxeBuilder({ page }).analyze()
      return violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id: rule, nodes }) => `${rule}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
    }
    expect(await serious()).toEqual([])
    await page.getByRole('button', { name: 'Signature settings of the endpoint' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await serious()).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })

  it('leaves no error in the console', () => {
    expect(window.problems).toEqual([])
  })
})
