import { rm } from 'node:fs/promises'
import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { seededFolder } from './seed.ts'
import { post, startWindow, type TestWindow } from './window.ts'

const count = 100_000

let folder: string
let window: TestWindow
beforeAll(async () => {
  folder = await seededFolder(count)
  window = await startWindow({ dataFolder: folder })
}, 240_000)
afterAll(async () => {
  await window.close()
  await rm(folder, { recursive: true, force: true })
})

const list = (page: Page) => page.getByRole('listbox', { name: 'Requests' })
const rows = (page: Page) => list(page).getByRole('option')
const filter = (page: Page) => page.getByRole('combobox', { name: 'Filter requests' })
const offers = (page: Page) => page.getByRole('listbox', { name: 'What may be written' })
const firstRow = (page: Page): Promise<string | null> => rows(page).first().getAttribute('data-request')

async function openList(): Promise<Page> {
  const page = await window.open()
  await rows(page).first().waitFor()
  return page
}

async function scrollTo(page: Page, part: number): Promise<void> {
  await list(page).evaluate((element, at) => {
    element.scrollTop = (element.scrollHeight - element.clientHeight) * at
  }, part)
}

/** The topmost row that is whole, and where it stands. */
function place(page: Page): Promise<{ id: string; top: number }> {
  return list(page).evaluate((element) => {
    const edge = element.getBoundingClientRect().top
    const shown = [...element.querySelectorAll<HTMLElement>('[data-request]')].find(
      (row) => row.getBoundingClientRect().top >= edge,
    )
    return { id: shown?.dataset['request'] ?? '', top: Math.round(shown?.getBoundingClientRect().top ?? 0) }
  })
}

describe('a hundred thousand requests', () => {
  it('are all within reach of the scrollbar, with few of them in the page', async () => {
    const page = await openList()
    await expect(rows(page).first()).toContainText(`/orders/${count - 1}`)
    await expect(rows(page).first()).toHaveAttribute('aria-setsize', String(count))
    await scrollTo(page, 1)
    await expect(rows(page).last()).toHaveAccessibleName(/\/orders\/0 /)
    await scrollTo(page, 0.5)
    await expect
      .poll(async () =>
        (await rows(page).allInnerTexts()).some((text) => /\/orders\/(49|50)\d{3}/.test(text)),
      )
      .toBe(true)
    expect(await rows(page).count()).toBeLessThan(80)
  })

  it('scroll and filter without a long task', async () => {
    const page = await openList()
    await page.evaluate(() => {
      const seen: number[] = []
      Object.assign(globalThis, { longTasks: seen })
      new PerformanceObserver((entries) => {
        for (const entry of entries.getEntries()) seen.push(Math.round(entry.duration))
      }).observe({ type: 'longtask' })
    })
    const frames = await list(page).evaluate(async (element) => {
      const gaps: number[] = []
      const reach = element.scrollHeight - element.clientHeight
      let last = performance.now()
      for (let step = 0; step < 120; step += 1) {
        element.scrollTop = reach * (0.5 - 0.5 * Math.cos(step / 19))
        await new Promise(requestAnimationFrame)
        gaps.push(performance.now() - last)
        last = performance.now()
      }
      return gaps.sort((left, right) => left - right)
    })
    await filter(page).fill('event:lead.captured person7')
    await expect(page).toHaveURL(/q=event/)
    await expect(rows(page).first()).toHaveAccessibleName(/lead\.captured person7/)
    await filter(page).fill('')
    await expect(page).not.toHaveURL(/q=/)
    await expect(rows(page).first()).toContainText(`/orders/${count - 1}`)
    const longTasks = await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks)
    const p95 = frames[Math.floor(frames.length * 0.95)] ?? 0
    console.log(`scrolling: frames p95 ${p95.toFixed(1)} ms; long tasks ${JSON.stringify(longTasks)}`)
    // Generous: the machine may be busy with other tests. On a quiet one there is none, and every frame takes 17 ms.
    expect(p95).toBeLessThan(100)
    expect(Math.max(0, ...longTasks)).toBeLessThan(250)
  })

  it('are gone through with j, k, Home, End and the arrows', async () => {
    const page = await openList()
    await page.keyboard.press('j')
    await expect(page).toHaveURL(/#\/requests\/all\/\d+/)
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    await expect(list(page).locator('[aria-selected="true"]')).toContainText(`/orders/${count - 2}`)
    await list(page).focus()
    await page.keyboard.press('End')
    await expect(list(page).locator('[aria-selected="true"]')).toHaveAccessibleName(/\/orders\/0 /)
    await page.keyboard.press('ArrowUp')
    await expect(list(page).locator('[aria-selected="true"]')).toHaveAccessibleName(/\/orders\/1 /)
    await page.keyboard.press('Home')
    await expect(list(page).locator('[aria-selected="true"]')).toContainText(`/orders/${count - 1}`)
    await page.keyboard.press('Enter')
    await expect(page.locator('[data-pane="detail"] [role="tab"]').first()).toBeFocused()
    await page.keyboard.press('Escape')
    await expect(list(page)).toBeFocused()
  })
})

