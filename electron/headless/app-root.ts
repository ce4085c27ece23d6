import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folder that holds package.json and out/: two up, from the sources (electron/headless) as from the build (out/main). */
const root = join(import.meta.dirname, '..', '..')

/** Where the built window lies. */
export const rendererFolder = join(root, 'out', 'renderer')

export function readVersion(): string {
  const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return about.version
}
