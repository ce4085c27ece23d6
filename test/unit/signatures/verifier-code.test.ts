import { createHmac, webcrypto } from 'node:crypto'
import * as nodeCrypto from 'node:crypto'
import * as nodeZlib from 'node:zlib'
import { stripTypeScriptTypes } from 'node:module'
import { describe, expect, it } from 'vitest'
import {
  generateKeys,
  schemeIds,
  sign,
  verifierCode,
  verifierLanguages,
  type SchemeId,
  type SchemeOptions,
} from '../../../electron/signatures/index.ts'
import { rsa, secretOf } from './corpus/base.ts'
import { publishedVectors } from './support.ts'

const optionsOf: Partial<Record<SchemeId, SchemeOptions>> = {
  paypal: { webhookId: '8PT597110X687430LKGECATA' },
  'generic-hmac': {
    header: 'X-Sig',
    headerTemplate: 't={timestamp},v1={signature}',
    parts: '{timestamp}.{body}',
    tolerance: 300,
  },
}
const publicUrl = 'https://hooks.example.com'

interface Sent {
  method: string
  /** Path and query. */
  target: string
  headers: [string, string][]
  body: Uint8Array
}
/** Sends a request to the receiver that a snippet defines and gives its status. */
type Receiver = (sent: Sent) => Promise<number>

/** Runs a snippet as it stands, types stripped, with only its framework's few calls standing in. */
function run(
  code: string,
  env: Record<string, string>,
  names: Record<string, unknown>,
  result: string,
): unknown {
  const plain = stripTypeScriptTypes(code)
    .replace(/^import \{ (.+) \} from 'node:crypto'$/gm, 'const { $1 } = nodeCrypto')
    .replace(/^import \{ (.+) \} from 'node:zlib'$/gm, 'const { $1 } = nodeZlib')
    .replace(/^import .*$/gm, '')
    .replace(/^export default .*$/gm, '')
    .replace(/^export /gm, '')
  const scope: Record<string, unknown> = { process: { env }, nodeCrypto, nodeZlib, ...names }
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- running generated code is the point of this test
  const made = new Function(...Object.keys(scope), `'use strict';${plain}\nreturn ${result}`) as (
    ...given: unknown[]
  ) => unknown
  return made(...Object.values(scope))
}

const receivers: Record<string, (code: string, env: Record<string, string>) => Receiver> = {
  express(code, env) {
    type Handler = (request: unknown, response: { sendStatus: (status: number) => void }) => void
    let handler: Handler | undefined
    const express = Object.assign(
      () => ({ post: (_: string, __: unknown, given: Handler) => (handler = given) }),
      {
        raw: () => 'raw',
      },
    )
    run(code, env, { express }, 'app')
    return (sent) =>
      new Promise((resolve) => {
        const headers = new Headers(sent.headers)
        const request = {
          body: Buffer.from(sent.body),
          method: sent.method,
          originalUrl: sent.target,
          get: (name: string) => headers.get(name) ?? undefined,
        }
        handler?.(request, { sendStatus: resolve })
      })
  },
  nextjs(code, env) {
    const post = run(code, env, {}, 'POST') as (request: Request) => Promise<Response>
    return async (sent) => (await post(toRequest(sent))).status
  },
  hono(code, env) {
    type Context = { req: object; env: object; body: (body: null, status: number) => number }
    let handler: ((context: Context) => Promise<number>) | undefined
    class Hono {
      post(_: string, given: (context: Context) => Promise<number>): void {
        handler = given
      }
    }
    run(code, env, { Hono, crypto: webcrypto }, 'app')
    return async (sent) => {
      const request = toRequest(sent)
      const req = {
        method: sent.method,
        url: request.url,
        arrayBuffer: () => Promise.resolve(Uint8Array.from(sent.body).buffer),
        header: (name: string) => request.headers.get(name) ?? undefined,
      }
      const status = await handler?.({ req, env, body: (_, code) => code })
      return status ?? 0
    }
  },
}

function toRequest({ method, target, headers, body }: Sent): Request {
  const bare = method === 'GET' || method === 'HEAD'
  return new Request(`http://internal:3000${target}`, {
    method,
    headers,
    ...(bare ? {} : { body: Buffer.from(body) }),
  })
}

