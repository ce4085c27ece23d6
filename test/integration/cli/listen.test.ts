import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { unmatchedEndpointId } from '#shared/domain/ids.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { firstLine, spawnCli } from '../../support/cli.ts'
import { startTestHost, type TestHost } from '../../support/host.ts'

const folders: string[] = []
const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

interface Listening {
  readonly child: ChildProcess
  readonly lines: string[]
  readonly greeting: string
}

/** Starts `hookbench listen` and waits until it says that it listens. */
async function listen(dataFolder: string, ...args: string[]): Promise<Listening> {
  const child = spawnCli(['listen', ...args], { dataFolder })
  children.push(child)
  const lines: string[] = []
  createInterface({ input: child.stdout! }).on('line', (line) => lines.push(line))
  const greeting = await firstLine(child.stderr)
  return { child, lines, greeting }
}

async function firstUrl(host: TestHost): Promise<string> {
  const endpoints = await host.client.call('endpoints.list', {})
  return endpoints.find(({ id }) => id !== unmatchedEndpointId)!.url!
}

async function postMany(url: string, count: number): Promise<void> {
  let next = 0
  const sender = async (): Promise<void> => {
    while (next < count) {
      next += 1
      const response = await fetch(`${url}/${next}`, { method: 'POST', body: `{"n":${next}}` })
      await response.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: 16 }, sender))
}

describe('hookbench listen', () => {
  it('prints every request of a running instance once, in the order of their ids, as NDJSON', async () => {
    const host = await startTestHost()
    const url = await firstUrl(host)
    await fetch(url, { method: 'POST', body: 'before' })
    const { child, lines, greeting } = await listen(host.dataFolder, '--json')
    expect(greeting).toContain(host.receiverUrl)
    await postMany(url, 300)
    await fetch(`${host.receiverUrl}/nobody`)
    await vi.waitFor(() => expect(lines).toHaveLength(301), 10_000)
    const requests = lines.map((line) => JSON.parse(line) as RequestDetail)
    expect(requests.map(({ id }) => id)).toEqual(Array.from({ length: 301 }, (_, index) => index + 2))
    expect(new Set(requests.map(({ target }) => target)).size).toBe(301)
    expect(requests[0]!.headers.map(([name]) => name.toLowerCase())).toContain('content-length')
    expect(requests.at(-1)).toMatchObject({ endpointId: 'unmatched', answer: { status: 404 } })
    child.kill('SIGINT')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(await host.stop()).toBe(0)
  })

  it('keeps to one endpoint, and prints readable lines in columns', async () => {
    const host = await startTestHost()
    await host.client.call('endpoints.create', { name: 'Orders', slug: 'orders' })
    const { lines } = await listen(host.dataFolder, '--endpoint', 'orders')
    await fetch(await firstUrl(host), { method: 'POST', body: 'elsewhere' })
    await fetch(`${host.receiverUrl}/orders/new?x=1`, { method: 'POST', body: '{}' })
    await fetch(`${host.receiverUrl}/orders`, { method: 'DELETE' })
    await vi.waitFor(() => expect(lines).toHaveLength(2))
    expect(lines[0]).toMatch(/^#2 +\d\d:\d\d:\d\d\.\d{3} {2}POST +200 +2 B {2}Orders +\/new\?x=1/)
    expect(lines[1]).toMatch(/^#3 +\d\d:\d\d:\d\d\.\d{3} {2}DELETE +200 +0 B {2}Orders +\//)
    expect(lines[0]!.indexOf('/new')).toBe(lines[1]!.lastIndexOf('/'))
    await host.stop()
  })

  it('ends with 1 and a sentence when the instance stops', async () => {
    const host = await startTestHost()
    const { child } = await listen(host.dataFolder)
    let stderr = ''
    child.stderr!.on('data', (data: Buffer) => (stderr += data.toString()))
    await host.kill()
    expect(await once(child, 'close')).toEqual([1, null])
    expect(stderr).toBe(`hookbench: The instance (process ${host.pid}) stopped.\n`)
    folders.push(host.dataFolder)
  })

  it('starts an instance when none runs, which others can use', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hookbench-listen-'))
    folders.push(folder)
    const { child, lines, greeting } = await listen(folder, '--json', '--port', '0', '--ui-port', '0')
    const receiver = /http:\/\/127\.0\.0\.1:\d+/.exec(greeting)![0]
    const second = await listen(folder, '--json')
    expect(second.greeting).toContain(receiver)
    await fetch(`${receiver}/nobody`, { method: 'POST', body: 'x' })
    await vi.waitFor(() => expect([lines.length, second.lines.length]).toEqual([1, 1]))
    expect(second.lines).toEqual(lines)
    const exits = Promise.all([once(child, 'exit'), once(second.child, 'exit')])
    child.kill('SIGTERM')
    expect(await exits).toEqual([
      [0, null],
      [1, null],
    ])
  })

  it('starts one instance when several start to listen at once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hookbench-listen-'))
    folders.push(folder)
    const all = await Promise.all([1, 2, 3].map(() => listen(folder, '--port', '0', '--ui-port', '0')))
    expect(all.map(({ greeting }) => greeting.includes('started an instance')).filter(Boolean)).toHaveLength(
      1,
    )
    const receivers = all.map(({ greeting }) => /http:\/\/127\.0\.0\.1:\d+/.exec(greeting)![0])
    expect(new Set(receivers).size).toBe(1)
    await fetch(`${receivers[0]}/nobody`)
    await vi.waitFor(() => expect(all.map(({ lines }) => lines.length)).toEqual([1, 1, 1]))
  })

  it('ends quietly when its reader has seen enough', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'hookbench-listen-'))
    folders.push(folder)
    const { child, lines, greeting } = await listen(folder, '--json', '--port', '0', '--ui-port', '0')
    const receiver = /http:\/\/127\.0\.0\.1:\d+/.exec(greeting)![0]
    await fetch(`${receiver}/one`)
    await vi.waitFor(() => expect(lines).toHaveLength(1))
    let stderr = ''
    child.stderr!.on('data', (data: Buffer) => (stderr += data.toString()))
    const closed = once(child, 'close')
    child.stdout!.destroy()
    await fetch(`${receiver}/two`)
    expect(await closed).toEqual([0, null])
    expect(stderr).toBe('')
  })
})
