import { execFile } from 'node:child_process'
import { readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '../../shared/domain/endpoint.ts'
import { extractAsar, readAsar, type ArchivedFile } from '../support/asar.ts'
import { ensureBuilt, projectRoot } from '../support/built.ts'
import { makeElectronDist } from '../support/electron-dist.ts'
import { launchShell } from '../support/electron-stand-in/launch.ts'
import { temporaryFolder, valueFrom } from './support.ts'

const run = promisify(execFile)
const require = createRequire(import.meta.url)

const linuxX64 = process.platform === 'linux' && process.arch === 'x64'

describe.runIf(linuxX64)('the package for Linux, made around a stand-in for Electron', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let unpacked: string
  let files: ArchivedFile[]

  beforeAll(async () => {
    ensureBuilt()
    folder = await temporaryFolder()
    const dist = join(folder.path, 'electron')
    const { version } = require('electron/package.json') as { version: string }
    makeElectronDist(dist, version)
    const builder = join(projectRoot, 'node_modules/electron-builder/cli.js')
    const output = join(folder.path, 'out')
    await run(
      process.execPath,
      [
        builder,
        '--config',
        'electron-builder.config.cjs',
        '--linux',
        'dir',
        `-c.electronDist=${dist}`,
        `-c.directories.output=${output}`,
      ],
      { cwd: projectRoot },
    )
    unpacked = join(output, 'linux-unpacked')
    files = readAsar(join(unpacked, 'resources/app.asar'))
  }, 120_000)

  afterAll(() => folder.remove())

  test('holds the build, the native module and nothing else', () => {
    const strange = files.filter(
      ({ path }) =>
        !/^(package\.json|LICENSE|out\/(main|preload|renderer)\/.+|node_modules\/better-sqlite3\/(package\.json|LICENSE|lib\/.+|prebuilds\/.+))$/.test(
          path,
        ),
    )
    expect(strange.map(({ path }) => path)).toEqual([])
    const names = files.map(({ path }) => path)
    for (const needed of [
      'out/main/main.js',
      'out/main/store-worker.js',
      'out/preload/preload.cjs',
      'out/renderer/index.html',
    ]) {
      expect(names).toContain(needed)
    }
    expect(names.filter((path) => path.endsWith('.map') || path.endsWith('.ts'))).toEqual([])
  })

  test('has the one prebuilt module of this system outside of the archive, and what the threads load', () => {
    const outside = files.filter((file) => file.unpacked).map((file) => file.path)
    expect(outside.filter((path) => path.endsWith('.node'))).toEqual([
      'node_modules/better-sqlite3/prebuilds/linux-x64.node',
    ])
    const threads = files.map((file) => file.path).filter((path) => /^out\/main\/.*worker\.js$/.test(path))
    expect(threads).toContain('out/main/store-worker.js')
    expect(outside).toEqual(expect.arrayContaining(['package.json', ...threads]))
    expect(outside.filter((path) => path.startsWith('out/renderer') || path === 'out/main/main.js')).toEqual(
      [],
    )
    expect(files.every((file) => file.hasIntegrity)).toBe(true)
  })

  test('does not carry along a Node of its own, nor tests or sources', () => {
    const everything = readdirSync(unpacked, { recursive: true, encoding: 'utf8' })
    expect(everything.filter((path) => /node-linux|electron\/main|(^|\/)test\//.test(path))).toEqual([])
    const size = statSync(join(unpacked, 'resources/app.asar')).size
    expect(size, 'bytes of the archive').toBeLessThan(40_000_000)
  })

  test('has the fuses set: no Node from outside, code from the archive only', () => {
    const binary = readFileSync(join(unpacked, 'hookbench')).toString('latin1')
    const at = binary.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 32
    const fuses = binary.slice(at + 2, at + 2 + binary.charCodeAt(at + 1))
    const names = [
      'runAsNode',
      'cookieEncryption',
      'nodeOptions',
      'nodeCliInspect',
      'asarIntegrity',
      'onlyLoadAppFromAsar',
      'browserSnapshot',
      'fileProtocolPrivileges',
    ]
    const set = Object.fromEntries(names.map((name, index) => [name, fuses[index]]))
    expect(set).toMatchObject({
      runAsNode: '0',
      cookieEncryption: '1',
      nodeOptions: '0',
      nodeCliInspect: '0',
      asarIntegrity: '1',
      onlyLoadAppFromAsar: '1',
      fileProtocolPrivileges: '0',
    })
  })

  test('starts, with the threads of its store, from the archive alone', async () => {
    const app = join(folder.path, 'install', 'app.asar')
    extractAsar(join(unpacked, 'resources/app.asar'), app)
    // A thread that were loaded from within the archive would not find its module.
    for (const name of readdirSync(join(app, 'out/main'))) {
      if (name.endsWith('worker.js')) rmSync(join(app, 'out/main', name))
    }
    const shell = await launchShell({
      main: join(app, 'out/main/main.js'),
      args: ['--data', join(folder.path, 'data'), '--port', '0'],
      env: { STAND_IN_PACKAGED: '1', ELECTRON_RENDERER_URL: 'http://127.0.0.1:9/' },
    })
    try {
      const page = await shell.page()
      await page.locator('#root > *').first().waitFor()
      const [endpoint] = await valueFrom<Endpoint[]>(page, 'endpoints.list')
      expect((await fetch(endpoint!.url!, { method: 'POST', body: 'packaged' })).status).toBe(200)
      expect(await valueFrom(page, 'requests.list')).toMatchObject({ items: [{ bodySize: 8 }] })
      expect((await shell.ask('look')).violations).toEqual([])
    } finally {
      await shell.dispose()
    }
  })
})
