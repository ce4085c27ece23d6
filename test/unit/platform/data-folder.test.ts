import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findDataFolder } from '../../../electron/platform/data-folder.ts'

describe('the data folder', () => {
  it('is where each system keeps an application’s data', () => {
    expect(findDataFolder(undefined, {}, 'linux')).toBe(join(homedir(), '.local/share/hookbench'))
    expect(findDataFolder(undefined, { XDG_DATA_HOME: '/x/data' }, 'linux')).toBe('/x/data/hookbench')
    expect(findDataFolder(undefined, { XDG_DATA_HOME: 'relative' }, 'linux')).toBe(
      join(homedir(), '.local/share/hookbench'),
    )
    expect(findDataFolder(undefined, {}, 'darwin')).toBe(
      join(homedir(), 'Library/Application Support/Hookbench'),
    )
    expect(findDataFolder(undefined, { APPDATA: '/roaming' }, 'win32')).toBe('/roaming/Hookbench')
  })

  it('is what HOOKBENCH_DATA says, and before that what the command says', () => {
    const env = { HOOKBENCH_DATA: '/from/env', XDG_DATA_HOME: '/x/data' }
    expect(findDataFolder(undefined, env, 'linux')).toBe('/from/env')
    expect(findDataFolder('here', env, 'linux')).toBe(resolve('here'))
    expect(findDataFolder('', { HOOKBENCH_DATA: '' }, 'darwin')).toMatch(/Hookbench$/)
  })
})
