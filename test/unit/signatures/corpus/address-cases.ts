import { form, formBody, params, type Collector, type Variation } from './base.ts'
import { bodyHashCases, twilioCases } from './twilio-cases.ts'
import type { Headers } from './signers.ts'

function shape(scheme: string): Partial<Variation> {
  if (scheme === 'twilio') return { signed: { params, body: formBody }, received: { contentType: form } }
  return {}
}

interface Move {
  name: string
  code: string | string[]
  signed: string
  seen: string
  extra?: Headers
  schemes?: string[]
}

const moves: Move[] = [
  {
    name: 'TLS ends at a proxy',
    code: 'url-scheme',
    signed: 'https://hooks.example.com/in/webhook?a=1',
    seen: 'http://hooks.example.com/in/webhook?a=1',
    extra: [['X-Forwarded-Proto', 'https']],
  },
  {
    name: 'TLS ends at a proxy that says nothing',
    code: 'url-scheme',
    signed: 'https://hooks.example.com/in/webhook',
    seen: 'http://hooks.example.com/in/webhook',
  },
  {
    name: 'http signed',
    code: 'url-scheme',
    signed: 'http://hooks.example.com/in/webhook',
    seen: 'https://hooks.example.com/in/webhook',
  },
  {
    name: 'tunnel',
    code: 'url-host',
    signed: 'https://abc.ngrok.app/in/webhook',
    seen: 'http://localhost:3000/in/webhook',
    extra: [
      ['X-Forwarded-Proto', 'https'],
      ['X-Forwarded-Host', 'abc.ngrok.app'],
    ],
  },
  {
    name: 'internal host',
    code: 'url-host',
    signed: 'https://api.example.com/in/webhook',
    seen: 'https://internal.svc.local/in/webhook',
    extra: [['X-Forwarded-Host', 'api.example.com']],
  },
  {
    name: 'Forwarded header',
    code: 'url-host',
    signed: 'https://api.example.com/in/webhook',
    seen: 'http://10.0.0.5:8080/in/webhook',
    extra: [['Forwarded', 'for=1.2.3.4;host=api.example.com;proto=https']],
  },
  {
    name: 'X-Original-Host',
    code: 'url-host',
    signed: 'https://api.example.com/in/webhook',
    seen: 'https://app-1.internal/in/webhook',
    extra: [['X-Original-Host', 'api.example.com']],
  },
  {
    name: 'www',
    code: 'url-host',
    signed: 'https://www.example.com/in/webhook',
    seen: 'https://example.com/in/webhook',
  },
  {
    name: 'Host header differs',
    code: 'url-host',
    signed: 'https://hooks.example.com/in/webhook',
    seen: 'https://10.1.2.3/in/webhook',
  },
  {
    name: 'port added',
    code: 'url-port',
    signed: 'https://hooks.example.com/in/webhook',
    seen: 'https://hooks.example.com:8443/in/webhook',
    schemes: ['square', 'hubspot-v2', 'hubspot-v3'],
  },
  {
    name: 'port lost',
    code: 'url-port',
    signed: 'https://hooks.example.com:8443/in/webhook',
    seen: 'https://hooks.example.com/in/webhook',
    extra: [['X-Forwarded-Port', '8443']],
  },
  {
    name: 'port 443 written',
    code: 'url-port',
    signed: 'https://hooks.example.com:443/in/webhook',
    seen: 'https://hooks.example.com/in/webhook',
    schemes: ['square', 'hubspot-v2', 'hubspot-v3'],
  },
  {
    name: 'port of the app',
    code: ['url-port', 'url-scheme'],
    signed: 'https://hooks.example.com/in/webhook',
    seen: 'http://hooks.example.com:8080/in/webhook',
  },
  {
    name: 'prefix stripped',
    code: 'url-path',
    signed: 'https://hooks.example.com/api/in/webhook',
    seen: 'https://hooks.example.com/in/webhook',
    extra: [['X-Forwarded-Prefix', '/api']],
  },
  {
    name: 'prefix stripped, original told',
    code: 'url-path',
    signed: 'https://hooks.example.com/payments/v2/hook?x=1',
    seen: 'https://hooks.example.com/hook?x=1',
    extra: [['X-Original-URI', '/payments/v2/hook?x=1']],
  },
  {
    name: 'prefix added',
    code: 'url-path',
    signed: 'https://hooks.example.com/webhook',
    seen: 'https://hooks.example.com/in/webhook',
  },
  {
    name: 'api prefix',
    code: 'url-path',
    signed: 'https://hooks.example.com/api/in/webhook',
    seen: 'https://hooks.example.com/in/webhook',
  },
  {
    name: 'stage prefix',
    code: 'url-path',
    signed: 'https://hooks.example.com/prod/in/webhook',
    seen: 'https://hooks.example.com/in/webhook',
  },
  {
    name: 'double slash',
    code: 'url-path',
    signed: 'https://hooks.example.com/in/webhook',
    seen: 'https://hooks.example.com//in//webhook',
  },
  {
    name: 'slash lost',
    code: 'url-trailing-slash',
    signed: 'https://hooks.example.com/in/webhook/',
    seen: 'https://hooks.example.com/in/webhook',
  },
  {
    name: 'slash added',
    code: 'url-trailing-slash',
    signed: 'https://hooks.example.com/in/webhook?x=1',
    seen: 'https://hooks.example.com/in/webhook/?x=1',
  },
  {
    name: 'slash of the root',
    code: 'url-trailing-slash',
    signed: 'https://hooks.example.com',
    seen: 'https://hooks.example.com/',
  },
  {
    name: 'query lost',
    code: 'url-query',
    signed: 'https://hooks.example.com/in/webhook',
    seen: 'https://hooks.example.com/in/webhook?utm=1',
  },
  {
    name: 'query sorted',
    code: 'url-query',
    signed: 'https://hooks.example.com/in/webhook?z=1&a=2&m=3',
    seen: 'https://hooks.example.com/in/webhook?a=2&m=3&z=1',
    schemes: [],
  },
  {
    name: 'query reordered',
    code: 'url-query',
    signed: 'https://hooks.example.com/in/webhook?a=2&m=3&z=1',
    seen: 'https://hooks.example.com/in/webhook?z=1&a=2&m=3',
  },
  {
    name: 'query reordered, two',
    code: 'url-query',
    signed: 'https://hooks.example.com/in/webhook?z=1&a=2',
    seen: 'https://hooks.example.com/in/webhook?a=2&z=1',
  },
  {
    name: 'parameter added',
    code: 'url-query',
    signed: 'https://hooks.example.com/in/webhook?a=2&z=1',
    seen: 'https://hooks.example.com/in/webhook?a=2&token=77&z=1',
  },
  {
    name: 'plus for %20',
    code: 'url-encoding',
    signed: 'https://hooks.example.com/in/webhook?name=a%20b',
    seen: 'https://hooks.example.com/in/webhook?name=a+b',
  },
  {
    name: 'apostrophe',
    code: 'url-encoding',
    signed: "https://hooks.example.com/in/webhook?q=It's",
    seen: 'https://hooks.example.com/in/webhook?q=It%27s',
  },
  {
    name: 'lower-case escapes',
    code: 'url-encoding',
    signed: 'https://hooks.example.com/in/webhook?q=%C3%A9',
    seen: 'https://hooks.example.com/in/webhook?q=%c3%a9',
  },
  {
    name: 'path decoded',
    code: 'url-encoding',
    signed: 'https://hooks.example.com/in/a%20b',
    seen: 'https://hooks.example.com/in/a b',
  },
  {
    name: 'decoded query',
    code: 'url-encoding',
    signed: 'https://hooks.example.com/in/webhook?e=a%40b.c&f=x%20y',
    seen: 'https://hooks.example.com/in/webhook?e=a@b.c&f=x%20y',
    schemes: ['square', 'hubspot-v2', 'twilio'],
  },
  {
    name: 'host in capitals',
    code: ['case', 'url-host'],
    signed: 'https://hooks.example.com/in/webhook',
    seen: 'https://Hooks.Example.com/in/webhook',
  },
  {
    name: 'path in lower case',
    code: ['case', 'url-path'],
    signed: 'https://hooks.example.com/in/webhook',
    seen: 'https://hooks.example.com/In/Webhook',
  },
  {
    name: 'scheme and slash',
    code: ['url-trailing-slash', 'url-scheme'],
    signed: 'https://hooks.example.com/in/webhook/',
    seen: 'http://hooks.example.com/in/webhook',
  },
  {
    name: 'an unknown host',
    code: 'unexplained',
    signed: 'https://unknown.example.net/in/webhook',
    seen: 'https://hooks.example.com/in/webhook',
  },
]

