import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { post, startWindow, type TestWindow } from './window.ts'

let empty: TestWindow
let filled: TestWindow
beforeAll(async () => {
  empty = await startWindow()
  filled = await startWindow()
  await post(filled.host, '/stripe', {
    id: 'evt_1',
    object: 'event',
    type: 'charge.failed',
    data: { object: {} },
  })
  await post(filled.host, '/plain?page=2', { hello: 'world' }, { authorization: 'Bearer a.b.c' })
  await fetch(new URL('/nobody/here', filled.host.receiverUrl), { method: 'DELETE' })
}, 240_000)
afterAll(() => Promise.all([empty.close(), filled.close()]))

/** What axe finds serious or worse, in words. */
async function findings(page: Page): Promise<string[]> {
  // Colours are judged once nothing fades any more.
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
    return Promise.all(ending.map((animation) => animation.finished.catch(() => null)))
  })
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'])
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary ?? ''}`),
    )
}

const states: Record<string, (page: Page) => Promise<void>> = {
  'the list': (page) => page.getByRole('option').first().waitFor(),
  'an open request': async (page) => {
    await page.getByRole('option').first().click()
    await page.locator('[data-pane="detail"] [role="tab"]').first().waitFor()
  },
  'marked requests': async (page) => {
    await page.getByRole('option').first().click()
    await page
      .getByRole('option')
      .nth(1)
      .click({ modifiers: ['Control'] })
    await page.getByRole('toolbar', { name: 'Marked requests' }).waitFor()
  },
  'a filter with its offers': async (page) => {
    await page.keyboard.press('/')
    await page.keyboard.type('me')
    await page.getByRole('listbox', { name: 'What may be written' }).waitFor()
  },
  'a filter with a mistake': async (page) => {
    await page.getByRole('combobox', { name: 'Filter requests' }).fill('sttus:4xx')
    await page.getByRole('alert').waitFor()
  },
  'nothing fits': async (page) => {
    await page.getByRole('combobox', { name: 'Filter requests' }).fill('nosuchword')
    await page.getByText('No request fits this filter').waitFor()
  },
  Unmatched: async (page) => {
    await page.getByRole('button', { name: /^Unmatched/ }).click()
    await page.getByRole('option').first().waitFor()
  },
  'the palette': async (page) => {
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog').waitFor()
  },
  'the shortcuts': async (page) => {
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()
  },
  'the settings': async (page) => {
    await page.keyboard.press('2')
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  },
  'the log': async (page) => {
    await page.keyboard.press('Control+j')
    await page.getByRole('region', { name: 'Log' }).waitFor()
  },
  'the samples': async (page) => {
    await page.getByRole('button', { name: 'Send a sample' }).click()
    await page.getByRole('menuitem').first().hover()
    await page.getByRole('menu').nth(1).waitFor()
  },
  'the receiver': async (page) => {
    await page.getByRole('button', { name: /^Listening on/ }).click()
    await page.getByRole('dialog', { name: 'Receiver' }).waitFor()
  },
}
for (const tab of ['Answer', 'General', 'Handshakes', 'Retention', 'Secrets']) {
  states[`the endpoint's settings: ${tab}`] = async (page) => {
    await page.getByText('My endpoint').first().waitFor()
    await page.keyboard.press('e')
    await page.getByRole('tab', { name: tab }).click()
    await page.getByRole('tabpanel', { name: tab }).waitFor()
  }
}

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
  it.each(Object.entries(states))('%s can be used by everyone', async (_name, reach) => {
    const page = await filled.open({ theme })
    await page.getByRole('option').first().waitFor()
    await reach(page)
    expect(await findings(page)).toEqual([])
    await page.context().close()
  })

  it('the first run can be used by everyone', async () => {
    const page = await empty.open({ theme })
    await page.getByRole('region', { name: 'First request' }).waitFor()
    expect(await findings(page)).toEqual([])
    await page.context().close()
  })

  it('everything fits into a small window', async () => {
    const page = await filled.open({ theme, size: { width: 1024, height: 700 } })
    await page.getByRole('option').first().click()
    await page.locator('[data-pane="detail"] [role="tab"]').first().waitFor()
    expect(await findings(page)).toEqual([])
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
    for (const name of ['Send a sample', 'Live']) {
      const box = (await page.getByRole('button', { name }).boundingBox())!
      expect(box.x + box.width).toBeLessThanOrEqual(1024)
    }
    await page.context().close()
  })
})
