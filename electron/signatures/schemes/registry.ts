import { schemeIds } from '#shared/domain/scheme-ids.ts'
import type { SchemeDefinition, SchemeId, SchemeOptions } from '../types.ts'
import { awsSns } from './aws-sns.ts'
import { calendly } from './calendly.ts'
import { chatzuri } from './chatzuri.ts'
import { chatzuriSecret } from './chatzuri-secret.ts'
import { chatzuriSha1 } from './chatzuri-sha1.ts'
import { discord } from './discord.ts'
import { docusign } from './docusign.ts'
import { genericHmac, resolveGeneric, type Resolved } from './generic-hmac.ts'
import { github } from './github.ts'
import { githubSha1 } from './github-sha1.ts'
import { hubspotV1 } from './hubspot-v1.ts'
import { hubspotV2 } from './hubspot-v2.ts'
import { hubspotV3 } from './hubspot-v3.ts'
import { intercom } from './intercom.ts'
import { line } from './line.ts'
import { linear } from './linear.ts'
import { mailgun } from './mailgun.ts'
import { meta } from './meta.ts'
import { paddle } from './paddle.ts'
import { paypal } from './paypal.ts'
import { sendgrid } from './sendgrid.ts'
import { shopify } from './shopify.ts'
import { slack } from './slack.ts'
import { square } from './square.ts'
import { standardWebhooks } from './standard-webhooks.ts'
import { standardWebhooksV1a } from './standard-webhooks-v1a.ts'
import { stripe } from './stripe.ts'
import { svix } from './svix.ts'
import { telegram } from './telegram.ts'
import { twilio } from './twilio.ts'
import { twilioBodySha256 } from './twilio-body-sha256.ts'
import { typeform } from './typeform.ts'
import { zendesk } from './zendesk.ts'
import { zoom } from './zoom.ts'

const definitions: SchemeDefinition[] = [
  chatzuri,
  chatzuriSha1,
  chatzuriSecret,
  github,
  githubSha1,
  stripe,
  svix,
  standardWebhooks,
  standardWebhooksV1a,
  slack,
  shopify,
  meta,
  twilio,
  twilioBodySha256,
  mailgun,
  sendgrid,
  paypal,
  square,
  zoom,
  linear,
  discord,
  paddle,
  telegram,
  intercom,
  hubspotV1,
  hubspotV2,
  hubspotV3,
  typeform,
  zendesk,
  calendly,
  docusign,
  awsSns,
  line,
  genericHmac,
]

/** Every scheme by its id. Adding one takes a file in this folder, its line here and its vectors in the tests. */
export const schemes = Object.fromEntries(definitions.map((scheme) => [scheme.id, scheme])) as Record<
  SchemeId,
  SchemeDefinition
>

export function isSchemeId(text: string): text is SchemeId {
  return (schemeIds as readonly string[]).includes(text)
}

/** The scheme with its settings filled in: `tolerance` replaces the window, generic-hmac is built from its options. */
export function resolveScheme(id: SchemeId, options: SchemeOptions): Resolved {
  const resolved: Resolved =
    id === 'generic-hmac' ? resolveGeneric(options) : { ok: true, scheme: schemes[id] }
  if (!resolved.ok || options.tolerance === undefined || resolved.scheme.timestamp === null) return resolved
  const direction = resolved.scheme.window?.direction ?? 'both'
  const window = options.tolerance > 0 ? { seconds: options.tolerance, direction } : null
  return { ok: true, scheme: { ...resolved.scheme, window } }
}
