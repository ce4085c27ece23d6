import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestId } from '#shared/domain/ids.ts'
import { capture } from './detail-requests.ts'
import { startWindow, type TestWindow } from './window.ts'

let window: TestWindow
let page: Page
let older: RequestId
let newer: RequestId
const detail = () => page.locator('[data-pane="detail"]')

beforeAll(async () => {
  window = await startWindow()
  const send = (body: unknown, headers: Record<string, string>) =>
    capture(window.host, '/hook?a=1&b=2', JSON.stringify(body), {
      'content-type': 'application/json',
      ...headers,
    })
  older = await send(
    { amount: 2000, gone: true, items: [{ id: 'a' }, { id: 'b', label: 'second' }] },
    { 'x-attempt': '1', authorization: 'Bearer old-secret' },
  )
  newer = await send(
    { items: [{ id: 'b', label: 'second' }, { id: 'a' }], amount: 2500, come: 'new' },
    { authorization: 'Bearer new-secret', 'x-attempt': '2' },
  )
  page = await window.open({ hash: `#/requests/all/${newer}/body` })
})
afterAll(async () => {
  expect(window.problems).toEqual([])
  await window.close()
})

describe('comparing two requests', () => {
  it('begins with the request before', async () => {
    await detail().getByRole('button', { name: 'Compare with…' }).click()
    await page.getByRole('menuitem', { name: 'The request before' }).click()
    await detail().getByText('1 changed, 1 added, 1 removed, 1 moved').waitFor()
    expect(new URL(page.url()).hash).toContain(`with=${older}`)
  })

  it('tells what changed, came, went and moved, by meaning', async () => {
    const lines = await detail()
      .getByRole('list', { name: 'Differences' })
      .getByRole('listitem')
      .allInnerTexts()
    const text = lines.join('\n')
    expect(text).toContain('amount')
    expect(text).toMatch(/2000[^]*2500/)
    expect(text).toMatch(/items\[\d\] → items\[\d\]/)
    await detail().getByRole('radio', { name: 'Tree', exact: true }).click()
    await detail().getByRole('list', { name: 'Differences in the document' }).getByText('come').waitFor()
  })

  it('shows the text side by side in the editor', async () => {
    await detail().getByRole('radio', { name: 'Text', exact: true }).click()
    await detail().locator('.monaco-diff-editor .line-insert').first().waitFor()
  })

  it('compares headers whatever their order, with secrets masked', async () => {
    await detail()
      .getByRole('radio', { name: /^Headers/ })
      .click()
    const table = detail().getByRole('table', { name: 'Headers compared' })
    await table
      .getByRole('row', { name: /x-attempt/ })
      .getByRole('img', { name: 'changed' })
      .waitFor()
    expect(await table.innerText()).not.toContain('old-secret')
    await detail().getByRole('switch', { name: 'Show secrets' }).click()
    await table.getByText('Bearer old-secret').waitFor()
    await detail()
      .getByRole('radio', { name: /^Query/ })
      .click()
    await detail().getByText('The queries are the same.').waitFor()
  })

  it('lets another one be chosen', async () => {
    const third = await capture(window.host, '/other', 'plain', { 'content-type': 'text/plain' })
    await detail().getByRole('button', { name: 'Compare with another one' }).click()
    await detail().getByRole('textbox', { name: 'Find the request to compare with' }).fill('plain')
    await detail().getByRole('list', { name: 'Requests to compare with' }).getByRole('button').first().click()
    await expect.poll(() => new URL(page.url()).hash).toContain(`with=${third}`)
  })

  it.each(['light', 'dark'] as const)('axe finds nothing serious (%s)', async (theme) => {
    const own = await window.open({ theme, hash: `#/requests/all/${newer}/compare?with=${older}` })
    const pane = own.locator('[data-pane="detail"]')
    for (const view of ['Changes', 'Tree', 'Text', /^Headers/, /^Facts/]) {
      await pane
        .getByRole('radio', typeof view === 'string' ? { name: view, exact: true } : { name: view })
        .click()
      if (view === 'Text') await pane.locator('.monaco-diff-editor .line-insert').first().waitFor()
      const { violations } = await new AxeBuilder({ page: own }).include('[data-pane="detail"]').analyze()
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
      expect(serious.map(({ id, nodes }) => `${String(view)}: ${id}: ${nodes[0]?.html ?? ''}`)).toEqual([])
    }
  })
})
