import { decodeField, decodePercent, looksLikeForm, splitForm } from '../../message/forms.ts'
import { mediaType } from '../../message/headers.ts'
import type { BodyCandidate, Step } from '../finding.ts'
import type { BodyContext } from './context.ts'
import { formStyles } from './form-styles.ts'

function make(text: string, code: Step['code'], sentence: string): BodyCandidate {
  return { bytes: Buffer.from(text), steps: () => [{ code, text: sentence }] }
}

const reencoded =
  'The form was decoded and encoded again: its percent-encoding in the signed text is another one than in the body that was received'

/** Ways in which a urlencoded form may have been written before (or after) something decoded it and encoded it again. */
export function* formBodies(body: Buffer, context: BodyContext): Generator<BodyCandidate> {
  if (body.length > 2_000_000 || !context.budget.spend(body.length * 20)) return
  const text = body.toString('utf8')
  const declared = mediaType(context.contentType) === 'application/x-www-form-urlencoded'
  if (!declared && !looksLikeForm(text.trimEnd())) return
  const pairs = splitForm(text.trimEnd())
  if (pairs.length === 0) return
  yield* edits(text)
  yield* dropped(pairs, text)
  yield* trimmed(pairs)
  if (!context.budget.spend(body.length * formStyles.length * 6)) return
  const plain = pairs.map(
    ([name, value]) => [decodeField(name), value === null ? null : decodeField(value)] as const,
  )
  for (const style of formStyles) {
    const items = plain.map(([name, value]) =>
      value === null ? style.encode(name) : `${style.encode(name)}=${style.encode(value)}`,
    )
    yield make(items.join('&'), 'form-reencoded', `${reencoded} (as ${style.name} writes it).`)
    const sorted = [...plain.keys()].sort((a, b) => ((plain[a]?.[0] ?? '') < (plain[b]?.[0] ?? '') ? -1 : 1))
    const inOrder = sorted.map((at) => items[at] ?? '')
    yield make(
      inOrder.join('&'),
      'form-reencoded',
      `${reencoded}, and its fields are sorted (as ${style.name} writes it).`,
    )
    if (plain.some(([, value]) => value === null)) {
      const equals = plain.map(([name, value]) => `${style.encode(name)}=${style.encode(value ?? '')}`)
      yield make(
        equals.join('&'),
        'form-reencoded',
        `${reencoded}, and fields without a value got a = (as ${style.name} writes it).`,
      )
    }
  }
  yield make(
    decodePercent(text),
    'form-reencoded',
    'The signature is over the decoded form; the encoded one was received.',
  )
  yield make(
    decodePercent(text.replaceAll('+', ' ')),
    'form-reencoded',
    'The signature is over the decoded form; the encoded one was received.',
  )
}

/** Single changes of the raw text. */
function* edits(text: string): Generator<BodyCandidate> {
  const changes: [string, string][] = [
    [text.replaceAll('*', '%2A'), ' (* as %2A)'],
    [text.replaceAll('%2A', '*').replaceAll('%2a', '*'), ' (%2A as *)'],
    [text.replaceAll('+', '%20'), ' (+ as %20)'],
    [text.replaceAll('%20', '+'), ' (%20 as +)'],
    [text.replaceAll('%7E', '~').replaceAll('%7e', '~'), ' (%7E as ~)'],
    [text.replaceAll('~', '%7E'), ' (~ as %7E)'],
    [text.replace(/%[0-9A-F]{2}/g, (found) => found.toLowerCase()), ' (lower-case digits)'],
    [text.replace(/%[0-9a-f]{2}/g, (found) => found.toUpperCase()), ' (upper-case digits)'],
    [text.replaceAll('[', '%5B').replaceAll(']', '%5D'), ' (brackets encoded)'],
    [text.replace(/%5B/gi, '[').replace(/%5D/gi, ']'), ' (brackets decoded)'],
    [text.replaceAll('&amp;', '&'), ' (&amp; as &)'],
    [text.replaceAll('&', ';'), ' (; between the fields)'],
    [text.replaceAll('%40', '@'), ' (%40 as @)'],
    [text.replaceAll('@', '%40'), ' (@ as %40)'],
    [text.replace(/^\?/, ''), ' (without a question mark in front)'],
    [text.replace(/&$/, ''), ' (without & at the end)'],
  ]
  for (const [edited, what] of changes) {
    if (edited !== text) yield make(edited, 'form-reencoded', `${reencoded}${what}.`)
  }
}

type Pairs = [string, string | null][]
const write = (pairs: Pairs) =>
  pairs.map(([name, value]) => (value === null ? name : `${name}=${value}`)).join('&')

/** Fields that some senders leave empty, by provider's documentation; a parser that drops empty values loses them. */
const oftenEmpty = ['text', 'Body', 'Digits', 'state', 'enterprise_id', 'enterprise_name', 'api_app_id']

function* dropped(pairs: Pairs, text: string): Generator<BodyCandidate> {
  const filled = pairs.filter(([, value]) => value !== '' && value !== null)
  if (filled.length < pairs.length) {
    yield make(
      write(filled),
      'params-empty-dropped',
      'The signed text lacks the empty fields that the body that was received has: something drops empty values.',
    )
  }
  if (pairs.length > 200) return
  for (const name of oftenEmpty) {
    if (text.includes(`${name}=`)) continue
    for (let at = pairs.length; at >= 0; at--) {
      const more: Pairs = [...pairs.slice(0, at), [name, ''], ...pairs.slice(at)]
      yield make(
        write(more),
        'params-empty-dropped',
        `The signed text has the empty field ${name}, which the body that was received lacks: something dropped it.`,
      )
    }
  }
}

function* trimmed(pairs: Pairs): Generator<BodyCandidate> {
  const blank = /^(?:\+|%20|%09|%0D|%0A)+|(?:\+|%20|%09|%0D|%0A)+$/gi
  const lost = 'which the body that was received lacks: something trims the values'
  const all: Pairs = pairs.map(([name, value]) => [name, value?.replace(blank, '') ?? null])
  const cut = write(all)
  if (cut !== write(pairs)) {
    yield make(
      cut,
      'params-trimmed',
      'In the signed text the blanks around the values of the form are cut off; the body that was received has them.',
    )
  }
  if (pairs.length > 60) return
  for (const [at, [name, value]] of pairs.entries()) {
    if (value === null) continue
    for (const added of [
      `${value}+`,
      `+${value}`,
      `${value}%20`,
      `${value}%0A`,
      `${value}%0D%0A`,
      `%20${value}`,
      `${value}++`,
      `+${value}+`,
    ]) {
      const more: Pairs = pairs.map((pair, index) => (index === at ? [name, added] : pair))
      yield make(
        write(more),
        'params-trimmed',
        `The signed text has blanks around the value of ${decodeField(name)}, ${lost}.`,
      )
    }
  }
}
