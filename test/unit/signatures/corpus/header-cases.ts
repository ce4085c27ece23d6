import { createHash, createHmac } from 'node:crypto'
import { allBody, hmacBody, secretOf, serialisations, type Collector } from './base.ts'
import { isSignature, onDigest, onValue } from './on-header.ts'
import { recipes } from './recipe-cases.ts'
import type { Headers } from './signers.ts'

const hexSchemes = ['chatzuri', 'chatzuri-sha1', 'github', 'github-sha1', 'meta', 'intercom', 'stripe', 'calendly', 'paddle', 'slack', 'zoom', 'linear', 'hubspot-v1', 'hubspot-v2'] // prettier-ignore
const base64Schemes = ['svix', 'standard-webhooks', 'shopify', 'line', 'docusign', 'typeform', 'zendesk', 'square', 'hubspot-v3', 'sendgrid', 'standard-webhooks-v1a', 'twilio', 'twilio-body-sha256'] // prettier-ignore
const prefixed: Record<string, string> = { chatzuri: 'sha256=', github: 'sha256=', 'github-sha1': 'sha1=', meta: 'sha256=', intercom: 'sha1=', slack: 'v0=', zoom: 'v0=', typeform: 'sha256=', svix: 'v1,', 'standard-webhooks': 'v1,', 'standard-webhooks-v1a': 'v1a,' } // prettier-ignore
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
