import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The mark that the fuses follow in Electron's executable (@electron/fuses). */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** A folder in the shape of Electron's distribution for Linux, for packaging without Electron. The executable does not run. */
export function makeElectronDist(folder: string, version: string): void {
  mkdirSync(join(folder, 'resources'), { recursive: true })
  mkdirSync(join(folder, 'locales'))
  // After the mark: format 1, nine fuses, each '0' or '1'.
  writeFileSync(join(folder, 'electron'), `#!stand-in\n${fuseSentinel}\u0001\u0009010110011\n`, {
    mode: 0o755,
  })
  writeFileSync(join(folder, 'version'), version)
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'locales/en-US.pak']) {
    writeFileSync(join(folder, name), '')
  }
}
