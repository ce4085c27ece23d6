/**
 * One way to a real Chromium for every browser test. In this order: TEST_BROWSER (a path, or `playwright`, `system`,
 * `npm`), Playwright's own browser, an installed Chrome, Chromium or Edge, the one from npm (Linux x64 only).
 * A test never skips because there is no browser: it fails and says what was tried.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium, type LaunchOptions } from 'playwright'
import { npmChromiumEnv, unpackNpmChromium } from './npm-chromium.ts'

const run = promisify(execFile)

interface Candidate {
  readonly name: string
  /** The executable; throws when this candidate is not to be had here. */
  locate(): Promise<string>
  env?(executable: string): Promise<Record<string, string>>
}

const quietArgs = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
]

const systemNames = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  'chrome.exe',
  'msedge.exe',
]

function systemPaths(): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const inPath = folders.flatMap((folder) => systemNames.map((name) => join(folder, name)))
  const windows = [process.env['ProgramFiles'], process.env['ProgramFiles(x86)'], process.env['LOCALAPPDATA']]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ])
  const mac = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  )
  return [...inPath, ...windows, ...mac]
}

function existing(path: string): Promise<string> {
  return existsSync(path) ? Promise.resolve(path) : Promise.reject(new Error(`no file ${path}`))
}

const candidates: Record<'playwright' | 'system' | 'npm', Candidate> = {
  playwright: { name: "Playwright's own browser", locate: () => existing(chromium.executablePath()) },
  system: {
    name: 'an installed Chrome, Chromium or Edge',
    locate: () => {
      const found = systemPaths().find((path) => existsSync(path))
      return found === undefined ? Promise.reject(new Error('none in PATH')) : Promise.resolve(found)
    },
  },
  npm: { name: '@sparticuz/chromium', locate: unpackNpmChromium, env: npmChromiumEnv },
}

function chosen(): Candidate[] {
  const wish = process.env['TEST_BROWSER'] ?? ''
  if (wish === '') return Object.values(candidates)
  if (wish === 'playwright' || wish === 'system' || wish === 'npm') return [candidates[wish]]
  return [{ name: `TEST_BROWSER=${wish}`, locate: () => existing(wish) }]
}

/** Root may not use Chromium's sandbox, and a kernel without user namespaces can't offer it. */
async function sandboxArgs(): Promise<string[]> {
  if (process.platform !== 'linux') return []
  if (process.getuid?.() === 0) return ['--no-sandbox']
  const works = await run('unshare', ['--user', 'true']).then(
    () => true,
    () => false,
  )
  return works ? [] : ['--no-sandbox']
}

/** Launches a headless Chromium. The caller closes it. Throws an error that lists what was tried. */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Browser> {
  const tried: string[] = []
  for (const candidate of chosen()) {
    try {
      const executablePath = await candidate.locate()
      const extra = (await candidate.env?.(executablePath)) ?? {}
      return await chromium.launch({
        ...options,
        executablePath,
        args: [...quietArgs, ...(await sandboxArgs()), ...(options.args ?? [])],
        env: { ...definedEnv(), ...extra, ...options.env },
      })
    } catch (error) {
      tried.push(`- ${candidate.name}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Error(
    `No browser could be started for the tests. Tried:\n${tried.join('\n')}\nInstall Chrome or Chromium, run "npx playwright install chromium", or set TEST_BROWSER to an executable.`,
  )
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  )
}
