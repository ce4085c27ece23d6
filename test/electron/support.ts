import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll } from 'vitest'
import type { HookbenchBridge } from '../../shared/contract/bridge.ts'
import type { ReplyEnvelope } from '../../shared/contract/envelope.ts'
import { ensureBuilt, projectRoot } from '../support/built.ts'
import { launchShell, type LaunchOptions, type Shell } from '../support/electron-stand-in/launch.ts'
import type { Page } from 'playwright'

/** `window.hookbench`, for functions that run in the page. */
declare const hookbench: HookbenchBridge

/** `HOOKBENCH_TEST_MAIN` names another main file than that of the project's build, e.g. that of an unpacked package. */
const ownMain = process.env.HOOKBENCH_TEST_MAIN
export const builtMain = ownMain ?? join(projectRoot, 'out/main/main.js')

export function ensureMain(): void {
  if (ownMain === undefined) ensureBuilt()
}

export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'hookbench-shell-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** Folders and shells of one test, gone after it. */
export function useShells() {
  const ends: (() => Promise<void>)[] = []
  beforeAll(ensureMain, 120_000)
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
  })
  return {
    newFolder: async (): Promise<string> => {
      const folder = await temporaryFolder()
      ends.push(folder.remove)
      return folder.path
    },
    launch: async (data: string, options: Partial<LaunchOptions> = {}): Promise<Shell> => {
      const args = ['--data', data, '--port', '0', ...(options.args ?? [])]
      const shell = await launchShell({ main: builtMain, ...options, args })
      ends.push(() => shell.dispose())
      return shell
    },
  }
}

/** A call from the page over the bridge, as the renderer makes it. */
export function callFrom(page: Page, name: string, input: unknown): Promise<ReplyEnvelope> {
  return page.evaluate(
    ([called, given]) =>
      hookbench.request({ id: `test-${Math.random()}`, name: called as string, input: given }),
    [name, input],
  )
}

/** The value of a call that must go well. */
export async function valueFrom<T>(page: Page, name: string, input: unknown = {}): Promise<T> {
  const reply = await callFrom(page, name, input)
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
  return reply.value as T
}
