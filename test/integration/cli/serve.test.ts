import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { unmatchedEndpointId } from '#shared/domain/ids.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { firstLine, runCli, spawnCli } from '../../support/cli.ts'
import { startTestHost, type TestHost } from '../../support/host.ts'

const anyPorts = ['--port', '0', '--ui-port', '0']

let dataFolder: string

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'hookbench-serve-'))
})

afterEach(async () => {
  await rm(dataFolder, { recursive: true, force: true })
})

async function firstUrl(host: TestHost): Promise<string> {
  const endpoints = await host.client.call('endpoints.list', {})
  return endpoints.find(({ id }) => id !== unmatchedEndpointId)!.url!
}

describe('hookbench serve --json', () => {
  it('prints one ready line, from which everything can be reached', async () => {
    const child = spawnCli(['serve', '--json', ...anyPorts], { dataFolder })
    const line = await firstLine(child.stdout)
    const ready = JSON.parse(line) as Record<string, string | number>
    expect(Object.keys(ready)).toEqual(['event', 'receiver', 'ui', 'token', 'pid'])
    expect(ready).toMatchObject({ event: 'ready', pid: child.pid })
    expect(ready.receiver).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(ready.ui).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:\\d+/\\?token=${ready.token}$`))
    const page = await fetch(String(ready.ui), { redirect: 'manual' })
    expect(page.status).toBe(303)

    const file = join(dataFolder, 'instance.json')
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      pid: child.pid,
      host: 'headless',
      receiver: ready.receiver,
      token: ready.token,
    })
    expect((await stat(file)).mode & 0o777).toBe(0o600)

    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
    expect(await readdir(dataFolder)).not.toContain('instance.json')
  })

  it('answers and stores what is under way when it is told to stop', async () => {
    const host = await startTestHost({ dataFolder })
    const url = new URL(await firstUrl(host))
    const socket = connect(Number(url.port), url.hostname)
    let answer = ''
    socket.on('data', (data) => (answer += data.toString()))
    socket.write(`POST ${url.pathname}/slow HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345`)
    // A whole request after it shows that the first half has been read.
    await fetch(url, { method: 'POST', body: 'x' })
    const stopped = host.stop()
    await host.client.closed
    const ended = once(socket, 'close')
    socket.write('67890')
    expect(await stopped).toBe(0)
    await ended
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    const listed = (await runCli(['requests', 'list', '--json'], { dataFolder })).json() as RequestDetail[]
    const slow = listed.filter(({ target }) => target.endsWith('/slow'))
    expect(slow).toMatchObject([{ complete: true, bodySize: 10 }])
  })

  it('ends at once at the second signal, whatever is under way', async () => {
    const child = spawnCli(['serve', '--json', ...anyPorts], { dataFolder })
    const line = await firstLine(child.stdout)
    const { port } = new URL((JSON.parse(line) as { receiver: string }).receiver)
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => socket.destroy())
    socket.write('POST /nobody HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345')
    await fetch(`http://127.0.0.1:${port}/nobody`)
    const exit = once(child, 'exit')
    const started = performance.now()
    const repeat = setInterval(() => child.kill('SIGTERM'), 100)
    expect(await exit).toEqual([1, null])
    clearInterval(repeat)
    expect(performance.now() - started).toBeLessThan(3_000)
    socket.destroy()
  })

  it('starts again at once after it was killed', async () => {
    const first = await startTestHost({ dataFolder })
    const url = new URL(await firstUrl(first))
    expect((await fetch(url, { method: 'POST', body: 'kept' })).status).toBe(200)
    await first.kill()
    const second = await startTestHost({ dataFolder })
    const list = await second.client.call('requests.list', {})
    expect(list.items.map(({ bodySize }) => bodySize)).toEqual([4])
    expect(await second.stop()).toBe(0)
  })
})

