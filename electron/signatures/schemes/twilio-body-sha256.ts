import type { SchemeDefinition } from '../types.ts'
import { part } from './pieces.ts'
import { acceptedByTwilio, twilio } from './twilio.ts'
import { bodyHashObjections, bodyHashOf } from './twilio-body-hash.ts'

/** Twilio requests with a JSON or other body: the URL carries bodySHA256 and is all that is signed. */
export const twilioBodySha256: SchemeDefinition = {
  ...twilio,
  id: 'twilio-body-sha256',
  title: 'Twilio (JSON body)',
  layout: [part('url')],
  notes: [
    'Only the URL is signed; its bodySHA256 parameter is the hash of the raw body and is checked too.',
    'The URL is tried with and without its port, as Twilio’s libraries do.',
  ],
  accepted: (ingredients) => acceptedByTwilio({ ...ingredients, params: [] }),
  objections: bodyHashObjections,
  hint: (request) => (bodyHashOf(request.url) === null ? null : 'The URL carries bodySHA256.'),
}
