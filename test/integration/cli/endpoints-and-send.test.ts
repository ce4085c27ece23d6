import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { SampleInfo } from '#shared/domain/sample.ts'
import { runCli, type CliResult } from '../../support/cli.ts'
import { startTestHost, type TestHost } from '../../support/host.ts'

let host: TestHost
let samples: SampleInfo[]
const run = (...args: string[]): Promise<CliResult> => runCli(args, host)

beforeAll(async () => {
  host = await startTestHost()
  samples = (await run('send', '--list', '--json')).json() as SampleInfo[]
})

afterAll(() => host.stop())

describe('hookbench endpoints', () => {
  it('lists the endpoint that the first start made, with its address', async () => {
    const endpoints = (await run('endpoints', 'list', '--json')).json() as Endpoint[]
    expect(endpoints).toHaveLength(1)
    const [first] = endpoints
    expect(first).toMatchObject({ slug: null, enabled: true, url: `${host.receiverUrl}/${first!.token}` })
    expect((await run('endpoints', 'list')).stdout.toString()).toContain(first!.url)
    expect((await fetch(first!.url!, { method: 'POST', body: 'x' })).status).toBe(200)
  })

  it('makes and deletes endpoints', async () => {
    const made = await run('endpoints', 'create', 'Orders', '--slug', 'orders', '--json')
    const endpoint = made.json() as Endpoint
    expect(endpoint).toMatchObject({ name: 'Orders', slug: 'orders', enabled: true })
    expect((await fetch(`${host.receiverUrl}/orders/a`)).status).toBe(200)
    const again = await run('endpoints', 'create', 'Orders 2', '--slug', 'orders', '--json')
    expect([again.code, JSON.parse(again.stderr)]).toMatchObject([1, { error: { code: 'conflict' } }])
    expect((await run('endpoints', 'delete', 'orders', '--json')).json()).toMatchObject({ id: endpoint.id })
    expect((await fetch(`${host.receiverUrl}/orders/a`)).status).toBe(404)
    expect((await run('endpoints', 'delete', 'orders')).code).toBe(1)
    expect((await run('endpoints', 'delete', 'unmatched')).code).toBe(1)
  })

  it('asks for an id where a name means two', async () => {
    const ids: string[] = []
    while (ids.length < 2)
      ids.push(((await run('endpoints', 'create', 'Twin', '--json')).json() as Endpoint).id)
    const unclear = await run('endpoints', 'delete', 'twin')
    expect(unclear.code).toBe(1)
    for (const id of ids) {
      expect(unclear.stderr).toContain(id)
      expect((await run('endpoints', 'delete', id)).code).toBe(0)
    }
  })

  it('exits with 2 for wrong usage', async () => {
    for (const wrong of [
      ['create'],
      ['create', 'a', '--slug', 'Not A Slug'],
      ['create', 'a', '--color', 'mud'],
      ['burn'],
    ]) {
      const result = await run('endpoints', ...wrong)
      expect([result.code, result.stderr.split('\n').length], wrong.join(' ')).toEqual([2, 2])
    }
  })
})

describe('hookbench send', () => {
  it('lists what can be sent, in groups', async () => {
    expect(samples.length).toBeGreaterThan(5)
    const listed = (await run('send', '--list')).stdout.toString()
    for (const { name, group } of samples) {
      expect(listed).toContain(`  ${name} `)
      expect(listed).toContain(`${group}\n`)
    }
  })

  it('sends to the first endpoint over HTTP, and names the request that it became', async () => {
    const sent = (await run('send', samples[0]!.name, '--json')).json() as {
      status: number
      requestId: number
    }
    expect(sent.status).toBe(200)
    const shown = await run('requests', 'show', String(sent.requestId), '--json')
    expect((shown.json() as { method: string; bodySize: number }).bodySize).toBeGreaterThan(10)
    expect((await run('send', samples[0]!.name)).stdout.toString()).toMatch(
      /^200 from My endpoint \(http.*, request #\d+\n$/,
    )
  })

  it('sends to any URL with values of my own', async () => {
    const json = samples.find(({ name }) => name.startsWith('stripe.'))!
    const got = Promise.withResolvers<{ request: IncomingMessage; body: string }>()
    const server = createServer((request, response) => {
      let body = ''
      request.on('data', (data: Buffer) => (body += data.toString()))
      request.on('end', () => {
        got.resolve({ request, body })
        response.writeHead(418).end()
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
    const result = await run(
      'send',
      json.name,
      '--to',
      url,
      '--set',
      'data.object.id=pi_mine',
      '--set',
      'id=a=b',
    )
    const { request, body } = await got.promise
    server.close()
    expect(result.stdout.toString()).toMatch(/^418 from http/)
    expect(request.url).toMatch(/^\/hook/)
    expect(JSON.parse(body)).toMatchObject({ id: 'a=b', data: { object: { id: 'pi_mine' } } })
  })

  it('says what is wrong: 1 for what failed, 2 for what was asked wrongly', async () => {
    const failed = [
      ['no.such.sample'],
      [samples[0]!.name, '--to', 'nowhere'],
      [samples[0]!.name, '--to', 'http://127.0.0.1:1/'],
    ]
    for (const args of failed) {
      const result = await run('send', ...args)
      expect([result.code, result.stderr.split('\n').length, result.stdout.length], args.join(' ')).toEqual([
        1, 2, 0,
      ])
    }
    for (const args of [[], [samples[0]!.name, '--set', 'novalue'], [samples[0]!.name, '--to', 'ftp://x/']]) {
      expect((await run('send', ...args)).code, args.join(' ')).toBe(2)
    }
  })

  it('says that nothing listens when no instance runs, but still reaches URLs', async () => {
    await host.stop()
    const result = await run('send', samples[0]!.name)
    expect([result.code, result.stderr]).toEqual([
      1,
      expect.stringMatching(/^hookbench: No instance runs on this folder.*hookbench serve/),
    ])
    expect((await run('endpoints', 'list')).stderr).toContain('no instance runs')
  })
})
