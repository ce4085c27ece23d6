/** The Chromium that npm ships for Linux x64, unpacked once per user and version. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const require = createRequire(import.meta.url)

/**
 * Returns the executable, unpacking it first when need be (about 2 s, 211 MB).
 * It is unpacked beside its place and renamed into it, so that two test files may do this at once.
 */
export async function unpackNpmChromium(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`npm carries no Chromium for ${process.platform} ${process.arch}`)
  }
  const entry = require.resolve('@sparticuz/chromium')
  const root = join(dirname(entry), '..')
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'hookbench-tests')
  const place = join(cache, `chromium-${version}`)
  const executable = join(place, 'chromium')
  if (existsSync(executable)) return executable

  await mkdir(cache, { recursive: true, mode: 0o700 })
  const staging = await mkdtemp(join(cache, 'unpacking-'))
  try {
    await inflate(entry, join(root, 'bin'), staging)
    await writeFile(join(staging, 'fonts', 'fonts.conf'), fontsConf(join(place, 'fonts')))
    await rename(staging, place).catch((error: unknown) => {
      // Somebody else was faster: theirs is as good.
      if (!existsSync(executable)) throw error
    })
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
  return executable
}

/** The package unpacks into the folder for temporary files, and only there: so a child process gets its own. */
async function inflate(entry: string, packed: string, target: string): Promise<void> {
  const script = `
    const { inflate } = await import(${JSON.stringify(pathToFileURL(entry).href)})
    for (const name of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'])
      await inflate(${JSON.stringify(`${packed}/`)} + name)`
  await run(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TMPDIR: target },
  })
}

/** What the executable lacks on this machine: libraries (NSS) and fonts. Those of the system come first. */
export async function npmChromiumEnv(executable: string): Promise<Record<string, string>> {
  const folder = dirname(executable)
  const env: Record<string, string> = {}
  const { stdout } = await run('ldd', [executable]).catch(() => ({ stdout: 'not found' }))
  if (stdout.includes('not found')) {
    const own = join(folder, 'al2023', 'lib')
    env['LD_LIBRARY_PATH'] = [own, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':')
  }
  if (!existsSync('/etc/fonts/fonts.conf')) env['FONTCONFIG_FILE'] = join(folder, 'fonts', 'fonts.conf')
  return env
}

function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>${folder}</dir><cachedir>${join(folder, 'cache')}</cachedir></fontconfig>
`
}
