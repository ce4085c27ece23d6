import { createHmac } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { capturedAt, secretOf, serialisations, type Collector } from './base.ts'
import { paypal, sns } from './certificate-cases.ts'
import type { Headers } from './signers.ts'

/** Mailgun, PayPal, SNS, the shared-secret schemes and the generic one. */
export async function providerCases(collector: Collector): Promise<void> {
  mailgun(collector)
  paypal(collector)
  sns(collector)
  generic(collector)
  await equality(collector)
}

function mailgun(collector: Collector): void {
  const secret = 'key-3ax6xnjp29jd6fds4gc373sgvjxteol0'
  const timestamp = String(capturedAt / 1000 - 5)
  const token = 'a8ce0edb2dd8301dee6c2405235584e45aa91d1e9f979f3de0'
  const sign = (text: string, key = secret, name = 'sha256', encoding: 'hex' | 'base64' = 'hex') =>
    createHmac(name, key).update(text).digest(encoding)
  const right = sign(timestamp + token)
  const json = (signature: Record<string, unknown>, event = 'delivered') =>
    JSON.stringify({ signature, 'event-data': { event, id: 'x' } })
  const add = (
    name: string,
    code: string | string[],
    body: string | Buffer,
    more: Record<string, unknown> = {},
    type = 'application/json',
    status: 'valid' | 'invalid' | 'missing' = code.length === 0 ? 'valid' : 'invalid',
  ) =>
    collector.addRaw(
      `mailgun: ${name}`,
      code,
      {
        scheme: 'mailgun',
        secret,
        method: 'POST',
        url: 'https://h.example.com/m',
        headers: [['Content-Type', type]],
        bodyBase64: Buffer.from(body).toString('base64'),
        receivedAt: capturedAt,
        ...more,
      },
      status,
    )
  add('JSON', [], json({ timestamp, token, signature: right }))
  add('number as timestamp', [], json({ timestamp: Number(timestamp), token, signature: right }))
  add(
    'form',
    [],
    new URLSearchParams({ timestamp, token, signature: right, sender: 'a@b.c' }).toString(),
    {},
    'application/x-www-form-urlencoded',
  )
  const multipart = [['timestamp', timestamp], ['token', token], ['signature', right], ['body-plain', 'Hi']].map(([name, value]) => `--bb\r\nContent-Disposition: form-data; name="${name ?? ''}"\r\n\r\n${value ?? ''}\r\n`).join('') + '--bb--\r\n' // prettier-ignore
  add('multipart', [], multipart, {}, 'multipart/form-data; boundary=bb')
  add('altered event is not noticed', [], json({ timestamp, token, signature: right }, 'failed'))
  add(
    'parent signature chosen',
    [],
    json({ timestamp, token, signature: 'ab'.repeat(32), 'parent-signature': right }),
    { options: { signatureField: 'parent-signature' } },
  )
  add(
    'parent signature instead',
    'wrong-header',
    json({ timestamp, token, signature: sign(timestamp + token, 'sub'), 'parent-signature': right }),
  )
  add(
    'no signature',
    'missing-signature-header',
    json({ timestamp, token }),
    {},
    'application/json',
    'missing',
  )
  add('no token', 'missing-header', json({ timestamp, signature: right }))
  add('upper case', 'hex-case', json({ timestamp, token, signature: right.toUpperCase() }))
  add(
    'base64',
    'signature-encoding',
    json({ timestamp, token, signature: sign(timestamp + token, secret, 'sha256', 'base64') }),
  )
  add('truncated', 'signature-truncated', json({ timestamp, token, signature: right.slice(0, 40) }))
  add('token first', 'signed-content-layout', json({ timestamp, token, signature: sign(token + timestamp) }))
  add(
    'with a dot',
    'signed-content-layout',
    json({ timestamp, token, signature: sign(`${timestamp}.${token}`) }),
  )
  add('only the token', 'signed-content-layout', json({ timestamp, token, signature: sign(token) }))
  add(
    'SHA-1',
    'wrong-algorithm',
    json({ timestamp, token, signature: sign(timestamp + token, secret, 'sha1') }),
  )
  add('secret with newline', 'secret-whitespace', json({ timestamp, token, signature: right }), {
    secret: `${secret}\n`,
  })
  add('key- lost', 'secret-prefix', json({ timestamp, token, signature: right }), { secret: secret.slice(4) })
  add('known key', 'wrong-secret-known', json({ timestamp, token, signature: right }), {
    secret: 'pubkey-1',
    otherSecrets: [{ label: 'signing', secret }],
  })
  add('unknown key', 'unexplained', json({ timestamp, token, signature: right }), { secret: 'key-other' })
  add(
    'form declared as JSON',
    'content-type',
    new URLSearchParams({ timestamp, token, signature: right }).toString(),
    {},
    'application/json',
    'missing',
  )
  add(
    'gzip',
    'content-encoding',
    gzipSync(json({ timestamp, token, signature: right })),
    {},
    'application/json',
    'missing',
  )
  add(
    'base64 body',
    'body-base64',
    Buffer.from(json({ timestamp, token, signature: right })).toString('base64'),
    {},
    'application/json',
    'missing',
  )
  add(
    'JSON in a string',
    'json-double-encoded',
    JSON.stringify(json({ timestamp, token, signature: right })),
    {},
    'application/json',
    'missing',
  )
  add(
    'milliseconds signed',
    'timestamp-unit',
    json({ timestamp, token, signature: sign(`${timestamp}000${token}`) }),
  )
  add(
    'stale by a tolerance',
    'timestamp-stale',
    json({ timestamp: '1500000000', token, signature: sign(`1500000000${token}`) }),
    { tolerance: 900 },
  )
}

