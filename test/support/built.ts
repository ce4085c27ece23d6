import { createRequire } from 'node:module'
import { join } from 'node:path'

export const projectRoot = join(import.meta.dirname, '..', '..')

const builder = createRequire(import.meta.url)('../../electron/headless/launch/build.cjs') as {
  ensureBuilt(root: string): void
}

/** Builds the app when there is no build or it is older than the sources; waits where another process builds already. */
export function ensureBuilt(): void {
  builder.ensureBuilt(projectRoot)
}
