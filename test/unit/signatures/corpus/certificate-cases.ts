import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { capturedAt, rsa, serialisations, type Collector } from './base.ts'
import { paypalHeaders, snsSignature, type Headers } from './signers.ts'

export function paypal(collector: Collector): void {
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

export function sns(collector: Collector): void {
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
    fields: Record<string, string | undefined>,
    names = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  ) => names.flatMap((name) => (fields[name] === undefined ? [] : [`${name}\n${fields[name]}\n`])).join('')
  const signed = (
    fields: Record<string, string | undefined>,
    version: '1' | '2' = '1',
    over = text(fields),
  ) => ({
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
  const plain = Object.fromEntries(Object.entries(message).filter(([name]) => name !== 'Subject'))
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
