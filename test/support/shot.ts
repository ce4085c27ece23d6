/**
 * A picture of a page, for eyes:
 * node test/support/shot.ts <url> <out.png> [--theme dark|light] [--size 1440x900] [--wait CSS] [--click CSS]… [--full]
 */
import { parseArgs } from 'node:util'
import { launchBrowser } from './browser.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    theme: { type: 'string', default: 'light' },
    size: { type: 'string', default: '1440x900' },
    wait: { type: 'string' },
    click: { type: 'string', multiple: true, default: [] },
    full: { type: 'boolean', default: false },
  },
})
const [url, out] = positionals
const [width, height] = values.size.split('x').map(Number)
if (url === undefined || out === undefined || !width || !height) {
  throw new Error(
    'Usage: shot.ts <url> <out.png> [--theme dark|light] [--size 1440x900] [--wait CSS] [--click CSS] [--full]',
  )
}

const browser = await launchBrowser()
try {
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme: values.theme === 'dark' ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
  page.on('console', (message) => console.error(`[${message.type()}] ${message.text()}`))
  page.on('pageerror', (error) => console.error(`[page error] ${error.message}`))
  await page.goto(url)
  await page
    .waitForLoadState('networkidle', { timeout: 5_000 })
    .catch(() => console.error('[shot] network not idle after 5 s'))
  if (values.wait !== undefined) await page.waitForSelector(values.wait)
  for (const selector of values.click) await page.click(selector)
  await page.screenshot({ path: out, fullPage: values.full })
} finally {
  await browser.close()
}
