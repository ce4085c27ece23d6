import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCli, spawnCli, type CliResult } from '../../support/cli.ts'
import { startTestHost, type TestHost } from '../../support/host.ts'
import { githubCase, githubHeader, secret, secretEnv, wrongSecret } from './signed-cases.ts'

let folder: string
const file = (name: string): string => join(folder, name)
const run = (...args: string[]): Promise<CliResult> => runCli(args, { dataFolder: folder, env: secretEnv })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hookbench-signatures-'))
  await writeFile(file('body.json'), '{"a": 1, "b": "é"}')
  await writeFile(file('good.json'), JSON.stringify(githubCase('{"a": 1}')))
  await writeFile(file('bad.json'), JSON.stringify(githubCase('{"a": 1}', '{"a":1}')))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('secrets', () => {
  it('are refused on the command line, and repeated nowhere', async () => {
    const body = ['--body', file('body.json')]
    const tries = [
      ['verify', '--file', file('good.json'), '--scheme', 'github', '--secret', secret],
      ['verify', '--file', file('good.json'), '--scheme', 'github', `--secret=${secret}`],
      ['verify', '--file', file('good.json'), '--scheme', 'github', `--webhook-secret=${secret}`],
      ['verify', '--file', file('good.json'), '--scheme', 'github', '--secret-env', secret],
      ['verify', '--file', file('good.json'), '--scheme', secret, '--secret-env', 'GOOD'],
      ['verify', '--file', file('good.json'), '--scheme', 'github', '--option', `secret=${secret}`],
      ['sign', '--scheme', 'github', '--key', secret, ...body],
      ['sign', '--scheme', 'github', '--secret-env', secret, ...body],
      ['sign', '--scheme', 'discord', '--secret-env', 'GOOD', ...body],
    ]
    for (const args of tries) {
      for (const json of [[], ['--json']]) {
        const { code, stdout, stderr } = await run(...args, ...json)
        expect(code, args.join(' ')).toBe(2)
        expect(stdout.toString() + stderr, args.join(' ')).not.toContain(secret)
      }
    }
  }, 60_000)

  it('are not in what verify and sign print', async () => {
    const told: string[] = []
    for (const json of [[], ['--json']]) {
      const check = ['verify', '--scheme', 'github', ...json, '--secret-env']
      const sign = [
        'sign',
        '--scheme',
        'stripe',
        '--secret-env',
        'GOOD',
        '--body',
        file('body.json'),
        ...json,
      ]
      for (const args of [
        [...check, 'GOOD', '--file', file('bad.json')],
        [...check, 'BAD', '--file', file('good.json')],
        sign,
      ]) {
        const { stdout, stderr } = await run(...args)
        told.push(stdout.toString(), stderr)
      }
    }
    const lines = [
      {
        ...githubCase('{}', '{ }'),
        scheme: 'github',
        secret,
        otherSecrets: [{ label: 'o', secret: wrongSecret }],
      },
      { ...githubCase('{}'), scheme: 'none', secret },
      { ...githubCase('{}'), scheme: 'svix', secret },
      { ...githubCase('{}'), scheme: 'telegram', secret },
      { ...githubCase('{}'), scheme: 'discord', publicKey: secret },
    ].map((line) => JSON.stringify(line))
    await writeFile(file('planted.ndjson'), [...lines, `{"secret": "${secret}", broken`].join('\n'))
    const batch = await run('verify', '--cases', file('planted.ndjson'))
    expect(batch.stdout.toString().trim().split('\n')).toHaveLength(6)
    told.push(batch.stdout.toString(), batch.stderr)
    for (const planted of [secret, wrongSecret]) {
      for (const spelling of ['utf8', 'base64', 'hex'] as const) {
        const needle = Buffer.from(planted).toString(spelling).replace(/=+$/, '')
        for (const text of told) expect(text).not.toContain(needle)
      }
    }
  }, 30_000)
})

