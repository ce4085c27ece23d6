import { rm } from 'node:fs/promises'
import { expect } from 'playwright/test'
import { afterAll, beforeAll, it } from 'vitest'
import { startTestHost, type TestHost } from '../support/host.ts'
import { post, startWindow, type TestWindow } from './window.ts'

let window: TestWindow
let next: TestHost | null = null
beforeAll(async () => {
  window = await startWindow()
}, 200_000)
afterAll(async () => {
  const { dataFolder } = window.host
  await window.browser.close()
  await next?.stop()
  await rm(dataFolder, { recursive: true, force: true })
})

it('says that the host is away and keeps what is on screen, then that a new run needs its own address', async () => {
  await post(window.host, '/before', {})
  const page = await window.open()
  const row = page.getByRole('option', { name: /POST \/before/ })
  await row.waitFor()

  await window.host.kill()
  await expect(page.getByText('Hookbench does not answer. What is on screen')).toBeVisible()
  await expect(page.getByRole('contentinfo')).toContainText('Hookbench does not answer')
  await expect(row).toBeVisible()

  const { port } = new URL(window.host.uiUrl)
  next = await startTestHost({ dataFolder: window.host.dataFolder, args: ['--ui-port', port] })
  await expect(page.getByText('this page belongs to the run before')).toBeVisible({ timeout: 15_000 })

  await page.goto(next.uiUrl)
  await expect(row).toBeVisible()
  await post(next, '/after', {})
  await expect(page.getByRole('option', { name: /POST \/after/ })).toBeVisible()
})
