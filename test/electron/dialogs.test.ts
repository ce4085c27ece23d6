import { readFile, readdir, writeFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright'
import { expect, test, vi } from 'vitest'
import type { HookbenchBridge } from '../../shared/contract/bridge.ts'
import type { DialogQuestion } from '../../shared/contract/dialogs.ts'
import type { Endpoint } from '../../shared/domain/endpoint.ts'
import type { RequestId } from '../../shared/domain/ids.ts'
import type { Shell } from '../support/electron-stand-in/launch.ts'
import { useShells, valueFrom } from './support.ts'

declare const hookbench: HookbenchBridge

// Each test starts the app, some three times, each with a browser of its own.
vi.setConfig({ testTimeout: 90_000 })

const { newFolder, launch } = useShells()

async function start(): Promise<{ shell: Shell; page: Page; folder: string; url: string }> {
  const folder = await newFolder()
  const shell = await launch(join(folder, 'data'), { env: { STAND_IN_DOWNLOADS: join(folder, 'downloads') } })
  const page = await shell.page()
  const [endpoint] = await valueFrom<Endpoint[]>(page, 'endpoints.list')
  return { shell, page, folder, url: endpoint!.url! }
}

function ask(page: Page, question: DialogQuestion) {
  return page.evaluate((given) => hookbench.dialog(given), question)
}

async function capture(
  page: Page,
  url: string,
  body: Uint8Array<ArrayBuffer>,
  headers = {},
): Promise<RequestId> {
  expect((await fetch(url, { method: 'POST', body, headers })).status).toBe(200)
  return (await valueFrom<{ newest: RequestId }>(page, 'requests.list')).newest
}

test('saves a body of several pieces byte for byte where the user says', async () => {
  const { shell, page, folder, url } = await start()
  const body = Uint8Array.from({ length: 17_000_001 }, (_, index) => (index * 31 + (index >> 8)) % 256)
  const requestId = await capture(page, url, body)
  const target = join(folder, 'saved.bin')
  await writeFile(target, 'what was there before')
  await shell.ask('answer', { canceled: false, filePath: target })
  const suggestedName = '../../evil:name?.bin'
  expect(await ask(page, { kind: 'save-body', requestId, suggestedName })).toEqual({
    ok: true,
    value: { path: target },
  })
  expect(Buffer.compare(await readFile(target), body)).toBe(0)
  const { asked } = await shell.ask('look')
  expect(asked[0]).toMatchObject({
    kind: 'showSaveDialog',
    options: { defaultPath: join(folder, 'downloads', 'evil_name_.bin') },
  })
  expect(await readdir(folder)).toEqual(['data', 'saved.bin'])
})

test('saves a compressed body as it came, or decoded', async () => {
  const { shell, page, folder, url } = await start()
  const text = 'the same again and '.repeat(500)
  const packed = new Uint8Array(gzipSync(text))
  const requestId = await capture(page, url, packed, { 'content-encoding': 'gzip' })
  const raw = join(folder, 'raw.gz')
  await shell.ask('answer', { canceled: false, filePath: raw })
  await ask(page, { kind: 'save-body', requestId, suggestedName: 'x' })
  expect(Buffer.compare(await readFile(raw), packed)).toBe(0)
  const decoded = join(folder, 'decoded.txt')
  await shell.ask('answer', { canceled: false, filePath: decoded })
  await ask(page, { kind: 'save-body', requestId, decoded: true, suggestedName: 'x' })
  expect(await readFile(decoded, 'utf8')).toBe(text)
})

test('saves a text, and does nothing when the user thinks better of it', async () => {
  const { shell, page, folder } = await start()
  const target = join(folder, 'text.json')
  await shell.ask('answer', { canceled: false, filePath: target })
  const question = { kind: 'save-text', text: '{"ü":1}', suggestedName: 'a.json' } as const
  expect(await ask(page, question)).toEqual({ ok: true, value: { path: target } })
  expect(await readFile(target, 'utf8')).toBe('{"ü":1}')
  await shell.ask('answer', { canceled: true, filePath: '' })
  expect(await ask(page, question)).toEqual({ ok: true, value: null })
  expect(await readdir(folder)).toEqual(['data', 'text.json'])
})

test('chooses a file to answer with', async () => {
  const { shell, page } = await start()
  await shell.ask('answer', { canceled: false, filePaths: ['/home/me/answer.json'] })
  const question = { kind: 'open-file', title: 'Answer with a file' } as const
  expect(await ask(page, question)).toEqual({ ok: true, value: { path: '/home/me/answer.json' } })
  await shell.ask('answer', { canceled: true, filePaths: [] })
  expect(await ask(page, question)).toEqual({ ok: true, value: null })
})

test('says what went wrong when a file can not be written, and leaves nothing behind', async () => {
  const { shell, page, folder, url } = await start()
  const requestId = await capture(page, url, new Uint8Array([1]))
  const target = join(folder, 'taken')
  await mkdir(target)
  await shell.ask('answer', { canceled: false, filePath: target })
  expect(await ask(page, { kind: 'save-body', requestId, suggestedName: 'x' })).toMatchObject({
    ok: false,
    error: { code: 'file.failed', message: expect.stringContaining(target) as string },
  })
  expect(await readdir(folder)).toEqual(['data', 'taken'])

  const missing = 999_999 as RequestId
  await shell.ask('answer', { canceled: false, filePath: join(folder, 'never') })
  expect(await ask(page, { kind: 'save-body', requestId: missing, suggestedName: 'x' })).toMatchObject({
    ok: false,
    error: { code: 'not-found' },
  })
  expect(await ask(page, { kind: 'format-disk' } as never)).toMatchObject({
    ok: false,
    error: { code: 'input.invalid' },
  })
  expect(await readdir(folder)).toEqual(['data', 'taken'])
})