describe('hookbench verify with a captured request', () => {
  let host: TestHost

  beforeAll(async () => {
    host = await startTestHost({ args: [] })
  })
  afterAll(() => host.stop())

  it("goes by the endpoint's settings or by what is said, and by the file that requests show prints", async () => {
    const { client } = host
    const [endpoint] = await client.call('endpoints.list', {})
    const post = async (signed: string, received: string): Promise<string> => {
      const [name, value] = githubHeader(signed)
      await fetch(endpoint!.url!, { method: 'POST', body: received, headers: { [name]: value, 'content-type': 'application/json' } }) // prettier-ignore
      return String((await client.call('requests.list', {})).items[0]!.id)
    }
    const verify = (...args: string[]): Promise<CliResult> =>
      runCli(['verify', ...args], { ...host, env: secretEnv })
    const good = await post('{"a": 1}', '{"a": 1}')
    const bad = await post('{"a": 1}', '{"a":1}')

    const unset = await verify(good)
    expect([unset.code, unset.stderr]).toEqual([2, expect.stringContaining('--scheme github')])
    expect((await verify(good, '--scheme', 'github', '--secret-env', 'GOOD')).code).toBe(0)
    expect((await verify(good, '--scheme', 'github', '--secret-env', 'BAD')).code).toBe(1)
    const unknown = await verify('999999', '--scheme', 'github', '--secret-env', 'GOOD')
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('no request 999999')])

    const signature = { scheme: 'github' as const, options: {}, enforce: false }
    await client.call('endpoints.update', { id: endpoint!.id, patch: { signature } })
    expect((await verify(good)).code).toBe(2)
    await client.call('secrets.add', { endpointId: endpoint!.id, label: 'live', purpose: 'signature', value: secret }) // prettier-ignore
    expect((await verify(good)).stdout.toString()).toContain('“live”')
    const explained = await verify(`#${bad}`, '--json')
    expect([explained.code, explained.json()]).toMatchObject([1, { id: Number(bad), diagnoses: [{ code: 'json-reserialized', proven: true }] }]) // prettier-ignore

    const shown = await runCli(['requests', 'show', good, '--json'], { ...host })
    await writeFile(file('shown.json'), shown.stdout)
    expect(
      (await verify('--file', file('shown.json'), '--scheme', 'github', '--secret-env', 'GOOD')).code,
    ).toBe(0)
    expect(
      (await verify('--file', file('shown.json'), '--scheme', 'github', '--secret-env', 'BAD')).code,
    ).toBe(1)

    // Without an instance, the secrets are opened with the same key.
    await host.client.close()
    await host.kill()
    expect((await verify(good)).code).toBe(0)
    host = await startTestHost()
  }, 60_000)
})

describe('hookbench verify --cases', () => {
  it('answers each line in order, a bad one too, from a file and from stdin', async () => {
    const many = Array.from({ length: 3_000 }, (_, id) => {
      const body = JSON.stringify({ id, text: 'x'.repeat(id % 300) })
      const received = id % 50 === 0 ? body.replace('{', '{ ') : body
      return JSON.stringify({ ...githubCase(body, received), id, scheme: 'github', secret })
    })
    const input = ['not json', '[]', '', '{"id": 1.5}', ...many].join('\r\n')
    await writeFile(file('cases.ndjson'), input)
    const piped = spawnSync(process.execPath, spawnArgs(), { input, env: { ...process.env, HOOKBENCH_DATA: folder }, maxBuffer: 1e8 }) // prettier-ignore
    const read = await run('verify', '--cases', file('cases.ndjson'), '--json')
    expect([read.code, piped.status]).toEqual([0, 0])
    expect(piped.stdout.equals(read.stdout)).toBe(true)
    const results = read.stdout
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: unknown; status: string; diagnoses: { code: string }[] })
    expect(results.slice(0, 3).map(({ id, status }) => [id, status])).toEqual([
      [null, 'error'],
      [null, 'error'],
      [1.5, 'error'],
    ])
    const rest = results.slice(3)
    expect(rest.map(({ id }) => id)).toEqual(many.map((_, id) => id))
    for (const { id, status } of rest) expect(status).toBe(Number(id) % 50 === 0 ? 'invalid' : 'valid')
  }, 60_000)

  it('goes on no faster than its results are read', async () => {
    const line = `${JSON.stringify({ ...githubCase('{}'), id: 'x'.repeat(1_000), scheme: 'github', secret })}\n`
    const child = spawnCli(['verify', '--cases', '-'], { dataFolder: folder, stdin: 'pipe' })
    const stdin = child.stdin!
    let written = 0
    // Nobody reads the results: pipes fill, and then no more cases are taken.
    const stalled = await new Promise<boolean>((resolve) => {
      const push = (): void => {
        while (written < 20_000) {
          written += 1
          if (!stdin.write(line)) {
            const idle = setTimeout(() => resolve(true), 3_000)
            stdin.once('drain', () => {
              clearTimeout(idle)
              push()
            })
            return
          }
        }
        resolve(false)
      }
      push()
    })
    expect(stalled).toBe(true)
    let lines = 0
    child.stdout!.on('data', (data: Buffer) => (lines += data.filter((byte) => byte === 10).length))
    stdin.end()
    await new Promise((resolve) => child.once('close', resolve))
    expect([child.exitCode, lines]).toEqual([0, written])
  }, 60_000)
})

function spawnArgs(): string[] {
  const cli =
    process.env.HOOKBENCH_TEST_CLI ??
    join(import.meta.dirname, '..', '..', '..', 'electron', 'headless', 'cli.ts')
  return [cli, 'verify', '--cases', '-', '--json']
}
