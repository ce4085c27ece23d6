import { createHash, createHmac } from 'node:crypto'
import { bodyFor, capturedAt, secretOf, serialisations, type Collector } from './base.ts'
import { onDigest, onValue } from './on-header.ts'

/** Another recipe than the provider's. */
export async function recipes(collector: Collector): Promise<void> {
  const body = Buffer.from(serialisations['order']?.['compact'] ?? '')
  const at = String(capturedAt / 1000 - 2)
  for (const scheme of [
    'github',
    'meta',
    'shopify',
    'line',
    'typeform',
    'chatzuri',
    'docusign',
    'linear',
    'intercom',
    'chatzuri-sha1',
  ]) {
    const secret = secretOf(scheme)
    const used = bodyFor(scheme, body)
    const own = scheme === 'intercom' || scheme === 'chatzuri-sha1' ? 'sha1' : 'sha256'
    const encoding = ['shopify', 'line', 'typeform', 'docusign'].includes(scheme) ? 'base64' : 'hex'
    const digests: [string, string, string][] = [
      [
        'HMAC-SHA-1',
        createHmac(own === 'sha1' ? 'sha256' : 'sha1', secret)
          .update(used)
          .digest(encoding),
        'wrong-algorithm',
      ],
      ['HMAC-SHA-512', createHmac('sha512', secret).update(used).digest(encoding), 'wrong-algorithm'],
      ['HMAC-MD5', createHmac('md5', secret).update(used).digest(encoding), 'wrong-algorithm'],
      ['plain hash', createHash(own).update(used).digest(encoding), 'wrong-algorithm'],
      [
        'hash of secret and body',
        createHash(own).update(secret).update(used).digest(encoding),
        'wrong-algorithm',
      ],
      [
        'hash of body and secret',
        createHash(own).update(used).update(secret).digest(encoding),
        'wrong-algorithm',
      ],
      ['swapped', createHmac(own, used).update(secret).digest(encoding), 'wrong-algorithm'],
      [
        'url and body',
        createHmac(own, secret).update('https://hooks.example.com/in/webhook').update(used).digest(encoding),
        'signed-content-layout',
      ],
      [
        'hash of the body',
        createHmac(own, secret).update(createHash('sha256').update(used).digest('hex')).digest(encoding),
        'signed-content-layout',
      ],
    ]
    for (const [name, digest, code] of digests) {
      await collector.add(name, code, { scheme, signed: { body: used }, headers: onDigest(() => digest) })
    }
  }
  await collector.add('sha1 value in the 256 header', 'wrong-algorithm', {
    scheme: 'github',
    signed: { body },
    headers: onValue(() => `sha1=${createHmac('sha1', secretOf('github')).update(body).digest('hex')}`),
  })
  const layouts: [string, string[], string][] = [
    [
      'stripe',
      [
        body.toString(),
        `${at}${body.toString()}`,
        `${at}:${body.toString()}`,
        `${body.toString()}.${at}`,
        `${at}\n${body.toString()}`,
      ],
      'hex',
    ],
    ['calendly', [body.toString(), `${at}:${body.toString()}`], 'hex'],
    ['paddle', [body.toString(), `${at}.${body.toString()}`, `${at}${body.toString()}`], 'hex'],
    [
      'slack',
      [
        body.toString(),
        `${at}:${body.toString()}`,
        `v0.${at}.${body.toString()}`,
        `v0${at}${body.toString()}`,
        `${at}.${body.toString()}`,
        `v1:${at}:${body.toString()}`,
      ],
      'hex',
    ],
    ['zoom', [body.toString(), `${at}:${body.toString()}`, `v0:${body.toString()}`], 'hex'],
    [
      'svix',
      [
        body.toString(),
        `${at}.${body.toString()}`,
        `ID.${body.toString()}`,
        `${at}.ID.${body.toString()}`,
        `ID${at}${body.toString()}`,
        `ID:${at}:${body.toString()}`,
      ],
      'base64',
    ],
  ]
  for (const [scheme, texts, encoding] of layouts) {
    const secret = secretOf(scheme)
    const key = scheme === 'svix' ? Buffer.from(secret.slice(6), 'base64') : secret
    for (const text of texts) {
      const digest = createHmac('sha256', key)
        .update(text.replace('ID', 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W'))
        .digest(encoding as 'hex')
      await collector.add(`signed ${text.slice(0, 24)}`, 'signed-content-layout', {
        scheme,
        signed: { body },
        headers: onDigest(() => digest),
      })
    }
    const sha1 = createHmac('sha1', key)
      .update(
        scheme === 'paddle'
          ? `${at}:`
          : scheme === 'svix'
            ? `msg_2KWPBgLlAfxdpx2AI54pPJ85f4W.${at}.`
            : scheme === 'stripe' || scheme === 'calendly'
              ? `${at}.`
              : `v0:${at}:`,
      )
      .update(body)
      .digest(encoding as 'hex')
    await collector.add('HMAC-SHA-1', 'wrong-algorithm', {
      scheme,
      signed: { body },
      headers: onDigest(() => sha1),
    })
  }
  const url = 'https://hooks.example.com/in/webhook'
  for (const [scheme, text, encoding] of [
    ['square', body.toString(), 'base64'],
    ['square', body.toString() + url, 'base64'],
    ['hubspot-v3', `POST${url}${body.toString()}`, 'base64'],
    ['hubspot-v3', `${url}${body.toString()}${String(capturedAt - 2000)}`, 'base64'],
    ['hubspot-v3', `POST${url}${String(capturedAt - 2000)}${body.toString()}`, 'base64'],
    ['hubspot-v3', body.toString(), 'base64'],
    ['zendesk', body.toString(), 'base64'],
    ['zendesk', `2026-02-25T06:13:18Z.${body.toString()}`, 'base64'],
    ['zendesk', `${body.toString()}2026-02-25T06:13:18Z`, 'base64'],
  ] as const) {
    const digest = createHmac('sha256', secretOf(scheme)).update(text).digest(encoding)
    await collector.add(`signed ${text.slice(0, 20)}`, 'signed-content-layout', {
      scheme,
      signed: { body },
      headers: onDigest(() => digest),
    })
  }
  await collector.add('v1 text under v2', 'signed-content-layout', {
    scheme: 'hubspot-v2',
    signed: { body },
    headers: onValue(() => createHash('sha256').update(secretOf('hubspot-v2')).update(body).digest('hex')),
  })
  await collector.add('v2 text under v1', 'signed-content-layout', {
    scheme: 'hubspot-v1',
    signed: { body },
    headers: onValue(() =>
      createHash('sha256')
        .update(`${secretOf('hubspot-v1')}POST${url}`)
        .update(body)
        .digest('hex'),
    ),
  })
  await collector.add('HMAC instead of a hash', 'wrong-algorithm', {
    scheme: 'hubspot-v1',
    signed: { body },
    headers: onValue(() => createHmac('sha256', secretOf('hubspot-v1')).update(body).digest('hex')),
  })
}