function keysFor(scheme: SchemeId): { signing: string; checking: string } {
  if (scheme === 'paypal' || scheme === 'aws-sns') return { signing: rsa.key, checking: rsa.cert }
  const pair = generateKeys(scheme)
  return pair === null
    ? { signing: secretOf(scheme), checking: secretOf(scheme) }
    : { signing: pair.privateKey, checking: pair.publicKey }
}

const certificateAsKey = nodeCrypto
  .createPublicKey(rsa.cert)
  .export({ type: 'spki', format: 'pem' })
  .toString()

/** Every name that a snippet may read its key from. */
function environment(key: string): Record<string, string> {
  const known: Record<string, string> = {
    PUBLIC_URL: publicUrl,
    PAYPAL_WEBHOOK_ID: '8PT597110X687430LKGECATA',
    PAYPAL_PUBLIC_KEY_PEM: certificateAsKey,
    SNS_PUBLIC_KEY_PEM: certificateAsKey,
  }
  return new Proxy(known, {
    get: (values, name) => (typeof name === 'string' ? (values[name] ?? key) : undefined),
  })
}

function signedRequest(scheme: SchemeId, now: number, signing: string): Sent {
  const form = scheme === 'twilio'
  const type = form ? 'application/x-www-form-urlencoded' : 'application/json'
  const body = Buffer.from(
    form
      ? 'Body=Gr%C3%BC%C3%9Fe+you&From=%2B1415&A=2&A=1&A=1&Empty='
      : '{"event":"lead.submit","name":"Zoë"}',
  )
  const headers: [string, string][] = [['Content-Type', type]]
  const input = {
    method: 'POST',
    url: `${publicUrl}/webhook?e=a%40b`,
    headers,
    body,
    key: signing,
    now,
    id: 'msg_1',
  }
  const result = sign(scheme, input, optionsOf[scheme] ?? {})
  if (!result.ok) throw new Error(result.problem)
  const { pathname, search } = new URL(result.url)
  return {
    method: 'POST',
    target: pathname + search,
    headers: [...headers, ...result.headers],
    body: result.body,
  }
}

const typescript = ['express', 'nextjs', 'hono']
const combinations = schemeIds.flatMap((scheme) => typescript.map((language) => [scheme, language] as const))

describe('generated receivers in TypeScript', () => {
  it.each(combinations)('%s for %s takes what is genuine and nothing else', async (scheme, language) => {
    const { signing, checking } = keysFor(scheme)
    const snippet = verifierCode(scheme, language, optionsOf[scheme] ?? {})
    if (!snippet.ok) throw new Error(snippet.problem)
    const receive = receivers[language]!(snippet.code, environment(checking))
    const genuine = signedRequest(scheme, Date.now(), signing)
    expect(await receive(genuine)).toBe(200)

    const covered = !['chatzuri-secret', 'telegram', 'mailgun', 'aws-sns'].includes(scheme)
    const altered = {
      ...genuine,
      body: Buffer.from(
        Buffer.from(genuine.body)
          .toString()
          .replace(/Zoë|Gr%C3/, 'Eve'),
      ),
    }
    if (covered) expect(await receive(altered)).toBe(401)

    const isDigest = (value: string) => value.length >= 20
    const forged = genuine.headers.map(
      ([name, value]) => [name, isDigest(value) ? turned(value) : value] as [string, string],
    )
    if (scheme !== 'mailgun' && scheme !== 'aws-sns')
      expect(await receive({ ...genuine, headers: forged })).toBe(401)
    expect(await receive({ ...genuine, headers: [], body: Buffer.from('{}') })).toBe(401)

    const other = receivers[language]!(snippet.code, environment(keysFor('github').checking + '-other'))
    if (generateKeys(scheme) === null && scheme !== 'svix' && scheme !== 'standard-webhooks')
      expect(await other(genuine)).toBe(401)
  })

  it.each(['stripe', 'slack', 'svix', 'paddle', 'calendly', 'hubspot-v3', 'linear', 'generic-hmac'] as const)(
    '%s: an old request is refused',
    async (scheme) => {
      for (const language of typescript) {
        const snippet = verifierCode(scheme, language, optionsOf[scheme] ?? {})
        if (!snippet.ok) throw new Error(snippet.problem)
        const { signing, checking } = keysFor(scheme)
        const receive = receivers[language]!(snippet.code, environment(checking))
        expect(await receive(signedRequest(scheme, Date.now() - 3_600_000, signing))).toBe(401)
      }
    },
  )

  const timeless = publishedVectors().filter(
    ({ scheme }) => !['slack', 'standard-webhooks', 'svix', 'paddle'].includes(scheme),
  )
  it.each(timeless)('take the published vector: $name', async ({ scheme, request, key }) => {
    const { origin, username, password } = new URL(request.url)
    const at = request.url.indexOf('/', request.url.indexOf('://') + 3)
    if (username !== '' || password !== '') return
    for (const language of typescript) {
      const snippet = verifierCode(scheme, language, {})
      if (!snippet.ok) throw new Error(snippet.problem)
      const env = { ...environment(key.secret ?? key.publicKey ?? '') }
      const base = at < 0 ? origin : request.url.slice(0, at)
      const withUrl = new Proxy(env, {
        get: (_, name) => (name === 'PUBLIC_URL' ? base : (key.secret ?? key.publicKey)),
      })
      const receive = receivers[language]!(snippet.code, withUrl)
      const target = at < 0 ? '/' : request.url.slice(at)
      // A Request writes ' as %27 in its URL, so only Express sees what was sent.
      if (language !== 'express' && target.includes("'")) continue
      expect(
        await receive({ method: request.method, target, headers: request.headers, body: request.body }),
      ).toBe(200)
    }
  })

  /** Another digest of the same length. */
  function turned(value: string): string {
    const at = value.length - 8
    const old = value.charAt(at)
    return `${value.slice(0, at)}${old === '5' ? '6' : '5'}${value.slice(at + 1)}`
  }
})