describe('what arrives', () => {
  it('appears on top by itself', async () => {
    const page = await openList()
    await post(window.host, '/arrived', { type: 'ping' })
    await expect(rows(page).first()).toContainText('/arrived', { timeout: 2_000 })
  })

  it('moves nothing while the list is scrolled, and waits behind a pill', async () => {
    const page = await openList()
    await scrollTo(page, 0.3)
    await expect.poll(async () => (await place(page)).id).not.toBe('')
    await page.waitForFunction(() => document.querySelectorAll('[role="listbox"] [data-request]').length > 20)
    const before = await place(page)
    for (let index = 0; index < 5; index += 1) await post(window.host, `/quiet/${index}`, {})
    const pill = page.getByRole('button', { name: '5 new', exact: true })
    await expect(pill).toBeVisible()
    expect(await place(page)).toEqual(before)
    await pill.click()
    await expect(rows(page).first()).toContainText('/quiet/4')
    await expect(pill).toBeHidden()
  })

  it('is counted while the list is paused', async () => {
    const page = await openList()
    await page.keyboard.press('l')
    const toggle = page.getByRole('button', { name: /Paused/ })
    await expect(toggle).toBeVisible()
    const before = await firstRow(page)
    await post(window.host, '/held/1', {})
    await post(window.host, '/held/2', {})
    await expect(page.getByRole('button', { name: '+2' })).toBeVisible()
    expect(await firstRow(page)).toBe(before)
    await page.getByRole('button', { name: '2 new', exact: true }).click()
    await expect(rows(page).first()).toContainText('/held/2')
    await page.keyboard.press('l')
    await post(window.host, '/live-again', {})
    await expect(rows(page).first()).toContainText('/live-again')
  })

  it('joins a filtered list only when it fits', async () => {
    const page = await openList()
    await filter(page).fill('path:/wanted*')
    await page.keyboard.press('Enter')
    await expect(page.getByText('No request fits this filter')).toBeVisible()
    await post(window.host, '/unwanted', {})
    await post(window.host, '/wanted/1', {})
    await expect(rows(page)).toHaveCount(1)
    await expect(rows(page).first()).toContainText('/wanted/1')
  })
})

