import { spawnSync } from 'node:child_process'
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schemeIds, type SchemeId } from '#shared/domain/scheme-ids.ts'
import { runCli, spawnCli, type CliResult } from '../../support/cli.ts'
import { startTestHost, type TestHost } from '../../support/host.ts'

const secret = 'planted-cli-secret-4b1d77'
const wrongSecret = 'planted-cli-wrong-0e93aa'
const at = 1_700_000_000_000

interface Signed {
  headers: [string, string][]
  fields?: Record<string, unknown>
  bodyBase64?: string
  url?: string
  publicKey?: string
}

let folder: string
const file = (name: string): string => join(folder, name)
const env = { GOOD: secret, BAD: wrongSecret, BASE64: Buffer.from(secret).toString('base64') }
const run = (...args: string[]): Promise<CliResult> => runCli(args, { dataFolder: folder, env })

const githubHeader = (body: string, key = secret): [string, string] => [
  'X-Hub-Signature-256',
  `sha256=${createHmac('sha256', key).update(body).digest('hex')}`,
]

/** A request that was signed over one body and came with another. */
function githubCase(signed: string, received = signed): Record<string, unknown> {
  return {
    id: 'one',
    method: 'POST',
    url: 'http://localhost/hook',
    headers: [githubHeader(signed), ['Content-Type', 'application/json']],
    bodyBase64: Buffer.from(received).toString('base64'),
    receivedAt: at,
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hookbench-signatures-'))
  await writeFile(file('body.json'), '{"a": 1, "b": "é"}')
  await writeFile(file('good.json'), JSON.stringify(githubCase('{"a": 1}')))
  await writeFile(file('bad.json'), JSON.stringify(githubCase('{"a": 1}', '{"a":1}')))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

describe('hookbench verify --file', () => {
  const github = ['--scheme', 'github', '--secret-env']

  it('exits with 0 for a genuine request and 1 for another, and explains', async () => {
    const good = await run('verify', '--file', file('good.json'), ...github, 'GOOD')
    expect([good.code, good.stderr]).toEqual([0, ''])
    expect(good.stdout.toString()).toMatch(/^valid {2}Genuine: the GitHub signature matches with “GOOD”/)

    const bad = await run('verify', '--file', file('bad.json'), ...github, 'GOOD')
    expect(bad.code).toBe(1)
    const text = bad.stdout.toString()
    expect(text).toMatch(/^invalid {2}/)
    expect(text).toContain('json-reserialized (proven)')
    const values = [...text.matchAll(/(?:received|computed) {2}([0-9a-f]{64})/g)].map(([, value]) => value)
    expect(values).toEqual([values[0], values[0]])
    expect(text).toMatch(/to do {5}\S/)
  })

  it('prints verdict and diagnoses as one JSON object', async () => {
    const bad = await run('verify', '--file', file('bad.json'), ...github, 'GOOD', '--json')
    expect(bad.json()).toMatchObject({
      id: 'one',
      status: 'invalid',
      scheme: 'github',
      diagnoses: [{ code: 'json-reserialized', proven: true }],
    })
    const wrong = await run('verify', '--file', file('good.json'), ...github, 'BAD', '--json')
    expect(wrong.code).toBe(1)
    expect(wrong.json()).toMatchObject({ diagnoses: [{ code: 'unexplained', proven: false }] })
  })

  it('judges the timestamp by the time of capture, or by --at in seconds or milliseconds', async () => {
    const signed = await run('sign', '--scheme', 'stripe', '--secret-env', 'GOOD', '--body', file('body.json'), '--timestamp', '1700000000', '--json') // prettier-ignore
    const { headers } = signed.json() as Signed
    const request = { headers, bodyBase64: Buffer.from('{"a": 1, "b": "é"}').toString('base64') }
    await writeFile(file('stripe.json'), JSON.stringify({ ...request, receivedAt: at + 1_000 }))
    const check = ['verify', '--file', file('stripe.json'), '--scheme', 'stripe', '--secret-env', 'GOOD', '--json'] // prettier-ignore
    expect((await run(...check)).code).toBe(0)
    expect((await run(...check, '--at', '1700000200')).code).toBe(0)
    for (const late of ['1700000400', '1700000400000']) {
      const stale = await run(...check, '--at', late)
      expect([stale.code, stale.json()]).toMatchObject([
        1,
        { stale: true, diagnoses: [{ code: 'timestamp-stale' }] },
      ])
    }
    expect((await run(...check, '--at', '1700000400', '--option', 'tolerance=900')).code).toBe(0)
    expect((await run(...check, '--at', 'noon')).code).toBe(2)
  })

  it('takes scheme, key and other secrets from a case', async () => {
    const whole = {
      ...githubCase('{"a": 1}'),
      scheme: 'github',
      secret: wrongSecret,
      otherSecrets: [{ label: 'test mode', secret }],
    }
    await writeFile(file('whole.json'), JSON.stringify(whole))
    const result = await run('verify', '--file', file('whole.json'), '--json')
    expect([result.code, result.json()]).toMatchObject([
      1,
      { diagnoses: [{ code: 'wrong-secret-known', proven: true, secretLabel: 'test mode' }] },
    ])
  })

  it('exits with 2 for wrong usage, in one line that helps', async () => {
    await writeFile(file('text.json'), 'no json')
    await writeFile(file('no-body.json'), JSON.stringify({ headers: [], bodySize: 5, receivedAt: at }))
    const good = file('good.json')
    const wrong: [args: string[], says: RegExp][] = [
      [[], /Say which request/],
      [['4', '--file', good], /one of them/],
      [['--file', good], /--scheme github/],
      [['--file', good, '--scheme', 'github'], /No webhook secret is set/],
      [['--file', good, '--scheme', 'gihub', '--secret-env', 'GOOD'], /Known are: chatzuri/],
      [['--file', good, ...github, 'ABSENT'], /--secret-env names is not set/],
      [['--file', file('text.json'), ...github, 'GOOD'], /not a JSON document/],
      [['--file', file('no-body.json'), ...github, 'GOOD'], /bodyBase64 is missing/],
      [['--file', file('absent.json'), ...github, 'GOOD'], /no such file/],
      [['--file', good, ...github, 'GOOD', '--option', 'colour=red'], /--option takes key=value/],
      [['--cases', good, ...github, 'GOOD'], /stands alone/],
      [['--cases', file('absent.json')], /no such file/],
    ]
    for (const [args, says] of wrong) {
      const result = await run('verify', ...args)
      expect([result.code, result.stdout.toString()], args.join(' ')).toEqual([2, ''])
      expect(result.stderr, args.join(' ')).toMatch(says)
      expect(result.stderr.split('\n')).toHaveLength(2)
    }
  }, 60_000)
})

describe('hookbench sign', () => {
  /** Options without which a scheme can't sign. */
  const extra: Partial<Record<SchemeId, string[]>> = {
    paypal: ['--option', 'webhookId=WH-1'],
    'generic-hmac': ['--option', 'header=X-Sig', '--option', 'parts={timestamp}.{method}.{url}.{body}', '--option', 'headerTemplate=t={timestamp},v1={signature}'], // prettier-ignore
  }
  const optionsOf: Partial<Record<SchemeId, object>> = {
    paypal: { webhookId: 'WH-1' },
    'generic-hmac': { header: 'X-Sig', parts: '{timestamp}.{method}.{url}.{body}', headerTemplate: 't={timestamp},v1={signature}' }, // prettier-ignore
  }
  const pairs: SchemeId[] = ['standard-webhooks-v1a', 'sendgrid', 'paypal', 'discord', 'aws-sns']
  const base64Keys: SchemeId[] = ['svix', 'standard-webhooks']
  const url = 'https://example.com/hook?x=1'

  it('signs by every scheme what verify takes for genuine, and a changed body is not', async () => {
    const body = '{"a": 1, "b": "é"}'
    const lines: string[] = []
    const sign = async (scheme: SchemeId): Promise<void> => {
      const name = base64Keys.includes(scheme) ? 'BASE64' : 'GOOD'
      const key = pairs.includes(scheme) ? [] : ['--secret-env', name]
      const result = await run('sign', '--scheme', scheme, ...key, ...(extra[scheme] ?? []), '--url', url, '--body', file('body.json'), '--timestamp', String(at), '--id', 'msg_1', '--json') // prettier-ignore
      expect([result.code, result.stderr], scheme).toEqual([0, ''])
      const signed = result.json() as Signed
      expect(signed.publicKey === undefined, scheme).toBe(!pairs.includes(scheme))
      const request = {
        scheme,
        options: optionsOf[scheme],
        ...(signed.publicKey === undefined ? { secret: env[name] } : { publicKey: signed.publicKey }),
        method: 'POST',
        url: signed.url ?? url,
        headers: [...signed.headers, ['Content-Type', 'application/json']],
        receivedAt: at,
      }
      const sent = signed.bodyBase64 ?? Buffer.from(body).toString('base64')
      lines.push(JSON.stringify({ ...request, id: scheme, bodyBase64: sent }))
      const changed = Buffer.from(sent, 'base64').toString().replace('1', '2')
      lines.push(JSON.stringify({ ...request, id: `${scheme}, changed`, bodyBase64: Buffer.from(changed).toString('base64') })) // prettier-ignore
    }
    const queue = [...schemeIds]
    const lane = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await sign(next)
    }
    await Promise.all([lane(), lane(), lane()])
    await writeFile(file('all.ndjson'), lines.join('\n'))
    const results = (await run('verify', '--cases', file('all.ndjson'), '--json')).stdout.toString().trim()
    const byId = new Map(
      results.split('\n').map((line) => {
        const { id, status } = JSON.parse(line) as { id: string; status: string }
        return [id, status]
      }),
    )
    // What a signature does not cover can't break it: three cover no body at all, Twilio's covers forms but not JSON.
    const uncovered: SchemeId[] = ['chatzuri-secret', 'telegram', 'mailgun', 'twilio']
    for (const scheme of schemeIds) {
      expect([scheme, byId.get(scheme)]).toEqual([scheme, 'valid'])
      if (!uncovered.includes(scheme)) expect([scheme, byId.get(`${scheme}, changed`)]).not.toContain('valid')
    }
  }, 120_000)

  it('prints one header a line, and the body where the signature is in it', async () => {
    const args = ['--secret-env', 'GOOD', '--body', file('body.json')]
    const github = await run('sign', '--scheme', 'github', ...args)
    expect(github.stdout.toString()).toBe(`${githubHeader('{"a": 1, "b": "é"}').join(': ')}\n`)
    const mailgun = await run('sign', '--scheme', 'mailgun', ...args)
    const { signature } = mailgun.json() as {
      signature: { timestamp: string; token: string; signature: string }
    }
    const expected = createHmac('sha256', secret)
      .update(signature.timestamp + signature.token)
      .digest('hex')
    expect(signature.signature).toBe(expected)
    const json = (
      await run('sign', '--scheme', 'mailgun', ...args, '--timestamp', '1700000000', '--json')
    ).json()
    expect(json).toMatchObject({ headers: [], fields: { signature: { timestamp: '1700000000' } } })
  })

  it('signs with a private key from a file', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    await writeFile(file('key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
    await writeFile(file('key.pub'), publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('hex')) // prettier-ignore
    const signed = await run('sign', '--scheme', 'discord', '--private-key-file', file('key.pem'), '--body', file('body.json'), '--json') // prettier-ignore
    const { headers, publicKey: made } = signed.json() as Signed
    expect(made).toBeUndefined()
    const bodyBase64 = Buffer.from('{"a": 1, "b": "é"}').toString('base64')
    await writeFile(file('discord.json'), JSON.stringify({ headers, bodyBase64 }))
    const args = ['verify', '--file', file('discord.json'), '--scheme', 'discord', '--public-key-file']
    expect((await run(...args, file('key.pub'))).code).toBe(0)
  })

  it('exits with 2 when something is missing', async () => {
    const body = ['--body', file('body.json')]
    const wrong: [args: string[], says: RegExp][] = [
      [['--secret-env', 'GOOD', ...body], /--scheme/],
      [['--scheme', 'github', '--secret-env', 'GOOD'], /--body/],
      [['--scheme', 'github', ...body], /--secret-env/],
      [['--scheme', 'twilio', '--secret-env', 'GOOD', ...body], /give it with --url/],
      [['--scheme', 'paypal', ...body], /webhookId/],
      [['--scheme', 'svix', '--secret-env', 'GOOD', ...body], /base64/],
      [['--scheme', 'discord', '--secret-env', 'GOOD', ...body], /private key/],
    ]
    for (const [args, says] of wrong) {
      const result = await run('sign', ...args)
      expect([result.code, result.stdout.toString()], args.join(' ')).toEqual([2, ''])
      expect(result.stderr, args.join(' ')).toMatch(says)
    }
  }, 30_000)
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
    const verify = (...args: string[]): Promise<CliResult> => runCli(['verify', ...args], { ...host, env })
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
