import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * The data folder: `chosen` (a command-line option), else HOOKBENCH_DATA, else where this system keeps an application's data
 * (Linux: XDG Base Directory Specification; macOS: ~/Library/Application Support; Windows: %APPDATA%). Always absolute.
 */
export function findDataFolder(
  chosen?: string,
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  const told = [chosen, env.HOOKBENCH_DATA].find((folder) => folder !== undefined && folder !== '')
  if (told !== undefined) return resolve(told)
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Hookbench')
  if (platform === 'win32') {
    return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Hookbench')
  }
  // A relative path in XDG_DATA_HOME is invalid and to be ignored, says the specification.
  const xdg = env.XDG_DATA_HOME
  return join(xdg?.startsWith('/') === true ? xdg : join(homedir(), '.local', 'share'), 'hookbench')
}
