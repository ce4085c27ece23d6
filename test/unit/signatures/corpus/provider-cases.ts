import { createHash, createHmac } from 'node:crypto'
import { crc32, gzipSync } from 'node:zlib'
import { capturedAt, rsa, secretOf, serialisations, type Collector } from './base.ts'
import { paypalHeaders, snsSignature, type Headers } from './signers.ts'

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

function paypal(collector: Collector): void {
  const body = Buffer.from(serialisations['order']?.['compact'] ?? '')
  const base = {
    body,
    webhookId: '8PT597110X687430LKGECATA',
    at: capturedAt - 3000,
    id: '69cd13f0-d67a-11e5-baa3-778b53f4ae55',
  }
  const add = (
    name: string,
    code: string | string[],
    headers: Headers,
    more: Record<string, unknown> = {},
    status: 'valid' | 'invalid' | 'missing' | 'error' = code.length === 0 ? 'valid' : 'invalid',
  ) =>
    collector.addRaw(
      `paypal: ${name}`,
      code,
      {
        scheme: 'paypal',
        publicKey: rsa.cert,
        options: { webhookId: base.webhookId },
        method: 'POST',
        url: 'https://h.example.com/p',
        headers,
        bodyBase64: body.toString('base64'),
        receivedAt: capturedAt,
        ...more,
      },
      status,
    )
  const time = new Date(base.at).toISOString().replace(/\.\d+Z$/, 'Z')
  const sent = (text: Buffer) => ({ bodyBase64: text.toString('base64') })
  add('right', [], paypalHeaders(rsa.key, base))
  add('simulator', 'wrong-webhook-id', paypalHeaders(rsa.key, { ...base, webhookId: 'WEBHOOK_ID' }))
  add(
    'another known id',
    'wrong-webhook-id',
    paypalHeaders(rsa.key, { ...base, webhookId: '1JE4291016473214C' }),
    { otherSecrets: [{ label: 'live webhook', secret: '1JE4291016473214C' }] },
  )
  add('id with blanks', 'wrong-webhook-id', paypalHeaders(rsa.key, base), {
    options: { webhookId: ` ${base.webhookId}\n` },
  })
  add('an unknown id', 'unexplained', paypalHeaders(rsa.key, { ...base, webhookId: '0AA00000000000000' }))
  add(
    'written again',
    'json-reserialized',
    paypalHeaders(rsa.key, base),
    sent(
      Buffer.from(
        JSON.stringify(JSON.parse(body.toString()), null, 2).replace(
          '820982911946154500',
          '820982911946154508',
        ),
      ),
    ),
  )
  add(
    'newline',
    'trailing-newline',
    paypalHeaders(rsa.key, base),
    sent(Buffer.concat([body, Buffer.from('\n')])),
  )
  add('body altered', 'unexplained', paypalHeaders(rsa.key, base), sent(Buffer.from('{"altered":true}')))
  add(
    'certificate elsewhere',
    'cert-url-untrusted',
    paypalHeaders(rsa.key, { ...base, certUrl: 'https://api.paypal.com.evil.example/cert.pem' }),
  )
  add(
    'certificate over http',
    'cert-url-untrusted',
    paypalHeaders(rsa.key, { ...base, certUrl: 'http://api.paypal.com/v1/notifications/certs/CERT-1' }),
  )
  add(
    'certificate by user part',
    'cert-url-untrusted',
    paypalHeaders(rsa.key, { ...base, certUrl: 'https://api.paypal.com@evil.example/c' }),
  )
  add('another certificate', 'unexplained', paypalHeaders(rsa.key, base), { publicKey: rsa.otherCert })
  add('another known certificate', 'wrong-secret-known', paypalHeaders(rsa.key, base), {
    publicKey: rsa.otherCert,
    otherSecrets: [{ label: 'new', publicKey: rsa.cert }],
  })
  add('SHA-1', 'wrong-algorithm', paypalHeaders(rsa.key, { ...base, algorithm: 'sha1' }))
  add(
    'SHA-256 of the body',
    'signed-content-layout',
    paypalHeaders(rsa.key, {
      ...base,
      message: `${base.id}|${time}|${base.webhookId}|${body.toString('hex').slice(0, 0)}${createHashHex(body)}`,
    }),
  )
  add(
    'id left out',
    'signed-content-layout',
    paypalHeaders(rsa.key, { ...base, message: `${base.id}|${time}|${crcOf(body)}` }),
  )
  add(
    'hex signature',
    'signature-encoding',
    paypalHeaders(rsa.key, base).map(([name, value]) => [
      name,
      name.endsWith('SIG') ? Buffer.from(value, 'base64').toString('hex') : value,
    ]),
  )
  add(
    'no signature',
    'missing-signature-header',
    paypalHeaders(rsa.key, base).filter(([name]) => !name.endsWith('SIG')),
    {},
    'missing',
  )
  for (const part of ['TIME', 'TRANSMISSION-ID', 'CERT-URL']) {
    add(
      `no ${part}`,
      'missing-header',
      paypalHeaders(rsa.key, base).filter(([name]) => !name.endsWith(part)),
    )
  }
  add('no webhook id set', ['unexplained'], paypalHeaders(rsa.key, base), { options: {} }, 'error')
}

