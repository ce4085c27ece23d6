import { createHash, createHmac } from 'node:crypto'
import { allBody, bodyFor, capturedAt, hmacBody, secretOf, serialisations, type Collector } from './base.ts'
import type { Headers } from './signers.ts'

const hexSchemes = ['chatzuri', 'chatzuri-sha1', 'github', 'github-sha1', 'meta', 'intercom', 'stripe', 'calendly', 'paddle', 'slack', 'zoom', 'linear', 'hubspot-v1', 'hubspot-v2'] // prettier-ignore
const base64Schemes = ['svix', 'standard-webhooks', 'shopify', 'line', 'docusign', 'typeform', 'zendesk', 'square', 'hubspot-v3', 'sendgrid', 'standard-webhooks-v1a', 'twilio', 'twilio-body-sha256'] // prettier-ignore
const prefixed: Record<string, string> = { chatzuri: 'sha256=', github: 'sha256=', 'github-sha1': 'sha1=', meta: 'sha256=', intercom: 'sha1=', slack: 'v0=', zoom: 'v0=', typeform: 'sha256=', svix: 'v1,', 'standard-webhooks': 'v1,', 'standard-webhooks-v1a': 'v1a,' } // prettier-ignore
const isSignature = (name: string) => /signature(?:-256|-v3|-1|-ed25519)?$|hmac-sha256$/i.test(name)

/** Changes the digest in the signature header, leaving all around it. */
const onDigest =
  (change: (digest: string) => string) =>
  (headers: Headers): Headers =>
    headers.map(([name, value]) =>
      isSignature(name) ? [name, value.replace(/[A-Za-z0-9+/]{27,}={0,2}$/, change)] : [name, value],
    )
const onValue =
  (change: (value: string) => string) =>
  (headers: Headers): Headers =>
    headers.map(([name, value]) => (isSignature(name) ? [name, change(value)] : [name, value]))
const rename =
  (to: (name: string) => string) =>
  (headers: Headers): Headers =>
    headers.map(([name, value]) => [isSignature(name) ? to(name) : name, value])

/** The signature is right, but written, placed or cut another way. */
export async function headerCases(collector: Collector): Promise<void> {
  for (const scheme of hexSchemes) {
    await collector.add('upper-case hex', 'hex-case', {
      scheme,
      headers: onDigest((digest) => digest.toUpperCase()),
    })
    await collector.add('base64 for hex', 'signature-encoding', {
      scheme,
      headers: onDigest((digest) => Buffer.from(digest, 'hex').toString('base64')),
    })
    await collector.add('base64 of hex text', 'signature-encoding', {
      scheme,
      headers: onDigest((digest) => Buffer.from(digest).toString('base64')),
    })
  }
  await collector.add('upper-case hex is fine', [], {
    scheme: 'discord',
    headers: onDigest((digest) => digest.toUpperCase()),
  })
  for (const scheme of base64Schemes) {
    const base = { scheme, ...(scheme === 'twilio-body-sha256' ? { signed: { url: 'https://a.example.com/?bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a', body: Buffer.from('{}') } } : {}), ...(scheme === 'twilio' ? { signed: { body: Buffer.from('') } } : {}) } // prettier-ignore
    await collector.add('hex for base64', 'signature-encoding', {
      ...base,
      headers: onDigest((digest) => Buffer.from(digest, 'base64').toString('hex')),
    })
    await collector.add('base64url', ['signature-encoding'], {
      ...base,
      headers: onDigest((digest) => Buffer.from(digest, 'base64').toString('base64url')),
    })
    if (scheme !== 'sendgrid')
      await collector.add('padding lost', ['signature-encoding', 'signature-truncated'], {
        ...base,
        headers: onDigest((digest) => digest.replace(/=+$/, '')),
      })
    await collector.add('percent-encoded', ['signature-encoding', 'signature-header-format'], {
      ...base,
      headers: onDigest((digest) => encodeURIComponent(digest)),
    })
  }
  for (const [scheme, prefix] of Object.entries(prefixed)) {
    await collector.add('prefix missing', 'signature-prefix', {
      scheme,
      headers: onValue((value) => value.slice(prefix.length)),
    })
    await collector.add('another prefix', 'signature-prefix', {
      scheme,
      headers: onValue((value) =>
        `v9=${value.slice(prefix.length)}`.replace('v9=', prefix.endsWith(',') ? 'v9,' : 'v9='),
      ),
    })
    await collector.add('prefix twice', 'signature-prefix', {
      scheme,
      headers: onValue((value) => prefix + value),
    })
    await collector.add('blank behind the prefix', 'signature-header-format', {
      scheme,
      headers: onValue((value) => `${prefix} ${value.slice(prefix.length)}`),
    })
    await collector.add('quotes', 'signature-header-format', {
      scheme,
      headers: onValue((value) => `"${value}"`),
    })
    await collector.add('other delimiter', 'signature-header-format', {
      scheme,
      headers: onValue((value) => `${prefix.slice(0, -1)}:${value.slice(prefix.length)}`),
    })
  }
  for (const scheme of [
    'linear',
    'shopify',
    'line',
    'docusign',
    'zendesk',
    'square',
    'hubspot-v1',
    'hubspot-v3',
    'chatzuri-sha1',
    'discord',
    'sendgrid',
  ]) {
    await collector.add('unwanted prefix', 'signature-prefix', {
      scheme,
      headers: onValue((value) => `sha256=${value}`),
    })
    await collector.add('quotes', 'signature-header-format', {
      scheme,
      headers: onValue((value) => `"${value}"`),
    })
  }
  await lists(collector)
  await truncated(collector)
  await names(collector)
  await recipes(collector)
}

