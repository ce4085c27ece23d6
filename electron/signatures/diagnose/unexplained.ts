import type { Key, SchemeDefinition, SignedRequest, Verdict } from '../types.ts'
import { firstHeader } from '../message/headers.ts'
import { wrongKinds } from './key-kinds.ts'
import type { SearchResult } from './search.ts'

/** What is said when nothing reproduces the value: both digests are beside it, and nothing is claimed. */
export function unexplainedText(
  scheme: SchemeDefinition,
  request: SignedRequest,
  verdict: Verdict,
  result: SearchResult | null,
  keys: readonly Key[],
): string {
  const key = scheme.key.kind === 'secret' ? 'an unknown secret' : 'another key'
  const sentences = [
    `No known cause gives the received value. An altered body and ${key} can't be told apart from one request.`,
  ]
  if (result !== null && result.tried.combinations > 0) {
    sentences.push(
      `Tried were ${String(result.tried.combinations)} combinations of ${plural(result.tried.keys, 'key')}, ${plural(result.tried.bodies + 1, 'way')} to write the body and ${plural(result.tried.texts, 'signed text')}.`,
    )
    if (result.exhausted)
      sentences.push('The search stopped at its limit; rarer combinations were not tried.')
    if (result.keyIsRight) {
      sentences.push(
        'The signature was made by the owner of the certificate, so the text is what differs: an altered body, or a webhook id that is not yours.',
      )
    }
  }
  sentences.push(...wrongKinds(scheme, keys), ...hints(scheme, request, verdict))
  return sentences.join(' ')
}

function plural(count: number, word: string): string {
  return `${String(count)} ${word}${count === 1 ? '' : 's'}`
}

/** Things worth a look; none of them is claimed to be the cause. */
function hints(scheme: SchemeDefinition, request: SignedRequest, verdict: Verdict): string[] {
  const out: string[] = []
  const declared = Number(firstHeader(request.headers, ['content-length'])?.value ?? Number.NaN)
  if (Number.isInteger(declared) && declared !== request.body.byteLength) {
    out.push(`Content-Length says ${String(declared)} bytes, ${String(request.body.byteLength)} came.`)
  }
  if (verdict.received.length === 0 && verdict.receivedValues.length > 0) {
    out.push(
      `The value in ${verdict.receivedValues[0]?.source ?? 'the header'} is not written the way ${scheme.title} writes it.`,
    )
  }
  if (scheme.id === 'discord')
    out.push('Discord sends wrong signatures on purpose to see that they are refused.')
  if (scheme.id === 'shopify')
    out.push('Webhooks made in the store admin are signed with the key shown there, not with the app secret.')
  return out
}
