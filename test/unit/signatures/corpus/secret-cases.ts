import { createHash, createHmac } from 'node:crypto'
import { hmacBody, otherPublicKey, publicKeyBody, secretOf, type Collector } from './base.ts'

const base64Key = ['svix', 'standard-webhooks']
const textKey = [...hmacBody.filter((scheme) => !base64Key.includes(scheme)), 'twilio', 'twilio-body-sha256']
const whsec = (seed: string) => `whsec_${createHash('sha256').update(seed).digest('base64')}`

/** The secret that is set is not the one that signed. */
export async function secretCases(collector: Collector): Promise<void> {
  for (const [at, scheme] of [...textKey, ...base64Key].entries()) {
    const secret = secretOf(scheme)
    const url =
      scheme === 'twilio-body-sha256'
        ? 'https://hooks.example.com/x?bodySHA256=44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
        : undefined
    const base = {
      scheme,
      ...(url === undefined ? {} : { signed: { url, body: Buffer.from('{}') } }),
      ...(scheme === 'twilio'
        ? {
            signed: {
              params: { Body: 'Hi there', From: '+14158675309' },
              body: Buffer.from('Body=Hi+there&From=%2B14158675309'),
            },
          }
        : {}),
    }
    const type = scheme === 'twilio' ? { contentType: 'application/x-www-form-urlencoded' } : {}
    const set = (given: string) => ({ ...base, received: { ...type, secret: given } })
    const damaged: [string, string][] = [
      [`${secret}\n`, 'secret-whitespace'],
      [` ${secret}`, 'secret-whitespace'],
      [`${secret}\r\n`, 'secret-whitespace'],
      [`${secret} `, 'secret-whitespace'],
      [`\t${secret}\t`, 'secret-whitespace'],
      [`${secret.slice(0, 9)}\u200b${secret.slice(9)}`, 'secret-whitespace'],
      [`"${secret}"`, 'secret-quoted'],
      [`'${secret}'`, 'secret-quoted'],
      [`\`${secret}\``, 'secret-quoted'],
      [`“${secret}”`, 'secret-quoted'],
      [`WEBHOOK_SECRET=${secret}`, 'secret-prefix'],
      [`Bearer ${secret}`, 'secret-prefix'],
    ]
    for (const [index, [given, code]] of damaged.entries()) {
      if ((index + at) % 3 === 0)
        await collector.add(`secret ${JSON.stringify(given.replace(secret, '…'))}`, code, set(given))
    }
    if (at % 3 === 0)
      await collector.add('quotes and newline', ['secret-quoted', 'secret-whitespace'], set(`"${secret}"\n`))
    const other = base64Key.includes(scheme) ? whsec('other') : `${secret}-live`
    const more = [
      { label: 'staging', secret: base64Key.includes(scheme) ? whsec('x') : 'another one' },
      { label: 'live', secret },
    ]
    await collector.add(
      'another known secret',
      'wrong-secret-known',
      { ...set(other), others: more },
      { secretLabel: 'live' },
    )
    if (at % 2 === 0) {
      await collector.add(
        'another known secret with a newline',
        'wrong-secret-known',
        { ...set(other), others: [{ label: 'live', secret: `${secret}\n` }] },
        { secretLabel: 'live' },
      )
    }
    await collector.add('an unknown secret', 'unexplained', {
      ...set(other),
      others: [{ label: 'x', secret: base64Key.includes(scheme) ? whsec('y') : 'nope' }],
    })
    if (/[a-z]/.test(secret) && at % 4 === 1 && !base64Key.includes(scheme)) {
      await collector.add('secret in upper case signed', 'case', {
        ...base,
        signed: { ...base.signed, secret: secret.toUpperCase() },
        received: { ...type, secret },
      })
    }
  }
  // Signed with a damaged secret on the sender's side.
  for (const [at, scheme] of textKey.filter((name) => !name.startsWith('twilio')).entries()) {
    const secret = secretOf(scheme)
    const used: [string, string][] = [
      [`${secret}\n`, 'secret-whitespace'],
      [`${secret} `, 'secret-whitespace'],
      [`"${secret}"`, 'secret-quoted'],
      [`whsec_${secret}`, 'secret-prefix'],
    ]
    const [signedWith, code] = used[at % used.length] ?? ['', '']
    if (scheme === 'stripe') continue
    await collector.add(`signed with ${JSON.stringify(signedWith.replace(secret, '…'))}`, code, {
      scheme,
      signed: { secret: signedWith },
      received: { secret },
    })
  }
  await decoding(collector)
  await padding(collector)
  await prefixes(collector)
  for (const scheme of publicKeyBody) {
    const other =
      scheme === 'sendgrid'
        ? 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g=='
        : otherPublicKey(scheme)
    const { publicKeys } = await import('./base.ts')
    const right = publicKeys[scheme] ?? ''
    await collector.add(
      'another known key',
      'wrong-secret-known',
      { scheme, received: { publicKey: other }, others: [{ label: 'prod', publicKey: right }] },
      { secretLabel: 'prod' },
    )
    await collector.add('an unknown key', 'unexplained', { scheme, received: { publicKey: other } })
    await collector.add('key with a newline', 'secret-whitespace', {
      scheme,
      received: { publicKey: `${right}\n` },
    })
    await collector.add('key in quotes', 'secret-quoted', { scheme, received: { publicKey: `"${right}"` } })
  }
}

