import type { Browser, BrowserContext, Page } from 'playwright'
import { launchBrowser } from '../support/browser.ts'
import { ensureBuilt } from '../support/built.ts'
import { startTestHost, type TestHost, type TestHostOptions } from '../support/host.ts'

export interface PageOptions {
  readonly theme?: 'light' | 'dark'
  readonly size?: { width: number; height: number }
  /** After the page's address, e.g. `#/settings`. */
  readonly hash?: string
}

export interface TestWindow {
  readonly host: TestHost
  readonly browser: Browser
  /** A page of its own, with nothing remembered. What goes wrong in it is kept in `problems`. */
  open(options?: PageOptions): Promise<Page>
  /** Errors and refusals by the content security policy, of all pages so far. */
  readonly problems: string[]
  close(): Promise<void>
}

/** The built window on a real host, in a real browser. */
export async function startWindow(options: TestHostOptions = {}): Promise<TestWindow> {
  ensureBuilt()
  const [host, browser] = await Promise.all([startTestHost(options), launchBrowser()])
  const problems: string[] = []
  const contexts: BrowserContext[] = []
  return {
    host,
    browser,
    problems,
    async open({ theme = 'light', size = { width: 1440, height: 900 }, hash = '' } = {}) {
      const context = await browser.newContext({
        viewport: size,
        colorScheme: theme,
        permissions: ['clipboard-read', 'clipboard-write'],
      })
      contexts.push(context)
      const page = await context.newPage()
      page.setDefaultTimeout(8_000)
      page.on('pageerror', (error) => problems.push(`page error: ${error.message}`))
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          problems.push(`${message.type()}: ${message.text()}`)
      })
      await page.goto(host.uiUrl + hash)
      await page
        .getByRole('navigation', { name: 'Endpoints' })
        .or(page.getByRole('heading', { name: 'Settings' }))
        .first()
        .waitFor()
      return page
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()))
      await browser.close()
      await host.stop()
    },
  }
}

/** Sends a request to the first endpoint. */
export async function post(
  host: TestHost,
  path: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const [endpoint] = await host.client.call('endpoints.list', {})
  if (endpoint?.url == null) throw new Error('There is no endpoint that listens.')
  return fetch(endpoint.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
}