describe('the filter', () => {
  it('completes fields and values from the keyboard', async () => {
    const page = await openList()
    await page.keyboard.press('/')
    await page.keyboard.type('meth')
    await page.keyboard.press('Tab')
    await expect(filter(page)).toHaveValue('method:')
    await expect(offers(page).getByRole('option', { name: 'PUT' })).toBeVisible()
    await page.keyboard.type('PU')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(filter(page)).toHaveValue('method:PUT ')
    await page.keyboard.press('Enter')
    await expect(rows(page).first()).toContainText('PUT')
    await expect(page).toHaveURL(/q=method%3APUT/)
  })

  it('says where a mistake is and keeps the list meanwhile', async () => {
    const page = await openList()
    const before = await firstRow(page)
    await filter(page).fill('sttus:4xx')
    await expect(page.getByRole('alert')).toContainText('status')
    await expect(filter(page)).toHaveAttribute('aria-invalid', 'true')
    expect(await firstRow(page)).toBe(before)
  })

  it('offers what was used before', async () => {
    const page = await openList()
    await filter(page).fill('status:5xx')
    await page.keyboard.press('Enter')
    await expect(rows(page).first()).toContainText('500')
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await expect(page.getByText('Recent')).toBeVisible()
    await offers(page).getByRole('option', { name: 'status:5xx' }).click()
    await expect(filter(page)).toHaveValue('status:5xx')
    await expect(rows(page).first()).toContainText('500')
  })

  it('takes a span of time drawn in the histogram, and by keys', async () => {
    const page = await openList()
    const plot = page.locator('svg[preserveAspectRatio="none"]')
    const box = (await plot.boundingBox())!
    await page.mouse.move(box.x + box.width * 0.25, box.y + 15)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.5, box.y + 15, { steps: 6 })
    await page.mouse.up()
    await expect(filter(page)).toHaveValue(/^after:\S+ before:\S+$/)
    await expect
      .poll(async () => Number(await rows(page).first().getAttribute('aria-setsize')))
      .toBeLessThan(count * 0.4)
    await page.getByRole('button', { name: 'Show all times' }).click()
    await expect(filter(page)).toHaveValue('')
    await page.getByRole('slider', { name: /^From/ }).focus()
    await page.keyboard.press('Shift+ArrowRight')
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await expect(filter(page)).toHaveValue(/^after:\S+ before:\S+$/)
  })
})

describe('several requests', () => {
  it('are marked, deleted together, and brought back', async () => {
    const page = await openList()
    for (let index = 0; index < 4; index += 1) await post(window.host, `/several/${index}`, {})
    await expect(rows(page).first()).toContainText('/several/3')
    await rows(page).nth(0).click()
    await rows(page)
      .nth(2)
      .click({ modifiers: ['Shift'] })
    const bar = page.getByRole('toolbar', { name: 'Marked requests' })
    await expect(bar).toContainText('3 marked')
    await page.keyboard.press('Delete')
    await expect(rows(page).first()).toContainText('/several/0')
    await expect(bar).toBeHidden()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(rows(page).first()).toContainText('/several/3')
  })

  it('two of them are compared', async () => {
    const page = await openList()
    const ids = await rows(page).evaluateAll((all) =>
      all.slice(0, 3).map((row) => (row as HTMLElement).dataset['request']),
    )
    await rows(page).nth(0).click()
    await rows(page)
      .nth(2)
      .click({ modifiers: ['Control'] })
    await page
      .getByRole('toolbar', { name: 'Marked requests' })
      .getByRole('button', { name: 'Compare' })
      .click()
    await expect(page).toHaveURL(new RegExp(`/all/${ids[0] ?? ''}/compare\\?with=${ids[2] ?? ''}`))
  })

  it('a pin shows in its row', async () => {
    const page = await openList()
    await rows(page).nth(1).click()
    await page.keyboard.press('p')
    await expect(rows(page).nth(1)).toHaveAccessibleName(/pinned/)
    await filter(page).fill('is:pinned')
    await expect(rows(page)).toHaveCount(1)
    await rows(page).first().click()
    await page.keyboard.press('p')
    await expect(rows(page).first()).not.toHaveAccessibleName(/pinned/)
  })

  it('all that a filter fits are deleted and brought back', async () => {
    const page = await openList()
    await filter(page).fill('status:500 path:/orders/*')
    await page.keyboard.press('Enter')
    await expect(rows(page).first()).toHaveAttribute('aria-setsize', String(count / 50))
    await list(page).focus()
    await page.keyboard.press('Control+a')
    await expect(page.getByRole('toolbar', { name: 'Marked requests' })).toContainText('2,000 marked')
    await page.keyboard.press('Delete')
    await expect(page.getByText('No request fits this filter')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(rows(page).first()).toHaveAttribute('aria-setsize', String(count / 50))
  })
})

it('had no error and broke no rule of its content security policy', () => {
  expect(window.problems).toEqual([])
})
