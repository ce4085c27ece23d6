import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RequestId } from '#shared/domain/ids.ts'
import { capture } from './detail-requests.ts'
import { startWindow, type TestWindow } from './window.ts'

let window: TestWindow
let page: Page
const detail = () => page.locator('[data-pane="detail"]')

beforeAll(async () => {
  window = await startWindow()
  await capture(window.host, '/first', '{}', { 'content-type': 'application/json' })
  page = await window.open()
  // The detail and its parts are loaded with the first request that is opened, whatever its size.
  await page.evaluate(() => {
    location.hash = '#/requests/all/1/headers'
  })
  await detail().getByRole('table', { name: 'Headers' }).waitFor()
})
afterAll(async () => {
  expect(window.problems).toEqual([])
  await window.close()
})

/** JSON of about so many bytes, with something to look for at its very end. */
function largeJson(bytes: number): string {
  const items: string[] = []
  for (let size = 0, at = 0; size < bytes; at++) {
    const item = JSON.stringify({
      id: `evt_${at}`,
      at: at * 1.5,
      tags: ['a', null],
      nested: { text: 'Lorem ipsum '.repeat(6) },
    })
    items.push(item)
    size += item.length + 1
  }
  return `{"items":[${items.join(',')}],"needle":"found at the end"}`
}

/** Opens a request and resolves to the milliseconds until some text of its body could be read. */
async function open(id: RequestId, first: string): Promise<number> {
  return page.evaluate(
    ({ id: wanted, selector }) =>
      new Promise<number>((resolve) => {
        const start = performance.now()
        location.hash = `#/requests/all/${wanted}/body`
        const look = (): void => {
          const text =
            document.querySelector(`section[aria-label="Request ${wanted}"] ${selector}`)?.textContent ?? ''
          // After the next frame it is on screen, too.
          if (text !== '') requestAnimationFrame(() => resolve(performance.now() - start))
          else requestAnimationFrame(look)
        }
        look()
      }),
    { id, selector: first },
  )
}

describe('a 50 MB JSON body', () => {
  it('shows its first text within a second, never holds the page up for long, and can be searched to the end', async () => {
    const id = await capture(window.host, '/large', largeJson(50_000_000), {
      'content-type': 'application/json',
    })
    await page.evaluate(() => {
      const tasks: number[] = []
      Object.assign(globalThis, { longTasks: tasks })
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) tasks.push(entry.duration)
      }).observe({ entryTypes: ['longtask'] })
    })
    const firstText = await open(id, '[role="treeitem"]')
    expect(firstText).toBeLessThan(1_000)
    await detail().getByText('no regular expressions', { exact: false }).waitFor()
    await detail().getByRole('progressbar').waitFor({ state: 'detached', timeout: 20_000 })
    const longest = await page.evaluate(() =>
      Math.max(0, ...(globalThis as unknown as { longTasks: number[] }).longTasks),
    )
    console.log(
      `50 MB JSON: first text after ${Math.round(firstText)} ms, longest task ${Math.round(longest)} ms`,
    )
    // Far above what is measured on a quiet machine: this one may be busy with other tests.
    expect(longest).toBeLessThan(400)

    const tree = page.getByRole('tree', { name: 'Body, pretty-printed' })
    await tree.press('Control+f')
    await page.getByRole('textbox', { name: 'Find in the body' }).fill('found at THE end')
    await expect.poll(() => page.getByTestId('json-path').innerText(), { timeout: 10_000 }).toBe('needle')
    await tree.getByText('found at the end').waitFor()
  })

  it('is a tree, too', async () => {
    await detail().getByRole('radio', { name: 'Tree', exact: true }).click()
    const tree = page.getByRole('tree', { name: 'Body as a tree' })
    await tree.getByRole('treeitem', { name: /needle/ }).waitFor()
    await tree.press('End')
    await expect.poll(() => page.getByTestId('json-path').innerText()).toBe('needle')
  })
})

describe('a 200 MB body', () => {
  it('is looked at anywhere in hex without being loaded', async () => {
    const bytes = new Uint8Array(200_000_000)
    bytes.set([0xde, 0xad, 0xbe, 0xef], 199_999_990)
    const id = await capture(window.host, '/huge', bytes, { 'content-type': 'application/octet-stream' })
    let read = 0
    page.on('response', (response) => {
      if (response.url().endsWith('/rpc/requests.body'))
        read += Number(response.headers()['content-length'] ?? 0)
    })
    await open(id, '[data-offset]')
    const field = detail().getByRole('textbox', { name: 'Go to offset' })
    await field.fill('199999990')
    await field.press('Enter')
    await expect
      .poll(() => detail().locator('[data-offset="199999984"]').innerText(), { timeout: 10_000 })
      .toContain('de ad')
    expect(read).toBeLessThan(2_000_000)
    await detail().getByRole('region', { name: 'Bytes of the body' }).press('Home')
    await field.fill('0')
    await field.press('Enter')
    await detail().getByRole('region', { name: 'Bytes of the body' }).press('Control+f')
    await page.getByRole('radio', { name: 'Hex', exact: true }).last().click()
    const search = page.getByRole('textbox', { name: 'Bytes to look for' })
    await search.fill('de ad be ef')
    await search.press('Enter')
    await expect
      .poll(() => page.getByTestId('hex-position').innerText(), { timeout: 30_000 })
      .toContain('199,999,990')
  })
})