async function lists(collector: Collector): Promise<void> {
  for (const scheme of ['svix', 'standard-webhooks']) {
    const bogus = `v1,${createHash('sha256').update('old').digest('base64')}`
    await collector.add('two by comma', 'signature-list-separator', {
      scheme,
      headers: onValue((value) => `${bogus},${value}`),
    })
    await collector.add('two by comma and blank', ['signature-list-separator', 'signature-header-format'], {
      scheme,
      headers: onValue((value) => `${value}, ${bogus}`),
    })
    await collector.add('two by semicolon', 'signature-list-separator', {
      scheme,
      headers: onValue((value) => `${value};${bogus}`),
    })
    await collector.add('two by blank are fine', [], {
      scheme,
      headers: onValue((value) => `${bogus} ${value}`),
    })
    await collector.add('unknown versions are skipped', [], {
      scheme,
      headers: onValue((value) => `v1a,AAAA ${value} v2,xyz`),
    })
    await collector.add('= for ,', ['signature-header-format', 'signature-prefix'], {
      scheme,
      headers: onValue((value) => value.replace('v1,', 'v1=')),
    })
    await collector.add('blank behind comma', 'signature-header-format', {
      scheme,
      headers: onValue((value) => value.replace('v1,', 'v1, ')),
    })
  }
  for (const scheme of ['stripe', 'calendly']) {
    const v0 = `v0=${createHash('sha256').update('v0').digest('hex')}`
    await collector.add('semicolons', 'signature-list-separator', {
      scheme,
      headers: onValue((value) => value.replaceAll(',', ';')),
    })
    await collector.add('ampersands', 'signature-list-separator', {
      scheme,
      headers: onValue((value) => value.replaceAll(',', '&')),
    })
    await collector.add('blanks', 'signature-list-separator', {
      scheme,
      headers: onValue((value) => value.replaceAll(',', ' ')),
    })
    await collector.add('comma and blank', ['signature-header-format', 'signature-list-separator'], {
      scheme,
      headers: onValue((value) => value.replaceAll(',', ', ')),
    })
    await collector.add('v0 beside is fine', [], { scheme, headers: onValue((value) => `${value},${v0}`) })
    await collector.add('old v1 beside is fine', [], {
      scheme,
      headers: onValue((value) =>
        value.replace(',', `,v1=${createHash('sha256').update('v1').digest('hex')},`),
      ),
    })
    await collector.add('only v0', ['signature-header-format', 'signature-prefix'], {
      scheme,
      headers: onValue((value) => value.replace('v1=', 'v0=')),
    })
    await collector.add('colons', 'signature-header-format', {
      scheme,
      headers: onValue((value) => value.replaceAll('=', ':')),
    })
    await collector.add('name lost', ['signature-prefix', 'signature-header-format'], {
      scheme,
      headers: onValue((value) => value.replace('v1=', '')),
    })
    await collector.add('other names', 'signature-header-format', {
      scheme,
      headers: onValue((value) => value.replace('t=', 'timestamp=').replace('v1=', 'signature=')),
    })
    await collector.add('time lost', ['signature-header-format', 'missing-header'], {
      scheme,
      headers: onValue((value) => value.replace(/t=\d+,/, '')),
    })
    await collector.add('quotes', 'signature-header-format', {
      scheme,
      headers: onValue((value) => `"${value}"`),
    })
  }
  await collector.add('commas', 'signature-list-separator', {
    scheme: 'paddle',
    headers: onValue((value) => value.replaceAll(';', ',')),
  })
  await collector.add('semicolon and blank', ['signature-header-format', 'signature-list-separator'], {
    scheme: 'paddle',
    headers: onValue((value) => value.replaceAll(';', '; ')),
  })
  await collector.add('rotation is fine', [], {
    scheme: 'paddle',
    headers: onValue((value) => `${value};h1=${'0'.repeat(64)}`),
  })
  for (const scheme of ['github', 'typeform', 'shopify']) {
    await collector.add('two joined', ['signature-list-separator', 'signature-header-format'], {
      scheme,
      headers: onValue((value) => `${value}, ${value.replace(/.$/, 'A')}`),
    })
  }
  await collector.add('second header matches', [], {
    scheme: 'docusign',
    headers: (headers) =>
      headers.flatMap(([name, value]) =>
        name === 'X-DocuSign-Signature-1'
          ? ([
              [name, Buffer.alloc(32).toString('base64')],
              ['X-DocuSign-Signature-2', value],
            ] as Headers)
          : [[name, value]],
      ),
  })
}

