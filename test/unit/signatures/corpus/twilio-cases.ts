import { createHash } from 'node:crypto'
import { form, formBody, params, secretOf, type Collector } from './base.ts'

export async function twilioCases(collector: Collector): Promise<void> {
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

export async function bodyHashCases(collector: Collector): Promise<void> {
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
