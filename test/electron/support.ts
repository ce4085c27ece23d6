import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll } from 'vitest'
import type { HookbenchBridge } from '../../shared/contract/bridge.ts'
import type { ReplyEnvelope } from '../../shared/contract/envelope.ts'
import { ensureBuilt, projectRoot } from '../support/built.ts'
import { launchShell, type LaunchOptions, type Shell } from '../support/electron-stand-in/launch.ts'
import type { Page } from 'playwright'

declare global {
  interface Window {
    hookbench?: HookbenchBridge
  }
}

/** `HOOKBENCH_TEST_MAIN` names another main file than the built one, e.g. that of an unpacked package. */
export const builtMain = process.env.HOOKBENCH_TEST_MAIN ?? join(projectRoot, 'out/main/main.js')

/** Folders and shells of one test, gone after it. */
export function useShells() {
  const shells: Shell[] = []
  const folders: string[] = []
  beforeAll(ensureBuilt, 120_000)
  afterEach(async () => {
    await Promise.all(shells.splice(0).map((shell) => shell.dispose()))
    await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
  })
  const newFolder = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'hookbench-shell-'))
    folders.push(folder)
    return folder
  }
  const launch = async (data: string, options: Partial<LaunchOptions> = {}): Promise<Shell> => {
    const args = ['--data', data, '--port', '0', ...(options.args ?? [])]
    const shell = await launchShell({ main: builtMain, ...options, args })
    shells.push(shell)
    return shell
  }
  return { newFolder, launch }
}

/** A call from the page over the bridge, as the renderer makes it. */
export function callFrom(page: Page, name: string, input: unknown): Promise<ReplyEnvelope> {
  return page.evaluate(
    ([called, given]) =>
      window.hookbench!.request({ id: `test-${Math.random()}`, name: called as string, input: given }),
    [name, input],
  )
}

/** The value of a call that must go well. */
export async function valueFrom<T>(page: Page, name: string, input: unknown = {}): Promise<T> {
  const reply = await callFrom(page, name, input)
  if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
  return reply.value as T
}
