import { createHmac, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { schemeIds, type SchemeId } from '#shared/domain/scheme-ids.ts'
import { runCli, type CliResult } from '../../support/cli.ts'
import { at, githubCase, githubHeader, secret, secretEnv, wrongSecret } from './signed-cases.ts'

interface Signed {
  headers: [string, string][]
  fields?: Record<string, unknown>
  bodyBase64?: string
  url?: string
  publicKey?: string
}

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
  }, 60_000)

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
        ...(signed.publicKey === undefined ? { secret: secretEnv[name] } : { publicKey: signed.publicKey }),
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
