import { createHmac } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { RequestSummary } from '#shared/domain/request.ts'
import type { VerificationProgress } from '#shared/domain/signature.ts'
import { startTestHost, type TestHost } from '../../support/host.ts'
import { until } from '../../support/until.ts'

const secret = 'planted-secret-8d1f0c2b7a'
const wrongSecret = 'planted-wrong-secret-55e0c1'

let host: TestHost
let endpoint: Endpoint

beforeEach(async () => {
  host = await startTestHost()
  const [first] = await host.client.call('endpoints.list', {})
  endpoint = first!
})

afterEach(async () => {
  await host.stop()
})

async function useGithub(enforce: boolean): Promise<void> {
  await host.client.call('endpoints.update', {
    id: endpoint.id,
    patch: { signature: { scheme: 'github', options: {}, enforce } },
  })
}

async function keepSecret(value = secret, label = 'live'): Promise<void> {
  await host.client.call('secrets.add', { endpointId: endpoint.id, label, purpose: 'signature', value })
}

function sign(body: string, key = secret): string {
  return `sha256=${createHmac('sha256', key).update(body).digest('hex')}`
}

async function post(body: string, signature: string | null): Promise<number> {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (signature !== null) headers['x-hub-signature-256'] = signature
  const response = await fetch(endpoint.url!, { method: 'POST', body, headers })
  await response.arrayBuffer()
  return response.status
}

async function newestFirst(): Promise<RequestSummary[]> {
  return (await host.client.call('requests.list', { endpointId: endpoint.id })).items
}

test('each request to an endpoint with a scheme is marked as it arrives, and the mark can be filtered for', async () => {
  await keepSecret()
  await useGithub(false)
  const body = '{"amount": 10}'
  expect(await post(body, sign(body))).toBe(200)
  expect(await post('{"amount":10}', sign(body))).toBe(200)
  expect(await post(body, null)).toBe(200)
  await until(async () => (await newestFirst()).every(({ signature }) => signature !== null))
  expect((await newestFirst()).map(({ signature }) => signature)).toEqual(['missing', 'invalid', 'valid'])
  const invalid = await host.client.call('requests.list', { filter: 'signature:invalid' })
  expect(invalid.items).toHaveLength(1)
})

test('a mismatch is explained by reproducing the received signature', async () => {
  await keepSecret()
  await useGithub(false)
  await post('{"amount":10}', sign('{"amount": 10}'))
  const [request] = await newestFirst()
  const [first] = await host.client.call('signatures.diagnose', { requestId: request!.id })
  expect(first).toMatchObject({ code: 'json-reserialized', proven: true })
  expect(first!.proof!.computed).toBe(first!.proof!.received)
})

test('a request signed with the secret of another endpoint is told so', async () => {
  await keepSecret('not the one')
  await useGithub(false)
  const other = await host.client.call('endpoints.create', { name: 'Staging' })
  await host.client.call('secrets.add', {
    endpointId: other.id,
    label: 'test',
    purpose: 'signature',
    value: secret,
  })
  await post('{}', sign('{}'))
  const [request] = await newestFirst()
  const [first] = await host.client.call('signatures.diagnose', { requestId: request!.id })
  expect(first).toMatchObject({ code: 'wrong-secret-known', proven: true, secretLabel: 'test (Staging)' })
})

test('the schemes that fit are proposed, the one that verifies with a secret on file first', async () => {
  await keepSecret('another', 'old')
  await keepSecret()
  await post('{}', sign('{}'))
  const [request] = await newestFirst()
  const [best] = await host.client.call('signatures.propose', { requestId: request!.id })
  expect(best).toMatchObject({ scheme: 'github', verifiesWith: { label: 'live' } })
})