function createHashHex(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex')
}

function crcOf(body: Buffer): string {
  return String(crc32(body))
}

function sns(collector: Collector): void {
  const message = {
    Type: 'Notification',
    MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
    TopicArn: 'arn:aws:sns:us-west-2:123456789012:MyTopic',
    Subject: 'My First Message',
    Message: 'Hello world!\nGrüße',
    Timestamp: '2026-02-25T06:13:18.000Z',
    SigningCertURL:
      'https://sns.us-west-2.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
  }
  const text = (
    fields: Record<string, unknown>,
    names = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  ) =>
    names
      .flatMap((name) => (fields[name] === undefined ? [] : [`${name}\n${String(fields[name])}\n`]))
      .join('')
  const signed = (fields: Record<string, unknown>, version: '1' | '2' = '1', over = text(fields)) => ({
    ...fields,
    SignatureVersion: version,
    Signature: snsSignature(rsa.key, over, version),
  })
  const add = (
    name: string,
    code: string | string[],
    body: unknown,
    more: Record<string, unknown> = {},
    status: 'valid' | 'invalid' | 'missing' = code.length === 0 ? 'valid' : 'invalid',
  ) =>
    collector.addRaw(
      `aws-sns: ${name}`,
      code,
      {
        scheme: 'aws-sns',
        publicKey: rsa.cert,
        method: 'POST',
        url: 'https://h.example.com/s',
        headers: [
          ['Content-Type', 'text/plain; charset=UTF-8'],
          ['x-amz-sns-message-type', 'Notification'],
        ],
        bodyBase64: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)).toString('base64'),
        receivedAt: capturedAt,
        ...more,
      },
      status,
    )
  const confirmation = {
    ...message,
    Type: 'SubscriptionConfirmation',
    Token: '2336412f37',
    SubscribeURL: 'https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription',
  }
  const names = ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
  const { Subject, ...plain } = message
  add('version 1', [], signed(message))
  add('version 2', [], signed(message, '2'))
  add('without subject', [], signed(plain))
  add('pretty printed does no harm', [], JSON.stringify(signed(message), null, 2))
  add('confirmation', [], signed(confirmation, '1', text(confirmation, names)))
  add(
    'unsubscribe',
    [],
    signed(
      { ...confirmation, Type: 'UnsubscribeConfirmation' },
      '2',
      text({ ...confirmation, Type: 'UnsubscribeConfirmation' }, names),
    ),
  )
  add('subject null', [], { ...signed(plain), Subject: null })
  add(
    'token left out',
    'signed-content-layout',
    signed(
      confirmation,
      '1',
      text(
        confirmation,
        names.filter((name) => name !== 'Token'),
      ),
    ),
  )
  add(
    'subject left out',
    'signed-content-layout',
    signed(message, '1', text({ ...message, Subject: undefined })),
  )
  add('no last line break', 'signed-content-layout', signed(message, '1', text(message).trimEnd()))
  add('version 2 said, SHA-1 used', 'wrong-algorithm', { ...signed(message), SignatureVersion: '2' })
  add(
    'certificate elsewhere',
    'cert-url-untrusted',
    signed({ ...message, SigningCertURL: 'https://sns.us-west-2.amazonaws.com.evil.example/x.pem' }),
  )
  add(
    'certificate on a bucket',
    'cert-url-untrusted',
    signed({
      ...message,
      SigningCertURL:
        'https://s3.amazonaws.com/b/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
    }),
  )
  add('message altered', 'unexplained', { ...signed(message), Message: 'Goodbye' })
  add('another certificate', 'unexplained', signed(message), { publicKey: rsa.otherCert })
  add('another known certificate', 'wrong-secret-known', signed(message), {
    publicKey: rsa.otherCert,
    otherSecrets: [{ label: 'other', publicKey: rsa.cert }],
  })
  add('no signature', 'missing-signature-header', message, {}, 'missing')
  add('encoded twice', 'json-double-encoded', JSON.stringify(JSON.stringify(signed(message))), {}, 'missing')
  add(
    'lambda envelope',
    'json-double-encoded',
    { Body: 'x', body: JSON.stringify(signed(message)) },
    {},
    'missing',
  )
  add(
    'base64 body',
    'body-base64',
    Buffer.from(JSON.stringify(signed(message))).toString('base64'),
    {},
    'missing',
  )
  add('charset', 'charset', '', {
    bodyBase64: Buffer.from(JSON.stringify(signed(message)), 'latin1').toString('base64'),
  })
  add('encoded twice in UTF-8', 'charset', Buffer.from(JSON.stringify(signed(message))).toString('latin1'))
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
