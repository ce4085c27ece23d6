import { parse, stringify } from 'node:querystring'
import { joinUrl, splitUrl, standardPort } from '../message/urls.ts'
import type { Ingredients, SchemeDefinition } from '../types.ts'
import { part, textSecret } from './pieces.ts'
import { bodyHashOf, bodyHashObjections } from './twilio-body-hash.ts'

/** twilio.com/docs/usage/webhooks/webhooks-security; twilio-node 6.2 (webhooks.js). */
export const twilio: SchemeDefinition = {
  id: 'twilio',
  title: 'Twilio',
  documentation: 'https://www.twilio.com/docs/usage/webhooks/webhooks-security',
  source: 'sdk',
  primitive: { kind: 'hmac', hash: 'sha1' },
  key: textSecret('primary auth token of the account', 'TWILIO_AUTH_TOKEN'),
  signature: { in: 'header', names: ['X-Twilio-Signature'], format: { kind: 'plain', prefix: '' } },
  encoding: 'base64',
  timestamp: null,
  messageId: null,
  layout: [part('url'), part('params')],
  window: null,
  coverage: 'body',
  notes: [
    'Signed are the URL exactly as Twilio requested it and the decoded form parameters, sorted by name.',
    'The URL is tried with and without its port, as Twilio’s libraries do.',
  ],
  accepted: acceptedByTwilio,
  objections: (request) => (bodyHashOf(request.url) === null ? [] : bodyHashObjections(request)),
}

/** The URL forms that twilio-node accepts, in its order; with bodySHA256 in the URL no parameters are signed. */
export function acceptedByTwilio(ingredients: Ingredients): Ingredients[] {
  const params = bodyHashOf(ingredients.url) === null ? ingredients.params : []
  const urls = [withoutPort(ingredients.url), withPort(ingredients.url)]
  const normal = URL.canParse(ingredients.url) ? new URL(ingredients.url).toString() : null
  if (normal !== null) {
    urls.push(withoutPort(normal), withPort(normal))
    urls.push(legacyQuery(withoutPort(normal)), legacyQuery(withPort(normal)))
  }
  // What is shown as "the" signed text is the URL as received, where one of the two forms is just that.
  const ordered = urls.includes(ingredients.url) ? [ingredients.url, ...urls] : urls
  return [...new Set(ordered)].map((url) => ({ ...ingredients, url, params }))
}

function withoutPort(url: string): string {
  const pieces = splitUrl(url)
  return pieces === null ? url : joinUrl({ ...pieces, port: null })
}

function withPort(url: string): string {
  const pieces = splitUrl(url)
  if (pieces === null || pieces.port !== null) return url
  return joinUrl({ ...pieces, port: standardPort(pieces.scheme) })
}

function legacyQuery(url: string): string {
  const start = url.indexOf('?')
  if (start < 0 || start === url.length - 1) return url
  return `${url.slice(0, start)}?${stringify(parse(url.slice(start + 1)))}`
}