/** The URL or method that was signed is not the one that the server saw. */
export async function addressCases(collector: Collector): Promise<void> {
  for (const { name, code, signed, seen, extra, schemes } of moves) {
    for (const scheme of schemes ?? ['twilio', 'square', 'hubspot-v2', 'hubspot-v3']) {
      const base = shape(scheme)
      // HubSpot v3 itself decodes some escapes, so what is signed is the decoded text.
      const text = scheme === 'hubspot-v3' ? signed.replaceAll('%27', "'").replaceAll('%40', '@') : signed
      if (scheme === 'hubspot-v3' && name === 'apostrophe') continue
      if (
        scheme === 'twilio' &&
        (['plus for %20', 'lower-case escapes', 'decoded query'].includes(name) ||
          name === 'apostrophe' ||
          name === 'path decoded' ||
          name === 'host in capitals' ||
          name === 'slash of the root')
      )
        continue
      await collector.add(name, code, {
        ...base,
        scheme,
        signed: { ...base.signed, url: text },
        received: { ...base.received, url: seen },
        ...(extra === undefined ? {} : { extra }),
      })
    }
  }
  for (const scheme of ['hubspot-v2', 'hubspot-v3']) {
    for (const [signed, seen] of [
      ['POST', 'GET'],
      ['PUT', 'POST'],
      ['post', 'POST'],
      ['POST', 'post'],
      ['DELETE', 'POST'],
    ] as const) {
      await collector.add(`${signed} signed, ${seen} seen`, 'method', {
        scheme,
        signed: { method: signed },
        received: { method: seen },
      })
    }
  }
  await collector.add('URI signed undecoded', 'url-encoding', {
    scheme: 'hubspot-v3',
    signed: { url: 'https://hooks.example.com/in?e=a%40b.c' },
    received: { url: 'https://hooks.example.com/in?e=a%40b.c' },
  })
  await collector.add('URI signed decoded is right', [], {
    scheme: 'hubspot-v3',
    signed: { url: 'https://hooks.example.com/in?e=a@b.c' },
    received: { url: 'https://hooks.example.com/in?e=a%40b.c' },
  })
  await twilioCases(collector)
  await bodyHashCases(collector)
}