describe('the action that signs', () => {
  it('sends a body that its own receiver takes', async () => {
    for (const scheme of ['chatzuri', 'chatzuri-secret'] as const) {
      const snippet = verifierCode(scheme, 'chatzuri-action', {})
      if (!snippet.ok) throw new Error(snippet.problem)
      const calls: { url: string; init: { headers: Record<string, string>; body: string } }[] = []
      const fetch = (url: string, init: { headers: Record<string, string>; body: string }) => {
        calls.push({ url, init })
        return Promise.resolve({ ok: true, status: 200 })
      }
      // The wrapper that the platform documents.
      // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the contract itself
      const action = new Function(
        'params',
        'credentials',
        'config',
        'fetch',
        'crypto',
        `return (async () => { ${snippet.code} })()`,
      ) as (...given: unknown[]) => Promise<unknown>
      const credentials = { webhook_url: 'https://h.example.com', secret: 'shared secret' }
      const result = await action(
        { email: 'zoë@acme.com', conversation_id: 'c1' },
        credentials,
        {},
        fetch,
        webcrypto,
      )
      expect(result).toEqual({ success: true })
      const { headers, body } = calls[0]!.init
      expect(JSON.parse(body)).toMatchObject({ event: 'lead.captured', customer: 'zoë@acme.com' })
      if (scheme === 'chatzuri') {
        expect(headers['X-Chatzuri-Signature']).toBe(
          `sha256=${createHmac('sha256', 'shared secret').update(body).digest('hex')}`,
        )
      } else {
        expect(headers['X-Webhook-Secret']).toBe('shared secret')
      }
    }
  })
})

describe('all languages', () => {
  it('there is code for every scheme in every language, without loose ends', () => {
    for (const scheme of schemeIds) {
      for (const { id } of verifierLanguages(scheme)) {
        const snippet = verifierCode(scheme, id, optionsOf[scheme] ?? {})
        if (!snippet.ok) throw new Error(snippet.problem)
        expect(snippet.code).not.toMatch(/undefined\(|\[object|NaN\b(?!\()|\$\{shape|TODO/)
        expect(snippet.code.split('\n').length).toBeGreaterThan(8)
      }
    }
    expect(verifierCode('github', 'cobol', {})).toMatchObject({ ok: false })
    expect(verifierCode('generic-hmac', 'express', {})).toMatchObject({ ok: false })
  })
})