async function truncated(collector: Collector): Promise<void> {
  for (const [at, scheme] of hmacBody.entries()) {
    const cut = [2, 8, 20, 10][at % 4] ?? 8
    await collector.add(`last ${String(cut)} lost`, 'signature-truncated', {
      scheme,
      headers: onDigest((digest) => digest.slice(0, -cut)),
    })
    if (at % 2 === 0)
      await collector.add('half', 'signature-truncated', {
        scheme,
        headers: onDigest((digest) => digest.slice(0, Math.ceil(digest.length / 2))),
      })
    if (at % 3 === 0)
      await collector.add('beginning lost', 'signature-truncated', {
        scheme,
        headers: onDigest((digest) => digest.slice(8)),
      })
    if (at % 3 === 1)
      await collector.add('only four characters', 'unexplained', {
        scheme,
        headers: onDigest((digest) => digest.slice(0, 4)),
      })
  }
}

async function names(collector: Collector): Promise<void> {
  for (const [at, scheme] of allBody.entries()) {
    await collector.add(
      'no signature header',
      'missing-signature-header',
      { scheme, headers: (headers) => headers.filter(([name]) => !isSignature(name)) },
      { status: 'missing' },
    )
    const targets = [
      (name: string) => name.replaceAll('-', '_'),
      () => 'X-Signature',
      (name: string) => `HTTP_${name.toUpperCase().replaceAll('-', '_')}`,
      () => 'Signature',
      () => 'X-Webhook-Signature',
    ]
    await collector.add(
      'under another name',
      'wrong-header',
      { scheme, headers: rename(targets[at % targets.length] ?? ((name) => name)) },
      { status: 'missing' },
    )
  }
  await collector.add(
    'sha256 in the sha1 header',
    'wrong-header',
    { scheme: 'github', headers: rename(() => 'X-Hub-Signature') },
    { status: 'missing' },
  )
  await collector.add(
    'svix headers',
    'wrong-header',
    {
      scheme: 'standard-webhooks',
      headers: (headers) => headers.map(([name, value]) => [name.replace('webhook', 'svix'), value]),
    },
    { status: 'missing' },
  )
  await collector.add('webhook headers are fine', [], {
    scheme: 'svix',
    headers: (headers) => headers.map(([name, value]) => [name.replace('svix', 'webhook'), value]),
  })
  await collector.add('new name is fine', [], {
    scheme: 'shopify',
    headers: rename(() => 'shopify-hmac-sha256'),
  })
  const lead = Buffer.from(serialisations['lead']?.['compact'] ?? '')
  await collector.add(
    'only the sha1 header',
    'wrong-header',
    {
      scheme: 'github',
      headers: () => [
        ['X-Hub-Signature', `sha1=${createHmac('sha1', secretOf('github')).update(lead).digest('hex')}`],
      ],
    },
    { status: 'missing' },
  )
  for (const scheme of [
    'slack',
    'zoom',
    'svix',
    'standard-webhooks',
    'zendesk',
    'hubspot-v3',
    'discord',
    'sendgrid',
    'standard-webhooks-v1a',
  ]) {
    await collector.add('no timestamp header', 'missing-header', {
      scheme,
      headers: (headers) => headers.filter(([name]) => !/timestamp$/i.test(name)),
    })
    await collector.add('timestamp under another name', ['wrong-header', 'missing-header'], {
      scheme,
      headers: (headers) =>
        headers.map(([name, value]) => [/timestamp$/i.test(name) ? name.replaceAll('-', '_') : name, value]),
    })
  }
  for (const scheme of ['svix', 'standard-webhooks', 'standard-webhooks-v1a']) {
    await collector.add('no id header', 'missing-header', {
      scheme,
      headers: (headers) => headers.filter(([name]) => !/-id$/i.test(name)),
    })
  }
  await collector.add('no webhookTimestamp', 'missing-header', { scheme: 'linear', signed: { body: lead } })
}

/** Another recipe than the provider's. */
async function recipes(collector: Collector): Promise<void> {
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
