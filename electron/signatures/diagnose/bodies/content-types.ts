import { decodeField, looksLikeForm, parseForm, parseMultipart, splitForm } from '../../message/forms.ts'
import { mediaType, typeParameter } from '../../message/headers.ts'
import { parseJsonObject, scalarText } from '../../message/json-fields.ts'
import type { BodyCandidate } from '../finding.ts'
import type { BodyContext } from './context.ts'
import { formStyles } from './form-styles.ts'

function make(text: string, sentence: string): BodyCandidate {
  return { bytes: Buffer.from(text), steps: () => [{ code: 'content-type', text: sentence }] }
}

/** The same fields as another kind of body: a form for JSON, JSON for a form. */
export function* otherContentTypes(body: Buffer, context: BodyContext): Generator<BodyCandidate> {
  if (body.length === 0 || body.length > 2_000_000 || !context.budget.spend(body.length * 40)) return
  const text = body.toString('utf8')
  const media = mediaType(context.contentType)
  if (media === 'multipart/form-data') {
    const fields = parseMultipart(body, typeParameter(context.contentType, 'boundary') ?? '')
    if (fields !== null)
      yield* asForms(
        fields,
        'The signature is over the fields as a urlencoded form; a multipart form was received.',
      )
    return
  }
  const json = parseJsonObject(body)
  if (json !== null) yield* fromJson(text, json)
  else if (media === 'application/x-www-form-urlencoded' || looksLikeForm(text.trimEnd()))
    yield* fromForm(text)
}

function* fromJson(text: string, json: Record<string, unknown>): Generator<BodyCandidate> {
  const sentence =
    'The signature is over a form with the JSON in its field “payload” (content type application/x-www-form-urlencoded); only the JSON was received.'
  for (const content of new Set([text, text.trimEnd(), JSON.stringify(json)])) {
    for (const style of formStyles.slice(0, 6)) yield make(`payload=${style.encode(content)}`, sentence)
    yield make(`payload=${content}`, sentence)
  }
  const fields: [string, string][] = []
  for (const [name, value] of Object.entries(json)) {
    const plain = value === null ? '' : scalarText(value)
    if (plain === null) return
    fields.push([name, plain])
  }
  yield* asForms(fields, 'The signature is over the fields as a urlencoded form; they were received as JSON.')
}

function* asForms(fields: readonly [string, string][], sentence: string): Generator<BodyCandidate> {
  for (const style of formStyles) {
    const write = (pairs: readonly [string, string][]) =>
      pairs.map(([name, value]) => `${style.encode(name)}=${style.encode(value)}`).join('&')
    yield make(write(fields), sentence)
    yield make(write([...fields].sort(([a], [b]) => (a < b ? -1 : 1))), sentence)
  }
}

function* fromForm(text: string): Generator<BodyCandidate> {
  const pairs = splitForm(text.trimEnd())
  const only = pairs[0]
  for (const [name, value] of pairs) {
    if (!/^(?:payload|data|json|body|event)$/.test(name) || value === null) continue
    yield make(
      decodeField(value),
      `The signature is over the JSON inside the form's field “${name}”; the whole form was received.`,
    )
    const inner = compact(decodeField(value))
    if (inner !== null)
      yield make(
        inner,
        `The signature is over the JSON inside the form's field “${name}”, written again; the whole form was received.`,
      )
  }
  if (only?.[1] === null && pairs.length === 1) return
  const fields = Object.fromEntries(parseForm(text.trimEnd()))
  const sentence = 'The signature is over the fields as JSON; they were received as a form.'
  yield make(JSON.stringify(fields), sentence)
  yield make(JSON.stringify(fields, null, 2), sentence)
}

function compact(text: string): string | null {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return null
  }
}