function generic(collector: Collector): void {
  const body = Buffer.from(serialisations['lead']?.['compact'] ?? '')
  const secret = 'generic-secret-123'
  const at = capturedAt - 1000
  const add = (
    name: string,
    code: string | string[],
    options: Record<string, unknown>,
    headers: Headers,
    more: Record<string, unknown> = {},
    status: 'valid' | 'invalid' | 'missing' | 'error' = code.length === 0 ? 'valid' : 'invalid',
  ) =>
    collector.addRaw(
      `generic-hmac: ${name}`,
      code,
      {
        scheme: 'generic-hmac',
        secret,
        options,
        method: 'POST',
        url: 'https://h.example.com/g/hook?x=1',
        headers,
        bodyBase64: body.toString('base64'),
        receivedAt: capturedAt,
        ...more,
      },
      status,
    )
  const mac = (
    name: string,
    text: string | Buffer,
    encoding: 'hex' | 'base64' | 'base64url',
    key: string | Buffer = secret,
  ) => createHmac(name, key).update(text).digest(encoding)
  for (const algorithm of ['sha1', 'sha256', 'sha384', 'sha512']) {
    for (const encoding of ['hex', 'base64', 'base64url'] as const) {
      add(`${algorithm} ${encoding}`, [], { header: 'X-Sig', algorithm, encoding }, [
        ['x-sig', mac(algorithm, body, encoding)],
      ])
    }
  }
  add('padded base64url', [], { header: 'X-Sig', encoding: 'base64url' }, [
    ['X-Sig', `${mac('sha256', body, 'base64url')}=`],
  ])
  add('prefix', [], { header: 'X-Sig', prefix: 'hmac=' }, [['X-Sig', `hmac=${mac('sha256', body, 'hex')}`]])
  const template = {
    header: 'X-Sig',
    headerTemplate: 't={timestamp},v1={signature}',
    parts: ['{timestamp}', '.', '{body}'],
    timestampUnit: 'ms',
    encoding: 'base64url',
    tolerance: 300,
  }
  add('sanity', [], template, [
    ['X-Sig', `t=${String(at)},v1=${mac('sha256', `${String(at)}.${body.toString()}`, 'base64url')}`],
  ])
  add(
    'sanity, stale',
    'timestamp-stale',
    template,
    [
      [
        'X-Sig',
        `t=${String(at - 900_000)},v1=${mac('sha256', `${String(at - 900_000)}.${body.toString()}`, 'base64url')}`,
      ],
    ],
    { tolerance: 300 },
  )
  add('method and url', [], { header: 'X-Sig', parts: '{method}\n{url}\n{body}' }, [
    ['X-Sig', mac('sha256', `POST\nhttps://h.example.com/g/hook?x=1\n${body.toString()}`, 'hex')],
  ])
  add('path', [], { header: 'X-Sig', parts: ['{method}', '{path}', '{body}'] }, [
    ['X-Sig', mac('sha256', `POST/g/hook${body.toString()}`, 'hex')],
  ])
  const full = {
    header: 'X-Sig',
    idHeader: 'X-Id',
    timestampHeader: 'X-Time',
    timestampUnit: 'iso',
    parts: ['{id}', ':', '{timestamp}', ':', '{body}'],
    secretEncoding: 'base64',
  }
  const time = new Date(at).toISOString()
  add(
    'id, ISO time, base64 secret',
    [],
    full,
    [
      ['X-Id', 'abc'],
      ['X-Time', time],
      [
        'X-Sig',
        mac(
          'sha256',
          `abc:${time}:${body.toString()}`,
          'hex',
          Buffer.from('c2VjcmV0LWJ5dGVzLTEyMw==', 'base64'),
        ),
      ],
    ],
    { secret: 'c2VjcmV0LWJ5dGVzLTEyMw==' },
  )
  add(
    'no id',
    'missing-header',
    full,
    [
      ['X-Time', time],
      [
        'X-Sig',
        mac(
          'sha256',
          `abc:${time}:${body.toString()}`,
          'hex',
          Buffer.from('c2VjcmV0LWJ5dGVzLTEyMw==', 'base64'),
        ),
      ],
    ],
    { secret: 'c2VjcmV0LWJ5dGVzLTEyMw==' },
  )
  add(
    'hex secret',
    [],
    { header: 'X-Sig', secretEncoding: 'hex' },
    [['X-Sig', mac('sha256', body, 'hex', Buffer.from('00ff10', 'hex'))]],
    { secret: '00ff10' },
  )
  add(
    'hex secret taken as text',
    'secret-not-decoded',
    { header: 'X-Sig', secretEncoding: 'hex' },
    [['X-Sig', mac('sha256', body, 'hex', '00ff1022')]],
    { secret: '00ff1022' },
  )
  add(
    'text secret decoded from hex',
    'secret-decoded',
    { header: 'X-Sig' },
    [['X-Sig', mac('sha256', body, 'hex', Buffer.from('00ff1022', 'hex'))]],
    { secret: '00ff1022' },
  )
  add('upper case', 'hex-case', { header: 'X-Sig' }, [['X-Sig', mac('sha256', body, 'hex').toUpperCase()]])
  add('missing', 'missing-signature-header', { header: 'X-Sig' }, [], {}, 'missing')
  add(
    'other header',
    'wrong-header',
    { header: 'X-Sig' },
    [['X-Other', mac('sha256', body, 'hex')]],
    {},
    'missing',
  )
  add('wrong algorithm', 'wrong-algorithm', { header: 'X-Sig', algorithm: 'sha256' }, [
    ['X-Sig', mac('sha512', body, 'hex')],
  ])
  add('no header set', 'unexplained', {}, [['X-Sig', 'ab']], {}, 'error')
  add(
    'impossible algorithm',
    'unexplained',
    { header: 'X-Sig', algorithm: 'crc32' },
    [['X-Sig', 'ab']],
    {},
    'error',
  )
}