/** Decoded where it must not be, and the other way round. */
async function decoding(collector: Collector): Promise<void> {
  const body = Buffer.from('{"event":"x","n":1}')
  for (const scheme of ['zendesk', 'docusign', 'shopify', 'github', 'line', 'typeform']) {
    const secret =
      scheme === 'github' || scheme === 'line'
        ? Buffer.from('0123456789abcdef0123').toString('hex')
        : secretOf(scheme === 'typeform' ? 'docusign' : scheme)
    const key =
      scheme === 'github' || scheme === 'line'
        ? Buffer.from(secret, 'hex')
        : scheme === 'shopify'
          ? null
          : Buffer.from(secret, 'base64')
    if (key === null) continue
    const time = '2026-02-25T06:13:18Z'
    const digest = createHmac('sha256', key)
      .update(scheme === 'zendesk' ? time : '')
      .update(body)
    const text =
      scheme === 'github'
        ? `sha256=${digest.digest('hex')}`
        : `${scheme === 'typeform' ? 'sha256=' : ''}${digest.digest('base64')}`
    await collector.add('key decoded', 'secret-decoded', {
      scheme,
      signed: { secret, body },
      headers: (headers) =>
        headers.map(([name, value]) => [
          name,
          /signature$|signature-1$|signature-256$/i.test(name) ? text : value,
        ]),
    })
  }
  const stripeKey = Buffer.from(secretOf('stripe').slice(6), 'base64')
  const at = 1_772_000_000 - 2
  await collector.add('Stripe secret decoded', 'secret-decoded', {
    scheme: 'stripe',
    signed: { body },
    headers: () => [
      [
        'Stripe-Signature',
        `t=${String(at)},v1=${createHmac('sha256', stripeKey)
          .update(`${String(at)}.`)
          .update(body)
          .digest('hex')}`,
      ],
    ],
  })
  for (const scheme of ['svix', 'standard-webhooks']) {
    const secret = secretOf(scheme)
    const prefix = scheme === 'svix' ? 'svix' : 'webhook'
    for (const key of [secret, secret.slice(6)]) {
      const value = createHmac('sha256', key)
        .update(`msg_1.${String(at)}.`)
        .update(body)
        .digest('base64')
      await collector.add('secret taken as text', 'secret-not-decoded', {
        scheme,
        signed: { body },
        headers: () => [
          [`${prefix}-id`, 'msg_1'],
          [`${prefix}-timestamp`, String(at)],
          [`${prefix}-signature`, `v1,${value}`],
        ],
      })
    }
    await collector.add('plain text secret', 'secret-not-decoded', {
      scheme,
      signed: { body },
      received: { secret: 'polar_whs_abcDEF123' },
      headers: () => [
        [`${prefix}-id`, 'msg_1'],
        [`${prefix}-timestamp`, String(at)],
        [
          `${prefix}-signature`,
          `v1,${createHmac('sha256', 'polar_whs_abcDEF123')
            .update(`msg_1.${String(at)}.`)
            .update(body)
            .digest('base64')}`,
        ],
      ],
    })
  }
}

async function padding(collector: Collector): Promise<void> {
  for (const scheme of ['docusign', 'zendesk', 'typeform', 'shopify', 'github']) {
    const secret = secretOf('docusign')
    await collector.add('lost =', 'secret-padding', {
      scheme,
      signed: { secret },
      received: { secret: secret.slice(0, -1) },
    })
  }
  await collector.add('lost ==', 'secret-padding', {
    scheme: 'zendesk',
    signed: { secret: 'dGhpcyBpcyBhIHNlY3JldA==' },
    received: { secret: 'dGhpcyBpcyBhIHNlY3JldA' },
  })
  for (const scheme of ['svix', 'standard-webhooks']) {
    const secret = `whsec_${createHash('sha256').update('k').digest('base64')}`
    await collector.add('lost = of whsec', 'secret-padding', {
      scheme,
      signed: { secret },
      received: { secret: secret.replace(/=$/, '') },
    })
  }
}

async function prefixes(collector: Collector): Promise<void> {
  await collector.add('whsec_ lost', 'secret-prefix', {
    scheme: 'stripe',
    received: { secret: secretOf('stripe').slice(6) },
  })
  await collector.add('pdl_ntfset_ lost', 'secret-prefix', {
    scheme: 'paddle',
    received: { secret: secretOf('paddle').replace('pdl_ntfset_', '') },
  })
  await collector.add('lin_wh_ lost', 'secret-prefix', {
    scheme: 'linear',
    received: { secret: secretOf('linear').replace('lin_wh_', '') },
  })
  for (const scheme of ['svix', 'standard-webhooks']) {
    await collector.add('v1, in front', 'secret-prefix', {
      scheme,
      received: { secret: `v1,${secretOf(scheme)}` },
    })
    await collector.add('twice whsec_', 'secret-prefix', {
      scheme,
      received: { secret: `whsec_${secretOf(scheme)}` },
    })
    await collector.add('without whsec_ is fine', [], {
      scheme,
      received: { secret: secretOf(scheme).slice(6) },
    })
  }
}
