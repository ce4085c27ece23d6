import { capturedAt, serialisations, type Collector } from './base.ts'

/** Timestamps outside the window, and in other units. */
export async function timeCases(collector: Collector): Promise<void> {
  const windows: [string, number, boolean][] = [
    ['stripe', 300, false],
    ['slack', 300, true],
    ['svix', 300, true],
    ['standard-webhooks', 300, true],
    ['standard-webhooks-v1a', 300, true],
    ['paddle', 5, false],
    ['calendly', 180, false],
    ['hubspot-v3', 300, false],
  ]
  for (const [scheme, seconds, both] of windows) {
    const sent = (ago: number) => ({ scheme, signed: { at: capturedAt - ago * 1000 } })
    await collector.add('at the edge', [], sent(seconds))
    await collector.add('a second too old', 'timestamp-stale', sent(seconds + 1))
    await collector.add('an hour old', 'timestamp-stale', sent(3600))
    await collector.add('a year old', 'timestamp-stale', sent(31_536_000))
    await collector.add('three days ahead', both ? 'timestamp-future' : [], sent(-259_200))
    await collector.add('a second ahead', [], sent(-1))
    await collector.add('old, but tolerated', [], { ...sent(3600), tolerance: 7200 })
    await collector.add('old, check off', [], { ...sent(86_400), tolerance: 0 })
    await collector.add('old by a tolerance of one minute', 'timestamp-stale', { ...sent(90), tolerance: 60 })
  }
  for (const scheme of ['zoom', 'zendesk', 'discord', 'sendgrid']) {
    await collector.add('old, no window', [], { scheme, signed: { at: capturedAt - 86_400_000 } })
  }
  const lead = serialisations['lead']?.['compact'] ?? ''
  const linear = (at: number | string) => ({
    scheme: 'linear',
    signed: { body: Buffer.from(lead.replace('{', `{"webhookTimestamp":${String(at)},`)) },
  })
  await collector.add('fresh', [], linear(capturedAt - 59_000))
  await collector.add('two minutes old', 'timestamp-stale', linear(capturedAt - 120_000))
  await collector.add('two minutes ahead', 'timestamp-future', linear(capturedAt + 120_000))
  await collector.add('seconds', 'timestamp-unit', linear(Math.floor(capturedAt / 1000)))
  // Milliseconds where seconds belong, signed and sent so.
  for (const scheme of ['slack', 'svix', 'standard-webhooks', 'standard-webhooks-v1a']) {
    await collector.add('milliseconds', 'timestamp-unit', {
      scheme,
      signed: { at: (capturedAt - 1000) * 1000 },
    })
  }
  await collector.add('milliseconds pass, as in the SDK', [], {
    scheme: 'stripe',
    signed: { at: (capturedAt - 1000) * 1000 },
  })
  await collector.add('seconds', 'timestamp-unit', {
    scheme: 'hubspot-v3',
    signed: { at: Math.floor((capturedAt - 1000) / 1000) },
  })
  // The header says seconds, the text was signed with milliseconds, and the other way round.
  for (const scheme of ['slack', 'svix', 'stripe', 'zoom', 'paddle', 'discord', 'sendgrid']) {
    const seconds = String(capturedAt / 1000 - 2)
    await collector.add('milliseconds signed, seconds sent', 'timestamp-unit', {
      scheme,
      signed: { at: (capturedAt - 2000) * 1000 },
      headers: (headers) => headers.map(([name, value]) => [name, value.replace(/\d{13}/, seconds)]),
    })
    await collector.add('seconds signed, milliseconds sent', 'timestamp-unit', {
      scheme,
      headers: (headers) =>
        headers.map(([name, value]) => [
          name,
          value.replace(/\d{10}(?!\d)/, (found) => (found === seconds ? `${found}000` : found)),
        ]),
    })
  }
  // Stale and something else besides.
  await collector.add('stale and written again', 'json-reserialized', {
    scheme: 'stripe',
    signed: {
      at: capturedAt - 3_600_000,
      body: Buffer.from(serialisations['lead']?.['python-indent-2'] ?? ''),
    },
    received: { body: Buffer.from(lead) },
  })
  await collector.add('stale and wrong', 'unexplained', {
    scheme: 'stripe',
    signed: { at: capturedAt - 3_600_000 },
    received: { secret: 'whsec_nope' },
  })
}
