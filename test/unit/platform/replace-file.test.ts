import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { replaceFile, replaceFileSync } from '../../../electron/platform/replace-file.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hookbench-replace-'))))
afterEach(() => rmSync(folder, { recursive: true }))

// eslint-disable-next-line @typescript-eslint/require-await -- a file takes its content from an async source
async function* pieces(...texts: (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    if (text instanceof Error) throw text
    yield Buffer.from(text)
  }
}

describe('replacing a file', () => {
  test('puts the new content in the place of the old', async () => {
    const file = join(folder, 'a')
    replaceFileSync(file, 'one')
    expect(readFileSync(file, 'utf8')).toBe('one')
    expect(statSync(file).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600)
    await replaceFile(file, pieces('two ', '', 'and three'))
    expect(readFileSync(file, 'utf8')).toBe('two and three')
    expect(readdirSync(folder)).toEqual(['a'])
  })

  test('writes an empty file when nothing comes', async () => {
    await replaceFile(join(folder, 'empty'), pieces())
    expect(readFileSync(join(folder, 'empty'))).toHaveLength(0)
  })

  test('keeps the old file whole, and no draft, when the content breaks off', async () => {
    const file = join(folder, 'a')
    writeFileSync(file, 'old')
    await expect(replaceFile(file, pieces('new', new Error('broke off')))).rejects.toThrow('broke off')
    expect(readFileSync(file, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['a'])
  })

  test('fails without a trace where there is no such folder or a folder is in the way', async () => {
    await expect(replaceFile(join(folder, 'none', 'a'), pieces('x'))).rejects.toThrow('ENOENT')
    expect(() => replaceFileSync(folder, 'x')).toThrow()
    expect(readdirSync(folder)).toEqual([])
  })
})
