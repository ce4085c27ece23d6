import type { SchemeId } from '#shared/domain/scheme-ids.ts'
import type { SignatureSettings } from '#shared/domain/signature.ts'
import type { SampleMessage } from '#shared/domain/samples/types.ts'
import type { Logger } from '../platform/ports.ts'
import { isSchemeId, sign } from '../signatures/index.ts'
import type { KeyOnFile } from './signatures/key-ring.ts'

/** Schemes of one provider: an endpoint that is set to one of them gets this provider's samples signed that way. */
const families: readonly (readonly SchemeId[])[] = [
  ['chatzuri', 'chatzuri-sha1', 'chatzuri-secret'],
  ['github', 'github-sha1'],
]

/** Schemes that put the secret itself into the request: used only where the endpoint is set to them, for a capture keeps it. */
const handsOutSecret: readonly SchemeId[] = ['chatzuri-secret', 'telegram']

/** The scheme to sign a sample with at an endpoint; null when it is to go unsigned. An endpoint without a scheme takes the sample's own. */
export function schemeForSample(
  sample: string | null,
  settings: Pick<SignatureSettings, 'scheme'> | null,
): SchemeId | null {
  if (sample === null || !isSchemeId(sample)) return null
  if (settings === null) return handsOutSecret.includes(sample) ? null : sample
  const fits =
    settings.scheme === sample ||
    families.some((family) => family.includes(sample) && family.includes(settings.scheme))
  return fits ? settings.scheme : null
}

export interface Outgoing {
  readonly message: SampleMessage
  readonly url: string
}

/**
 * The message as its provider would sign it, with the newest of the endpoint's secrets that can be used; as it is when
 * none can, which is logged where a scheme is set.
 */
export function signSample(
  { message, url }: Outgoing,
  how: {
    readonly scheme: SchemeId
    readonly settings: SignatureSettings | null
    readonly keys: readonly KeyOnFile[]
    readonly now: number
    readonly id: string
    readonly logger: Logger
  },
): Outgoing {
  const { scheme, settings, keys, now, id, logger } = how
  for (const { info, key } of keys.toReversed()) {
    const { method, headers, body } = message
    const input = { method, url, headers, body, key: key.secret ?? '', now, id }
    const signed = sign(scheme, input, settings?.options ?? {})
    if (!signed.ok) {
      logger.log(
        settings === null ? 'debug' : 'warn',
        'signatures',
        `The sample is not signed with “${info.label}”: ${signed.problem}`,
      )
      continue
    }
    const replaced = new Set(signed.headers.map(([name]) => name.toLowerCase()))
    const kept = headers.filter(([name]) => !replaced.has(name.toLowerCase()))
    return {
      url: signed.url,
      message: { ...message, headers: [...kept, ...signed.headers], body: signed.body },
    }
  }
  return { message, url }
}
