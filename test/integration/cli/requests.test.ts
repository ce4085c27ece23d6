import { createHash, randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { RequestDetail } from '#shared/domain/request.ts'
import { runCli, type CliResult } from '../../support/cli.ts'
import { startTestHost, type TestHost } from '../../support/host.ts'
import { sendRaw } from './send-raw.ts'

const binary = randomBytes(5_000_000)
const text = Buffer.from('Grüße, '.repeat(1_000))
let host: TestHost
let endpoint: Endpoint
let other: Endpoint

const run = (...args: string[]): Promise<CliResult> => runCli(['requests', ...args], host)

beforeAll(async () => {
  host = await startTestHost()
  endpoint = (await host.client.call('endpoints.list', {})).find(({ id }) => id !== 'unmatched')!
  other = await host.client.call('endpoints.create', { name: 'Other place', slug: 'other' })
  const target = `/${endpoint.token}/orders/%C3%BC?b=2&a=1&b=3`
  await sendRaw(host.receiverUrl, [
    `PATCH ${target} HTTP/1.1\r\nHost: x\r\nX-Thing: one\r\nx-THING:  two \r\nX-Latin: caf\xe9\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n4\r\n{"a"\r\n3;ext=1\r\n:1}\r\n0\r\nX-Sum: 7\r\n\r\n`,
  ])
  const post = (path: string, body: Buffer<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(`${host.receiverUrl}${path}`, { method: 'POST', body, headers })
  await post(`/${endpoint.token}/binary`, binary)
  await post('/other/packed', gzipSync(text), { 'content-encoding': 'gzip', 'content-type': 'text/plain' })
  await post('/nobody/home', Buffer.from('lost'))
})

afterAll(() => host.stop())

describe('hookbench requests list', () => {
  it('prints one array of whole requests, newest first, everything exactly as received', async () => {
    const result = await run('list', '--json')
    expect(result.stderr).toBe('')
    const requests = result.json() as RequestDetail[]
    expect(requests.map(({ target }) => target.split('/').at(2))).toEqual(['packed', 'binary', 'orders'])
    expect(requests[2]).toMatchObject({
      id: 1,
      endpointId: endpoint.id,
      method: 'PATCH',
      target: `/${endpoint.token}/orders/%C3%BC?b=2&a=1&b=3`,
      httpVersion: '1.1',
      headers: [
        ['Host', 'x'],
        ['X-Thing', 'one'],
        ['x-THING', 'two'],
        ['X-Latin', 'caf\xe9'],
        ['Content-Type', 'application/json'],
        ['Transfer-Encoding', 'chunked'],
        ['Trailer', 'X-Sum'],
      ],
      trailers: [['X-Sum', '7']],
      bodySize: 7,
      bodySha256: createHash('sha256').update('{"a":1}').digest('hex'),
      complete: true,
      remoteAddress: '127.0.0.1',
      answer: { status: 200 },
    })
    expect(Math.abs(requests[2]!.receivedAt - Date.now())).toBeLessThan(60_000)
  })

  it('pages by --limit and --before', async () => {
    const [newest] = (await run('list', '--json', '--limit', '1')).json() as RequestDetail[]
    const rest = (await run('list', '--json', '--before', String(newest!.id))).json() as RequestDetail[]
    expect(rest.map(({ id }) => id)).toEqual([2, 1])
    expect((await run('list', '--json', '--before', '1')).json()).toEqual([])
  })

  it('takes an endpoint by name, slug, token or id, and the bin of unmatched requests', async () => {
    for (const name of ['other', 'OTHER PLACE', other.token, other.id]) {
      const found = (await run('list', '--json', '--endpoint', name)).json() as RequestDetail[]
      expect(found.map(({ target }) => target)).toEqual(['/other/packed'])
    }
    const unmatched = (await run('list', '--json', '--endpoint', 'unmatched')).json() as RequestDetail[]
    expect(unmatched.map(({ target, answer }) => [target, answer.status])).toEqual([['/nobody/home', 404]])
    const unknown = await run('list', '--endpoint', 'nope')
    expect(unknown.code).toBe(1)
    expect(unknown.stderr).toBe(
      'hookbench: There is no endpoint "nope". There are: "My endpoint", "Other place".\n',
    )
  })

  it('filters', async () => {
    const found = (await run('list', '--json', '--filter', 'method:PATCH')).json() as RequestDetail[]
    expect(found.map(({ id }) => id)).toEqual([1])
  })

  it('points at the place where a filter is wrong', async () => {
    const filter = 'method:POST size:>abc'
    const human = await run('list', '--filter', filter)
    expect(human.code).toBe(1)
    const [message, shown, mark] = human.stderr.split('\n')
    expect(message).toMatch(/^hookbench: \S/)
    expect(shown).toBe(`  ${filter}`)
    expect(filter.slice(mark!.indexOf('^') - 2, mark!.lastIndexOf('^') - 1)).toContain('abc')
    const machine = await run('list', '--json', '--filter', filter)
    expect(machine.code).toBe(1)
    expect(machine.stdout.length).toBe(0)
    expect(JSON.parse(machine.stderr)).toMatchObject({ error: { code: 'filter.invalid' } })
  })

  it('prints readable lines that no request can meddle with', async () => {
    const result = await run('list')
    const lines = result.stdout.toString().trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[2]).toMatch(
      /^#1 +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} {2}PATCH +200 +7 B {2}My endpoint +\/orders\/%C3%BC\?b=2&a=1&b=3/,
    )
    expect(result.stdout.includes(0x1b)).toBe(false)
    expect(
      (await runCli(['requests', 'list'], { ...host, env: { FORCE_COLOR: '1', NO_COLOR: '' } })).code,
    ).toBe(0)
  })
})

describe('hookbench requests show', () => {
  it('writes a body byte for byte', async () => {
    const result = await run('show', '2', '--body')
    expect(result.code).toBe(0)
    expect(result.stdout.equals(binary)).toBe(true)
    expect((await run('show', '1', '--body')).stdout.toString()).toBe('{"a":1}')
  })

  it('undoes the content-encoding when asked', async () => {
    expect((await run('show', '3', '--body')).stdout.equals(gzipSync(text))).toBe(true)
    expect((await run('show', '3', '--body', '--decoded')).stdout.equals(text)).toBe(true)
  })

  it('prints the request as JSON or to read', async () => {
    expect((await run('show', '#1', '--json')).json()).toMatchObject({ id: 1, trailers: [['X-Sum', '7']] })
    const shown = (await run('show', '1')).stdout.toString()
    expect(shown).toContain(`PATCH /${endpoint.token}/orders/%C3%BC?b=2&a=1&b=3 HTTP/1.1\n`)
    expect(shown).toContain('x-THING: two\n')
    expect(shown).toContain('{"a":1}\n')
    expect((await run('show', '2')).stdout.toString()).toContain(
      '(binary; hookbench requests show 2 --body > file)',
    )
  })

  it('says what is not there, and what can not be', async () => {
    const missing = await run('show', '999')
    expect([missing.code, missing.stderr.split('\n').length]).toEqual([1, 2])
    for (const wrong of [
      ['show'],
      ['show', 'x'],
      ['show', '0'],
      ['show', '1', '--decoded'],
      ['show', '1', '--body', '--json'],
      ['list', '--limit', '0'],
      ['list', 'extra'],
    ]) {
      const result = await run(...wrong)
      expect([result.code, result.stderr.split('\n').length, result.stdout.length], wrong.join(' ')).toEqual([
        2, 2, 0,
      ])
    }
  })
})

describe('without a running instance', () => {
  it('opens the folder itself, and gives the same answers', async () => {
    const before = (await run('list', '--json')).stdout
    await host.kill()
    const stale = await run('list', '--json')
    expect(stale.stderr).toBe('')
    expect(stale.stdout.equals(before)).toBe(true)
    expect((await run('show', '2', '--body')).stdout.equals(binary)).toBe(true)
    expect((await run('list', '--filter', 'size:>abc')).code).toBe(1)
  })

  it('lets several commands at once take turns', async () => {
    const results = await Promise.all([1, 2, 3].map(() => run('list', '--json', '--limit', '1')))
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0])
  })

  it('clears what fits, then all', async () => {
    expect((await run('clear', '--endpoint', 'other', '--json')).json()).toMatchObject({ deleted: 1 })
    expect((await run('clear')).stdout.toString()).toBe('Deleted 2 requests.\n')
    const empty = await run('list', '--json')
    expect(empty.json()).toEqual([])
    const told = await run('list')
    expect([told.stdout.length, told.stderr]).toEqual([0, 'hookbench: no requests that fit.\n'])
  })
})