describe('what is in the way', () => {
  it('names who holds the folder', async () => {
    const host = await startTestHost({ dataFolder })
    const second = await runCli(['serve', ...anyPorts], { dataFolder })
    expect(second.code).toBe(1)
    expect(second.stdout.length).toBe(0)
    expect(second.stderr).toContain(`process ${host.pid}, since 20`)
    expect(second.stderr).toContain(host.uiUrl.split('/?')[0])
    expect(second.stderr).not.toContain(host.token)
    const machine = await runCli(['serve', '--json', ...anyPorts], { dataFolder })
    expect(JSON.parse(machine.stderr)).toMatchObject({ error: { code: 'conflict' } })
    expect((await host.client.call('app.status', {})).receiver.state).toBe('listening')
    await host.stop()
  })

  it('names the port that is taken and one that is free, and lets go of the folder', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const taken = await runCli(['serve', '--json', '--port', String(port), '--ui-port', '0'], { dataFolder })
    expect(taken.code).toBe(1)
    const { error } = JSON.parse(taken.stderr) as { error: { code: string; message: string } }
    expect(error.code).toBe('receiver.port-taken')
    expect(error.message).toContain(String(port))
    const proposed = /--port (\d+)/.exec(error.message)?.[1]
    expect(Number(proposed)).toBeGreaterThan(0)

    const ui = await runCli(['serve', '--port', '0', '--ui-port', String(port)], { dataFolder })
    expect([ui.code, ui.stdout.length]).toEqual([1, 0])
    expect(ui.stderr).toContain(String(port))
    other.close()

    const again = await startTestHost({ dataFolder, args: ['--port', proposed!] })
    expect(again.receiverUrl).toBe(`http://127.0.0.1:${proposed}`)
    await again.stop()
  })

  it('says which option is wrong and exits with 2', async () => {
    for (const wrong of [['--port', '65536'], ['--port', 'x'], ['--ui-port', '-1'], ['--nope'], ['extra']]) {
      const result = await runCli(['serve', ...wrong], { dataFolder })
      expect([result.code, result.stderr.split('\n').length, result.stdout.length], wrong.join(' ')).toEqual([
        2, 2, 0,
      ])
    }
    expect(await readdir(dataFolder)).toEqual([])
  })

  it('refuses a folder that can not be one', async () => {
    const result = await runCli(['serve', ...anyPorts, '--data', '/dev/null/x'], { dataFolder })
    expect(result.code).toBe(1)
    expect(result.stderr).toMatch(/^hookbench: The data folder \/dev\/null\/x can't be used: .*--data/)
  })
})

describe('hookbench serve for people', () => {
  it('shows the address to paste, the window and the folder, in plain text when it is not a terminal', async () => {
    const child = spawnCli(['serve', ...anyPorts], { dataFolder })
    let shown = ''
    for await (const line of createInterface({ input: child.stdout! })) {
      shown += `${line}\n`
      if (line.startsWith('Ctrl-C')) break
    }
    child.kill('SIGINT')
    await once(child, 'exit')
    expect(shown).toMatch(/^Hookbench \d+\.\d+\.\d+\n/)
    expect(shown).toMatch(/ {2}Endpoint {2}http:\/\/127\.0\.0\.1:\d+\/[0-9a-z]{26} {2}My endpoint\n/)
    expect(shown).toMatch(/ {2}Window {4}http:\/\/127\.0\.0\.1:\d+\/\?token=\S+\n/)
    expect(shown).toContain(`  Data      ${dataFolder}\n`)
    expect(shown).not.toContain('\x1b')
    expect(child.exitCode).toBe(0)
  })

  it('goes on when nobody reads its output', async () => {
    const child = spawnCli(['serve', '--json', ...anyPorts], { dataFolder })
    const line = await firstLine(child.stdout)
    child.stdout!.destroy()
    child.stderr!.destroy()
    const { receiver } = JSON.parse(line) as { receiver: string }
    expect((await fetch(`${receiver}/nobody`)).status).toBe(404)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})