async function equality(collector: Collector): Promise<void> {
  for (const scheme of ['telegram', 'chatzuri-secret']) {
    const secret = secretOf(scheme)
    const value = (change: (text: string) => string) => ({
      scheme,
      headers: (headers: Headers): Headers => headers.map(([name, text]) => [name, change(text)]),
    })
    await collector.add('right', [], { scheme })
    await collector.add(
      'missing',
      'missing-signature-header',
      { scheme, headers: () => [] },
      { status: 'missing' },
    )
    await collector.add(
      'other header',
      'wrong-header',
      { scheme, headers: (headers) => headers.map(([, text]) => ['X-Secret', text]) },
      { status: 'missing' },
    )
    await collector.add(
      'case',
      'case',
      value((text) => text.toLowerCase()),
    )
    await collector.add('newline in ours', 'secret-whitespace', {
      scheme,
      received: { secret: `${secret}\n` },
    })
    await collector.add('quotes in ours', 'secret-quoted', { scheme, received: { secret: `"${secret}"` } })
    await collector.add(
      'quotes in theirs',
      ['secret-quoted', 'signature-header-format'],
      value((text) => `"${text}"`),
    )
    await collector.add(
      'Bearer',
      ['signature-prefix', 'secret-prefix'],
      value((text) => `Bearer ${text}`),
    )
    await collector.add(
      'base64',
      'signature-encoding',
      value((text) => Buffer.from(text).toString('base64')),
    )
    await collector.add(
      'cut',
      'signature-truncated',
      value((text) => text.slice(0, -4)),
    )
    await collector.add(
      'another known',
      'wrong-secret-known',
      { scheme, received: { secret: 'something-else' }, others: [{ label: 'live', secret }] },
      { secretLabel: 'live' },
    )
    await collector.add('unknown', 'unexplained', { scheme, received: { secret: 'something-else' } })
    await collector.add(
      'HMAC instead',
      'wrong-algorithm',
      value(() =>
        createHmac('sha256', secret)
          .update(serialisations['lead']?.['compact'] ?? '')
          .digest('hex'),
      ),
    )
  }
}