test('an endpoint that enforces answers 401 to what is not genuine and keeps it, large bodies too', async () => {
  await keepSecret()
  await useGithub(true)
  const large = JSON.stringify({ text: 'x'.repeat(300_000) })
  expect(await post('{}', sign('{}'))).toBe(200)
  expect(await post(large, sign(large))).toBe(200)
  expect(await post('{}', sign('{}', wrongSecret))).toBe(401)
  expect(await post(large, sign('{}'))).toBe(401)
  expect(await post('{}', null)).toBe(401)
  const requests = await newestFirst()
  expect(requests.map(({ answer }) => answer.status)).toEqual([401, 401, 401, 200, 200])
  const refused = await host.client.call('requests.get', { id: requests[0]!.id })
  expect(refused.answer.origin).toBe('refused')
  expect(refused.problem).toContain('enforces signatures')
})

test('a changed set of secrets holds at once', async () => {
  await useGithub(true)
  expect(await post('{}', sign('{}'))).toBe(401)
  await keepSecret()
  expect(await post('{}', sign('{}'))).toBe(200)
  const [kept] = await host.client.call('secrets.list', { endpointId: endpoint.id })
  await host.client.call('secrets.remove', { id: kept!.id })
  expect(await post('{}', sign('{}'))).toBe(401)
})

test('all of a selection is checked again in the background, with progress', async () => {
  for (let i = 0; i < 30; i++) await post(`{"i":${i}}`, sign(`{"i":${i}}`))
  await keepSecret()
  await useGithub(false)
  let last: VerificationProgress | undefined
  host.client.onEvents((frames) => {
    for (const frame of frames) if (frame.name === 'signatures.progressed') last = frame.payload
  })
  const started = await host.client.call('signatures.verifyAll', { selection: { endpointId: endpoint.id } })
  expect(started.total).toBe(30)
  await until(() => last?.ended === 'finished')
  expect(last).toMatchObject({ jobId: started.jobId, done: 30, valid: 30, invalid: 0 })
  expect((await newestFirst()).every(({ signature }) => signature === 'valid')).toBe(true)
})

test('no secret is found in clear in any file, log, event or reply but the one that reveals it', async () => {
  const told: unknown[] = []
  host.client.onEvents((frames) => told.push(frames))
  await keepSecret()
  await useGithub(true)
  const body = '{"a": 1}'
  await post(body, sign(body))
  await post('{"a":1}', sign(body))
  const [request] = await newestFirst()
  const check = { requestId: request!.id, secret: wrongSecret }
  const replies = [
    await host.client.call('signatures.verify', { requestId: request!.id }),
    await host.client.call('signatures.verify', check),
    await host.client.call('signatures.diagnose', check),
    await host.client.call('signatures.propose', { requestId: request!.id }),
    await host.client.call('secrets.list', { endpointId: endpoint.id }),
    await host.client.call('endpoints.list', {}),
    await host.client.call('requests.list', {}),
    await host.client.call('requests.get', { id: request!.id }),
    await host.client.call('app.log', {}),
    await host.client.call('settings.get', {}),
    await host.client.call('signatures.diagnose', { requestId: 999_999, secret }).catch(String),
  ]
  const [kept] = await host.client.call('secrets.list', { endpointId: endpoint.id })
  expect(await host.client.call('secrets.reveal', { id: kept!.id })).toEqual({ value: secret })

  const artefacts = new Map<string, string>([
    ['replies', JSON.stringify(replies)],
    ['events', JSON.stringify(told)],
    ['stderr', host.stderr()],
  ])
  for (const entry of await readdir(host.dataFolder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile())
      artefacts.set(entry.name, await readFile(join(entry.parentPath, entry.name), 'latin1'))
  }
  expect([...artefacts.keys()]).toContain('hookbench.db')
  for (const planted of [secret, wrongSecret]) {
    for (const spelling of ['utf8', 'base64', 'hex'] as const) {
      const needle = Buffer.from(planted).toString(spelling).replace(/=+$/, '')
      for (const [name, text] of artefacts) {
        expect(text.includes(needle), `${planted} as ${spelling} in ${name}`).toBe(false)
      }
    }
  }
})
