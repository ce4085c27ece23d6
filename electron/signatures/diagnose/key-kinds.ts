import type { Key, SchemeDefinition } from '../types.ts'

/** Texts that are known to be something else than a signing secret, by their beginnings. */
const kinds: [RegExp, string][] = [
  [/^(?:sk|rk|pk)_(?:live|test)_/, 'a Stripe API key'],
  [/^shpat_/, 'a Shopify access token'],
  [/^xox[abpr]-/, 'a Slack token'],
  [/^xapp-/, 'a Slack app token'],
  [/^gh[pousr]_|^github_pat_/, 'a GitHub token'],
  [/^SG\.[\w-]+\./, 'a SendGrid API key'],
  [/^\d{6,}:[\w-]{30,}$/, 'a Telegram bot token'],
  [/^EAA[A-Za-z0-9]{20,}/, 'a Meta access token'],
  [/^lin_api_/, 'a Linear API key'],
  [/^pdl_(?:live|sdbx)_apikey_/, 'a Paddle API key'],
  [/^AC[0-9a-f]{32}$/, 'a Twilio account SID'],
  [/^SK[0-9a-f]{32}$/, 'a Twilio API key'],
  [/^-----BEGIN /, 'a PEM text'],
]

/** A hint for each key that looks like another kind of credential; the key itself is not shown. */
export function wrongKinds(scheme: SchemeDefinition, keys: readonly Key[]): string[] {
  if (scheme.key.kind !== 'secret') return []
  return keys.flatMap(({ label, secret }) => {
    const kind = kinds.find(([pattern]) => pattern.test(secret?.trim() ?? ''))?.[1]
    return kind === undefined
      ? []
      : [`“${label}” looks like ${kind}; what is needed is the ${scheme.key.name}.`]
  })
}
