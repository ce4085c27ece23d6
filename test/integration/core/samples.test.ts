import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '#shared/domain/endpoint.ts'
import type { RequestId } from '#shared/domain/ids.ts'
import type { SchemeId } from '#shared/domain/scheme-ids.ts'
import { samples } from '#shared/domain/samples/samples.ts'
import type { SignatureVerdict } from '#shared/domain/signature.ts'
import { startTestHost, type TestHost } from '../../support/host.ts'

const secret = 'planted-sample-secret-71c9'
let host: TestHost

beforeAll(async () => {
  host = await startTestHost()
})

afterAll(async () => {
  await host.stop()
})

async function endpointWith(scheme: SchemeId | null, keys: readonly string[] = [secret]): Promise<Endpoint> {
  const endpoint = await host.client.call('endpoints.create', { name: scheme ?? 'none' })
  for (const [at, value] of keys.entries()) {
    await host.client.call('secrets.add', {
      endpointId: endpoint.id,
      label: `key ${at}`,
      purpose: 'signature',
      value,
    })
  }
  if (scheme !== null) {
    await host.client.call('endpoints.update', {
      id: endpoint.id,
      patch: { signature: { scheme, options: {}, enforce: true } },
    })
  }
  return endpoint
}

async function send(name: string, endpoint: Endpoint): Promise<{ status: number; requestId: RequestId }> {
  const { status, requestId } = await host.client.call('samples.send', {
    name,
    to: { endpointId: endpoint.id },
  })
  expect(requestId).not.toBeNull()
  return { status, requestId: requestId! }
}

async function verdictOf(requestId: RequestId, scheme?: SchemeId): Promise<SignatureVerdict | null> {
  return host.client.call('signatures.verify', { requestId, ...(scheme === undefined ? {} : { scheme }) })
}

const signedSamples = samples.filter(({ scheme }) => scheme !== null)

describe('a sample to an endpoint that enforces its scheme', () => {
  const endpoints = new Map<string, Promise<Endpoint>>()

  test.each(signedSamples.map(({ name, scheme }) => [name, scheme as SchemeId] as const))(
    '%s arrives genuine (%s)',
    async (name, scheme) => {
      const endpoint = await (endpoints.get(scheme) ??
        endpoints.set(scheme, endpointWith(scheme)).get(scheme)!)
      const { status, requestId } = await send(name, endpoint)
      const verdict = await verdictOf(requestId)
      expect(verdict).toMatchObject({ scheme, status: 'valid' })
      expect(status).toBe(200)
    },
  )
})

test('a chatzuri sample is signed by whichever of the chatzuri schemes the endpoint has', async () => {
  const names = ['chatzuri.lead.submit.guide', 'chatzuri.lead.submit.docs-old', 'chatzuri.lead.captured']
  for (const scheme of ['chatzuri', 'chatzuri-sha1', 'chatzuri-secret'] as const) {
    const endpoint = await endpointWith(scheme)
    for (const name of names) {
      const { requestId } = await send(name, endpoint)
      expect(await verdictOf(requestId), `${name} at ${scheme}`).toMatchObject({ scheme, status: 'valid' })
    }
  }
})

test('the secret itself is sent only where the endpoint is set to the scheme that does so', async () => {
  for (const scheme of ['chatzuri', null] as const) {
    const { requestId } = await send('chatzuri.lead.captured', await endpointWith(scheme))
    const { headers } = await host.client.call('requests.get', { id: requestId })
    expect(headers.filter(([name]) => name.toLowerCase() === 'x-webhook-secret')).toEqual([
      ['X-Webhook-Secret', 'sample-secret'],
    ])
    expect(JSON.stringify(headers)).not.toContain(secret)
  }
  const { requestId } = await send('chatzuri.lead.captured', await endpointWith('chatzuri-secret'))
  const { headers } = await host.client.call('requests.get', { id: requestId })
  expect(headers.filter(([name]) => name.toLowerCase() === 'x-webhook-secret')).toEqual([
    ['X-Webhook-Secret', secret],
  ])
})

test('without a scheme, a sample is signed its own way with a secret on file, so that the scheme is proposed', async () => {
  const { requestId } = await send('stripe.payment_intent.succeeded', await endpointWith(null))
  const [best] = await host.client.call('signatures.propose', { requestId })
  expect(best).toMatchObject({ scheme: 'stripe', verifiesWith: { label: 'key 0' } })
})

test('with several secrets the newest is used', async () => {
  const { requestId } = await send('github.push', await endpointWith('github', ['older', 'newer']))
  expect((await verdictOf(requestId))?.matched?.keyLabel).toBe('key 1')
})

test('what is put into the body is signed, and each byte counts', async () => {
  const endpoint = await endpointWith('stripe')
  const sent = await host.client.call('samples.send', {
    name: 'stripe.payment_intent.succeeded',
    to: { endpointId: endpoint.id },
    set: { 'data.object.amount': '12345', 'data.object.description': 'Größe 7/8' },
  })
  expect((await verdictOf(sent.requestId!))?.status).toBe('valid')
  expect((await verdictOf(sent.requestId!, 'github'))?.status).toBe('missing')
})

test('without a secret, or with a scheme of somebody else, samples go unsigned', async () => {
  for (const endpoint of [await endpointWith('stripe', []), await endpointWith('slack')]) {
    const { status, requestId } = await send('stripe.payment_intent.succeeded', endpoint)
    expect(status).toBe(401)
    const { headers } = await host.client.call('requests.get', { id: requestId })
    expect(headers.some(([name]) => /signature/i.test(name))).toBe(false)
  }
})
