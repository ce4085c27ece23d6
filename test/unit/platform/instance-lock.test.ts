import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readInstanceInfo } from '../../../electron/platform/instance-info.ts'
import { lockInstance } from '../../../electron/platform/instance-lock.ts'
import { takeFolder } from '../../../electron/platform/take-folder.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookbench-lock-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

const module = join(import.meta.dirname, '../../../electron/platform/instance-lock.ts')

/** A process that takes the folder and holds it until it is killed. */
async function holdElsewhere(host: string) {
  const script = `
    const { lockInstance } = await import(${JSON.stringify(module)})
    lockInstance(${JSON.stringify(folder)}, ${JSON.stringify(host)}, Date.now())
    console.log('held')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  return {
    pid: child.pid!,
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

describe('the lock of a data folder', () => {
  it('is held by one process, which tells who it is', async () => {
    const holder = await holdElsewhere('desktop')
    expect(() => lockInstance(folder, 'headless', 0)).toThrow(
      expect.objectContaining({
        code: 'conflict',
        message: expect.stringMatching(
          new RegExp(`held by the desktop app \\(process ${holder.pid}, since \\d{4}-`),
        ) as string,
      }),
    )
    await holder.kill()
  })

  it('ends with the process, however it ends, and what it told is replaced', async () => {
    const holder = await holdElsewhere('headless')
    await holder.kill()
    expect(readInstanceInfo(folder)?.pid).toBe(holder.pid)
    const lock = lockInstance(folder, 'headless', 5)
    expect(readInstanceInfo(folder)).toEqual({
      pid: process.pid,
      host: 'headless',
      startedAt: 5,
      ui: null,
      receiver: null,
      token: null,
    })
    lock.announce({ ui: 'http://127.0.0.1:1', receiver: null, token: 't' })
    expect(readInstanceInfo(folder)).toMatchObject({ ui: 'http://127.0.0.1:1', token: 't', startedAt: 5 })
    expect(statSync(join(folder, 'instance.json')).mode & 0o777).toBe(0o600)
    lock.release()
    lock.release()
    lock.announce({ ui: null, receiver: null, token: null })
    expect(readdirSync(folder)).toEqual(['lock.db'])
    lockInstance(folder, 'headless', 0).release()
  })

  it('is one a process, too', () => {
    const lock = lockInstance(folder, 'headless', 0)
    expect(() => lockInstance(folder, 'headless', 0)).toThrow(expect.objectContaining({ code: 'conflict' }))
    // The failed attempt must not have let go of it.
    expect(() => lockInstance(folder, 'headless', 0)).toThrow(expect.objectContaining({ code: 'conflict' }))
    lock.release()
  })

  it('waits for the end of a command, but not of an instance', async () => {
    const command = await holdElsewhere('command')
    const taken = takeFolder(folder, 'headless', 0)
    await command.kill()
    const lock = await taken
    await expect(takeFolder(folder, 'headless', 0)).rejects.toMatchObject({ code: 'conflict' })
    lock.release()
  })

  it('says when the folder can not be used', () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    expect(() => lockInstance(join(file, 'x'), 'headless', 0)).toThrow(
      expect.objectContaining({ code: 'file.failed', message: expect.stringContaining('--data') as string }),
    )
  })

  it('takes a damaged instance file for none', () => {
    for (const text of ['', '{', '{"pid":"x"}', 'null']) {
      writeFileSync(join(folder, 'instance.json'), text)
      expect(readInstanceInfo(folder)).toBeNull()
    }
  })
})
