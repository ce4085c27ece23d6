import { describe, expect, it } from 'vitest'
import { detect, propose, sign, type SchemeId } from '../../../electron/signatures/index.ts'
import { secretOf } from './corpus/base.ts'

const now = 1_772_000_000_000

function sent(scheme: SchemeId, text = '{"a":1}', extra: [string, string][] = []) {
  const input = {
    method: 'POST',
    url: 'https://h.example.com/x',
    headers: extra,
    body: Buffer.from(text),
    key: secretOf(scheme),
    now,
    id: 'msg_1',
  }
  const result = sign(scheme, input, {})
  if (!result.ok) throw new Error(result.problem)
  return {
    method: 'POST',
    url: result.url,
    headers: [...extra, ...result.headers],
    body: result.body,
    receivedAt: now,
  }
}

describe('detect', () => {
  it.each([
    'stripe',
    'slack',
    'shopify',
    'square',
    'zoom',
    'paddle',
    'telegram',
    'hubspot-v1',
    'hubspot-v2',
    'hubspot-v3',
    'typeform',
    'zendesk',
    'calendly',
    'docusign',
    'line',
    'linear',
    'mailgun',
    'svix',
    'chatzuri-secret',
    'twilio-body-sha256',
  ] as const)('knows %s by its headers or body', (scheme) => {
    expect(detect(sent(scheme))[0]?.scheme).toBe(scheme)
  })

  it('tells the users of one header apart', () => {
    expect(detect(sent('github', '{}', [['X-GitHub-Event', 'push']]))[0]?.scheme).toBe('github')
    expect(detect(sent('meta', '{"object":"whatsapp_business_account","entry":[]}'))[0]?.scheme).toBe('meta')
    expect(detect(sent('intercom', '{"type":"notification_event"}'))[0]?.scheme).toBe('intercom')
    expect(detect(sent('chatzuri'))[0]?.scheme).toBe('chatzuri')
    expect(detect(sent('chatzuri-sha1'))[0]?.scheme).toBe('chatzuri-sha1')
    expect(detect(sent('standard-webhooks'))[0]?.scheme).toBe('standard-webhooks')
  })

  it('finds nothing in an unsigned request', () => {
    expect(
      detect({
        method: 'POST',
        url: 'https://a.b/',
        headers: [['Content-Type', 'application/json']],
        body: Buffer.from('{"a":1}'),
        receivedAt: now,
      }),
    ).toEqual([])
  })

  it('proposes first what verifies, with the key', () => {
    const keys = [
      { label: 'other', secret: 'nope' },
      { label: 'live', secret: secretOf('intercom') },
    ]
    expect(propose(sent('intercom'), keys, now)[0]).toMatchObject({ keyIndex: 1 })
    expect(propose(sent('stripe'), [{ label: 'live', secret: secretOf('stripe') }], now)[0]).toMatchObject({
      scheme: 'stripe',
      keyIndex: 0,
    })
  })
})
