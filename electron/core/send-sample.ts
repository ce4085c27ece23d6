import { request } from 'undici'
import type { Output, ParsedInput } from '#shared/contract/contract.ts'
import { AppError, messageOf } from '#shared/contract/errors.ts'
import type { SampleInfo } from '#shared/domain/sample.ts'
import { samples } from '#shared/domain/samples/samples.ts'
import type { Sample } from '#shared/domain/samples/types.ts'
import type { CoreContext } from './context.ts'
import { withUrl } from './endpoint-directory.ts'
import { schemeForSample, signSample, type Outgoing } from './sign-sample.ts'

const timeoutMs = 70_000

export function listSamples(): SampleInfo[] {
  return samples.map(({ name, title, group, description }) => ({ name, title, group, description }))
}

async function addressOf(core: CoreContext, to: ParsedInput<'samples.send'>['to']): Promise<string> {
  if ('url' in to) {
    if (!/^https?:/i.test(to.url)) {
      throw new AppError(
        'input.invalid',
        `A sample can be sent to an http or https address only, not to ${to.url}`,
      )
    }
    return to.url
  }
  const { url } = withUrl(await core.store.endpoints.get(to.endpointId), core.receiver.state)
  if (url !== null) return url
  throw new AppError(
    'receiver.failed',
    'The receiver does not listen, so a sample can not arrive. Start it in Settings, then send again.',
  )
}

/** Signs a sample by the settings and secrets of the endpoint that it goes to; what goes elsewhere has no secret to sign with. */
async function signedFor(
  core: CoreContext,
  sample: Sample,
  to: ParsedInput<'samples.send'>['to'],
  outgoing: Outgoing,
): Promise<Outgoing> {
  if ('url' in to) return outgoing
  const settings = core.directory.byId(to.endpointId)?.signature ?? null
  const scheme = schemeForSample(sample.scheme, settings)
  if (scheme === null) return outgoing
  return signSample(outgoing, {
    scheme,
    settings,
    keys: await core.keys.of(to.endpointId),
    now: core.clock.now(),
    id: core.ids.make('msg', 24),
    logger: core.logger,
  })
}

/** Sends a ready event over real HTTP, as its provider would, signed where the endpoint has a secret, and finds the request it became. */
export async function sendSample(
  core: CoreContext,
  { name, to, set }: ParsedInput<'samples.send'>,
  signal: AbortSignal,
): Promise<Output<'samples.send'>> {
  const sample = samples.find((each) => each.name === name)
  if (sample === undefined) {
    throw new AppError('not-found', `There is no sample "${name}". The list of samples has their names.`)
  }
  const built = sample.build({ now: core.clock.now(), id: (prefix) => core.ids.make(prefix, 24), set })
  const base = await addressOf(core, to)
  const address = built.path === '' ? base : `${base.replace(/\/$/, '')}/${built.path.replace(/^\//, '')}`
  const { message, url } = await signedFor(core, sample, to, { message: built, url: address })

  const { newest } = await core.store.requests.list({ limit: 1, offset: 0, count: false })
  const started = performance.now()
  try {
    const response = await request(url, {
      method: message.method,
      headers: message.headers.flat(),
      body: message.body.length === 0 ? null : Buffer.from(message.body),
      signal,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    })
    await response.body.dump()
    const ms = performance.now() - started
    const requestId =
      'endpointId' in to ? await findCaptured(core, to.endpointId, newest, message.body.length) : null
    return { status: response.statusCode, ms, requestId }
  } catch (cause) {
    if (signal.aborted) throw cause
    throw new AppError('network.failed', `The sample could not be sent to ${url}: ${messageOf(cause)}`, {
      cause,
    })
  }
}

/** An endpoint answers after the commit, so the request is there by now: the first newer one of the same size. */
async function findCaptured(
  core: CoreContext,
  endpointId: ParsedInput<'requests.list'>['endpointId'],
  newest: number,
  bodySize: number,
): Promise<Output<'samples.send'>['requestId']> {
  const { items } = await core.store.requests.list({ endpointId, limit: 100, offset: 0, count: false })
  return items.findLast((item) => item.id > newest && item.bodySize === bodySize)?.id ?? null
}
