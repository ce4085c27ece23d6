import { verify as verifyOctokit } from '@octokit/webhooks-methods'
import { Environment, LogLevel, Paddle } from '@paddle/paddle-node-sdk'
import { EventWebhook } from '@sendgrid/eventwebhook'
import { verifyKey } from 'discord-interactions'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import Stripe from 'stripe'
import { Webhook as SvixWebhook } from 'svix'
import twilio from 'twilio'
import { describe, expect, it } from 'vitest'
import {
  generateKeys,
  schemeIds,
  sign,
  verify,
  type Key,
  type SchemeId,
  type SchemeOptions,
  type SignResult,
} from '../../../electron/signatures/index.ts'
import { secretOf } from './corpus/base.ts'

const now = Date.now()
const json = Buffer.from('{"event":"lead.submit","data":{"name":"Zoë","url":"https://a.b/c"}}')

const optionsOf: Partial<Record<SchemeId, SchemeOptions>> = {
  paypal: { webhookId: '8PT597110X687430LKGECATA' },
  'generic-hmac': {
    header: 'X-Sig',
    headerTemplate: 't={timestamp},v1={signature}',
    parts: '{timestamp}.{body}',
    tolerance: 300,
  },
}

function keysFor(scheme: SchemeId): { signing: string; checking: Key } {
  const pair = generateKeys(scheme)
  if (pair !== null)
    return { signing: pair.privateKey, checking: { label: 'generated', publicKey: pair.publicKey } }
  return { signing: secretOf(scheme), checking: { label: 'secret', secret: secretOf(scheme) } }
}

function signed(scheme: SchemeId, body: Uint8Array = json, type = 'application/json', method = 'POST') {
  const { signing, checking } = keysFor(scheme)
  const headers: [string, string][] = [['Content-Type', type]]
  const input = {
    method,
    url: 'https://hooks.example.com/in?x=1',
    headers,
    body,
    key: signing,
    now,
    id: 'msg_1',
  }
  const result = sign(scheme, input, optionsOf[scheme] ?? {})
  if (!result.ok) throw new Error(result.problem)
  const request = {
    method,
    url: result.url,
    headers: [...headers, ...result.headers],
    body: result.body,
    receivedAt: now,
  }
  return { result, request, checking, signing }
}

const header = (result: Extract<SignResult, { ok: true }>, name: string) =>
  result.headers.find(([key]) => key === name)?.[1] ?? ''

describe('sign', () => {
  it.each([...schemeIds])('%s: what is signed verifies', (scheme) => {
    const { request, checking } = signed(scheme)
    const verdict = verify(scheme, request, [checking], optionsOf[scheme] ?? {}, now)
    expect(verdict.message).not.toMatch(/not match/)
    expect(verdict.status).toBe('valid')
    expect(verdict.matched?.keyLabel).toBe(checking.label)
  })

  it.each([
    ['application/x-www-form-urlencoded', 'sender=a%40b.c&body-plain=Hi'],
    [
      'multipart/form-data; boundary=bb',
      '--bb\r\nContent-Disposition: form-data; name="sender"\r\n\r\na@b.c\r\n--bb--\r\n',
    ],
    [
      'multipart/form-data; boundary=bb',
      '--bb\r\nContent-Disposition: form-data; name="token"\r\n\r\nold\r\n--bb\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--bb--\r\n',
    ],
  ])('mailgun signs %s in place', (type, body) => {
    const { request, checking } = signed('mailgun', Buffer.from(body), type)
    expect(verify('mailgun', request, [checking], {}, now).status).toBe('valid')
    expect(Buffer.from(request.body).toString()).not.toContain('unsigned')
  })

  it('an empty body can be signed', () => {
    for (const scheme of ['zendesk', 'hubspot-v3', 'github'] as const) {
      const { request, checking } = signed(scheme, Buffer.alloc(0), 'application/json', 'DELETE')
      expect(verify(scheme, request, [checking], {}, now).status).toBe('valid')
    }
  })

  it('a key of the wrong kind is a problem in words', () => {
    const input = {
      method: 'POST',
      url: 'https://a.b/',
      headers: [],
      body: json,
      key: 'not a key!',
      now,
      id: 'x',
    }
    for (const scheme of ['discord', 'sendgrid', 'aws-sns', 'svix'] as const) {
      const result = sign(scheme, input, {})
      expect(result.ok).toBe(false)
    }
    expect(sign('paypal', input, {})).toMatchObject({
      ok: false,
      problem: expect.stringContaining('webhookId') as string,
    })
    expect(sign('generic-hmac', input, {})).toMatchObject({
      ok: false,
      problem: expect.stringContaining('header') as string,
    })
  })
})

describe('the providers’ own packages take what is signed', () => {
  it('Stripe', () => {
    const { result } = signed('stripe')
    const stripe = new Stripe('sk_test_x')
    expect(() =>
      stripe.webhooks.constructEvent(json, header(result, 'Stripe-Signature'), secretOf('stripe')),
    ).not.toThrow()
  })

  it('Svix and Standard Webhooks', () => {
    const svix = signed('svix').result
    const standard = signed('standard-webhooks').result
    expect(() =>
      new SvixWebhook(secretOf('svix')).verify(json.toString(), Object.fromEntries(svix.headers)),
    ).not.toThrow()
    expect(() =>
      new StandardWebhook(secretOf('standard-webhooks')).verify(
        json.toString(),
        Object.fromEntries(standard.headers),
      ),
    ).not.toThrow()
  })

  it('GitHub', async () => {
    const { result } = signed('github')
    expect(
      await verifyOctokit(secretOf('github'), json.toString(), header(result, 'X-Hub-Signature-256')),
    ).toBe(true)
  })

  it('Twilio, form and JSON', () => {
    const form = signed(
      'twilio',
      Buffer.from('Body=Hi+there&From=%2B1415'),
      'application/x-www-form-urlencoded',
    )
    const signature = header(form.result, 'X-Twilio-Signature')
    expect(
      twilio.validateRequest(secretOf('twilio'), signature, form.request.url, {
        Body: 'Hi there',
        From: '+1415',
      }),
    ).toBe(true)
    const hashed = signed('twilio-body-sha256')
    const other = header(hashed.result, 'X-Twilio-Signature')
    expect(
      twilio.validateRequestWithBody(
        secretOf('twilio-body-sha256'),
        other,
        hashed.request.url,
        json.toString(),
      ),
    ).toBe(true)
  })

  it('SendGrid', () => {
    const { result, checking } = signed('sendgrid')
    const webhook = new EventWebhook()
    const key = webhook.convertPublicKeyToECDSA(checking.publicKey ?? '')
    const time = header(result, 'X-Twilio-Email-Event-Webhook-Timestamp')
    expect(
      webhook.verifySignature(key, json, header(result, 'X-Twilio-Email-Event-Webhook-Signature'), time),
    ).toBe(true)
  })

  it('Discord', async () => {
    const { result, checking } = signed('discord')
    const time = header(result, 'X-Signature-Timestamp')
    expect(await verifyKey(json, header(result, 'X-Signature-Ed25519'), time, checking.publicKey ?? '')).toBe(
      true,
    )
  })

  it('Paddle', async () => {
    const { result } = signed('paddle')
    const paddle = new Paddle('key', { environment: Environment.sandbox, logLevel: LogLevel.none })
    const ok = await paddle.webhooks.isSignatureValid(
      json.toString(),
      secretOf('paddle'),
      header(result, 'Paddle-Signature'),
    )
    expect(ok).toBe(true)
  })
})
