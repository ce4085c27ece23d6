import { createHash } from 'node:crypto'
import { secretOf, type Collector, type Variation } from './base.ts'
import type { Headers } from './signers.ts'

const form = 'application/x-www-form-urlencoded'
const params = {
  CallSid: 'CA1234567890ABCDE',
  Caller: '+14158675309',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
}
const formBody = Buffer.from(new URLSearchParams(params).toString())

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

async function twilioCases(collector: Collector): Promise<void> {
  const scheme = 'twilio'
  const encode = (given: Record<string, string | string[]>) =>
    Buffer.from(
      new URLSearchParams(
        Object.entries(given).flatMap(([name, value]) =>
          (Array.isArray(value) ? value : [value]).map((text) => [name, text] as [string, string]),
        ),
      ).toString(),
    )
  const add = (
    name: string,
    code: string | string[],
    signed: Record<string, string | string[]>,
    received: Buffer,
    contentType: string | null = form,
  ) =>
    collector.add(name, code, {
      scheme,
      signed: { params: signed, body: received },
      received: { contentType },
    })
  await add('form', [], params, formBody)
  await add(
    'accents and emoji',
    [],
    { Body: 'Grüße 🎉', From: '+1' },
    encode({ Body: 'Grüße 🎉', From: '+1' }),
  )
  await add('repeated values', [], { A: ['2', '1', '1'], B: 'x' }, encode({ A: ['2', '1', '1'], B: 'x' }))
  await add(
    'empty values',
    [],
    { Body: '', From: '+1', NumMedia: '0' },
    encode({ Body: '', From: '+1', NumMedia: '0' }),
  )
  await add(
    'value trimmed at the end',
    'params-trimmed',
    { Body: 'Hello ', From: '+1' },
    encode({ Body: 'Hello', From: '+1' }),
  )
  await add(
    'value trimmed in front',
    'params-trimmed',
    { Body: ' Hello', From: '+1' },
    encode({ Body: 'Hello', From: '+1' }),
  )
  await add(
    'line break trimmed',
    'params-trimmed',
    { Body: 'Hello\n', From: '+1' },
    encode({ Body: 'Hello', From: '+1' }),
  )
  await add(
    'signed trimmed',
    'params-trimmed',
    { Body: 'Hello', From: '+1' },
    encode({ Body: ' Hello ', From: '+1' }),
  )
  await add(
    'empty dropped',
    'params-empty-dropped',
    { Body: '', From: '+1', To: '+2' },
    encode({ From: '+1', To: '+2' }),
  )
  await add(
    'empty city dropped',
    'params-empty-dropped',
    { Body: 'x', FromCity: '', FromState: '', FromZip: '', FromCountry: 'KE' },
    encode({ Body: 'x', FromCountry: 'KE' }),
  )
  await add(
    'two empty dropped',
    'params-empty-dropped',
    { Body: 'x', FromZip: '', ToZip: '', From: '+1' },
    encode({ Body: 'x', From: '+1' }),
  )
  await add(
    'empty not signed',
    'params-empty-dropped',
    { Body: 'x', From: '+1' },
    encode({ Body: 'x', From: '+1', FromCity: '', ToCity: '' }),
  )
  await add('as JSON', 'content-type', params, Buffer.from(JSON.stringify(params)), 'application/json')
  await add('declared as JSON', 'content-type', params, formBody, 'application/json')
  await add('declared as text', 'content-type', params, formBody, 'text/plain')
  await add('URL alone signed', 'content-type', {}, formBody)
  const boundary = '----x'
  const multipart = Object.entries(params).map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('') + `--${boundary}--\r\n` // prettier-ignore
  await add(
    'as multipart',
    'content-type',
    params,
    Buffer.from(multipart),
    `multipart/form-data; boundary=${boundary}`,
  )
  await add(
    'plus not encoded',
    'form-reencoded',
    { From: '+14158675309', To: '+1' },
    Buffer.from('From=+14158675309&To=+1'),
  )
  await add(
    'encoded twice',
    'form-reencoded',
    { Body: 'a b&c', From: '+1' },
    encode({ Body: 'a%20b%26c', From: '%2B1' }),
  )
  await add(
    'CRLF to LF',
    'line-endings',
    { Body: 'a\r\nb', From: '+1' },
    encode({ Body: 'a\nb', From: '+1' }),
  )
  await add('latin-1 form', 'charset', { Body: 'Grüße', From: '+1' }, Buffer.from('Body=Gr%FC%DFe&From=%2B1'))
  await add(
    'parameter added',
    'signed-content-layout',
    { Body: 'x', From: '+1' },
    encode({ Body: 'x', From: '+1', _method: 'post' }),
  )
  await add(
    'body altered',
    'unexplained',
    { Body: 'pay 10', From: '+1' },
    encode({ Body: 'pay 99', From: '+1' }),
  )
}

async function bodyHashCases(collector: Collector): Promise<void> {
  const scheme = 'twilio-body-sha256'
  const body = Buffer.from('{"property": "value", "boolean": true, "path": "a/b"}')
  const sum = (data: Buffer | string) => createHash('sha256').update(data).digest('hex')
  const url = (hash: string) => `https://hooks.example.com/in?foo=1&bodySHA256=${hash}`
  const add = (
    name: string,
    code: string | string[],
    signedUrl: string,
    received: Buffer,
    seen = signedUrl,
  ) =>
    collector.add(name, code, {
      scheme,
      signed: { url: signedUrl, body: received, secret: secretOf('twilio') },
      received: { url: seen },
    })
  await add('right', [], url(sum(body)), body)
  await add(
    'hash lost from the URL',
    'body-hash-missing',
    url(sum(body)),
    body,
    'https://hooks.example.com/in?foo=1',
  )
  await add(
    'whole query lost',
    'body-hash-missing',
    `https://hooks.example.com/in?bodySHA256=${sum(body)}`,
    body,
    'https://hooks.example.com/in',
  )
  await add('never a hash', 'body-hash-missing', 'https://hooks.example.com/in?foo=1', body)
  await add('upper-case hash', 'hex-case', url(sum(body).toUpperCase()), body)
  await add(
    'body written again',
    'json-reserialized',
    url(sum(body)),
    Buffer.from(JSON.stringify(JSON.parse(body.toString()))),
  )
  await add('newline added', 'trailing-newline', url(sum(body)), Buffer.from(`${body.toString()}\n`))
  await add('slashes', ['json-slash-escaping'], url(sum('{"p":"a\\/b"}')), Buffer.from('{"p":"a/b"}'))
  await add('body altered', 'unexplained', url(sum(body)), Buffer.from('{"property": "other"}'))
  await add('scheme', 'url-scheme', url(sum(body)), body, url(sum(body)).replace('https', 'http'))
}
