import { decodePercent, parseMultipart, splitForm } from '../../message/forms.ts'
import { mediaType, typeParameter } from '../../message/headers.ts'
import { parseJsonObject, scalarText } from '../../message/json-fields.ts'
import type { Step } from '../finding.ts'

export type Params = [string, string][]
export interface ParamsVariant {
  params: Params
  steps: Step[]
}

/** Parameters that Twilio may send empty; a parser that drops empty values loses them. */
const oftenEmpty = [
  ['Body'],
  ['FromCity', 'FromState', 'FromZip'],
  ['ToCity', 'ToState', 'ToZip'],
  ['FromCity', 'FromState', 'FromZip', 'ToCity', 'ToState', 'ToZip'],
  ['FromCity', 'FromState', 'FromZip', 'FromCountry'],
  ['ToCity', 'ToState', 'ToZip', 'ToCountry'],
  ['CallerCity', 'CallerState', 'CallerZip'],
  ['CalledCity', 'CalledState', 'CalledZip'],
  ['CallerCity', 'CallerState', 'CallerZip', 'FromCity', 'FromState', 'FromZip'],
  ['CalledCity', 'CalledState', 'CalledZip', 'ToCity', 'ToState', 'ToZip'],
]
const singles = [
  'FromCity', 'FromState', 'FromZip', 'FromCountry', 'ToCity', 'ToState', 'ToZip', 'ToCountry', 'CallerName', 'Digits',
  'ForwardedFrom', 'ParentCallSid', 'SpeechResult', 'RecordingUrl', 'ErrorCode', 'ErrorMessage', 'MessagingServiceSid',
  'ButtonText', 'ButtonPayload', 'ProfileName', 'CallerCity', 'CallerState', 'CallerZip', 'CallerCountry', 'CalledCity',
  'CalledState', 'CalledZip', 'CalledCountry', 'AddOns', 'StirVerstat', 'FinishedOnKey', 'Caller', 'Called', 'From', 'To',
  'AnsweredBy', 'SubresourceSid', 'OptOutType', 'ReferralBody', 'MediaUrl0', 'Text', 'Tag', 'Memo', 'Message', 'Name', 'Note', 'Comment', 'Extra', 'Empty',
] // prettier-ignore

/** Parameter lists that may have been signed instead of the one that the form gives, likelier ones first. */
export function paramsVariants(body: Buffer, contentType: string | null, params: Params): ParamsVariant[] {
  if (body.length > 1_000_000) return []
  const out: ParamsVariant[] = []
  const push = (changed: Params, code: Step['code'], text: string) =>
    out.push({ params: changed, steps: [{ code, text }] })
  otherTypes(body, contentType, params, push)
  const edit = (change: (value: string) => string): Params =>
    params.map(([name, value]) => [name, change(value)])
  const filled = params.filter(([, value]) => value !== '')
  push(
    filled,
    'params-empty-dropped',
    'The signed parameters lack the empty ones that were received: something drops empty values.',
  )
  push(
    edit((value) => value.trim()),
    'params-trimmed',
    'The blanks around the values that were received were not part of the signed text.',
  )
  push(
    params.map(([name, value]) => [name.trim(), value.trim()]),
    'params-trimmed',
    'The blanks around names and values that were received were not part of the signed text.',
  )
  const names = new Set(params.map(([name]) => name))
  const lost = 'which were not received: something drops empty parameters'
  for (const group of [...oftenEmpty, ...singles.map((name) => [name])]) {
    const missing = group.filter((name) => !names.has(name))
    if (missing.length === 0) continue
    push(
      [...params, ...missing.map((name) => [name, ''] as [string, string])],
      'params-empty-dropped',
      `The signed parameters have ${missing.join(', ')} empty, ${lost}.`,
    )
  }
  const unlisted = params.length > 60 ? [] : singles.filter((name) => !names.has(name)).slice(0, 24)
  for (const [at, a] of unlisted.entries()) {
    for (const b of unlisted.slice(at + 1))
      push(
        [...params, [a, ''], [b, '']],
        'params-empty-dropped',
        `The signed parameters have ${a} and ${b} empty, ${lost}.`,
      )
  }
  blanks(params, push)
  spellings(body, params, push, edit)
  return out
}

type Push = (params: Params, code: Step['code'], text: string) => void

/** The body read as another kind than the one that is declared. */
function otherTypes(body: Buffer, contentType: string | null, params: Params, push: Push): void {
  const media = mediaType(contentType)
  const declared = contentType === null ? 'no Content-Type' : `the Content-Type ${contentType}`
  const text = body.toString('utf8')
  if (params.length === 0 && body.length > 0) {
    const read = splitForm(text).map(([name, value]) => [form(name), form(value ?? '')] as [string, string])
    if (read.length > 0)
      push(
        read,
        'content-type',
        `The body is a form and its parameters were signed, but it came with ${declared}, so that it is not read as a form.`,
      )
    const trimmed = splitForm(text.trimEnd()).map(
      ([name, value]) => [form(name), form(value ?? '')] as [string, string],
    )
    if (read.length > 0)
      push(
        trimmed,
        'content-type',
        `The body is a form and its parameters were signed, but it came with ${declared}, so that it is not read as a form.`,
      )
  } else {
    push(
      [],
      'content-type',
      'Only the URL was signed, without parameters: the body was not treated as a form when it was signed.',
    )
  }
  if (media === 'multipart/form-data') {
    const fields = parseMultipart(body, typeParameter(contentType, 'boundary') ?? '')
    if (fields !== null)
      push(
        fields,
        'content-type',
        'The fields of the multipart form were signed as parameters; the check reads them from urlencoded forms only.',
      )
  }
  const json = parseJsonObject(body)
  if (json !== null) {
    const fields = Object.entries(json).map(
      ([name, value]) =>
        [name, scalarText(value) ?? (value === null ? '' : JSON.stringify(value))] as [string, string],
    )
    push(
      fields,
      'content-type',
      `The parameters were signed as form parameters, but they were received as JSON (${declared}).`,
    )
  }
}

function form(text: string): string {
  return decodePercent(text.replaceAll('+', ' '))
}

function blanks(params: Params, push: Push): void {
  if (params.length > 60) return
  const forms = [
    (v: string) => `${v} `,
    (v: string) => ` ${v}`,
    (v: string) => `${v}\n`,
    (v: string) => `${v}\r\n`,
    (v: string) => ` ${v} `,
    (v: string) => `${v}  `,
    (v: string) => `  ${v}`,
    (v: string) => `${v}\t`,
    (v: string) => `\n${v}`,
  ]
  for (const change of forms) {
    for (const [at, [name, value]] of params.entries()) {
      const changed = params.map((pair, index): [string, string] =>
        index === at ? [name, change(value)] : pair,
      )
      push(
        changed,
        'params-trimmed',
        `The signed value of ${name} has blanks around it, which were not received: something trims the values.`,
      )
    }
  }
}

/** Values decoded another way. */
function spellings(
  body: Buffer,
  params: Params,
  push: Push,
  edit: (change: (value: string) => string) => Params,
): void {
  const raw = splitForm(body.toString('utf8')).map(([name, value]) => [name, value ?? ''] as [string, string])
  if (params.length > 0) {
    const plus = raw.map(([name, value]) => [decodePercent(name), decodePercent(value)] as [string, string])
    push(
      plus,
      'form-reencoded',
      'A + in the values stands for itself in the signed text; in the form that was received it stands for a blank, because it was not encoded as %2B.',
    )
    push(raw, 'form-reencoded', 'The values were signed as they are encoded in the form, not decoded.')
    const twice = params.map(([name, value]) => [form(name), form(value)] as [string, string])
    push(twice, 'form-reencoded', 'The values that were received are percent-encoded twice.')
    push(
      edit((value) => value.replaceAll(' ', '+')),
      'form-reencoded',
      'The signed values have + where blanks were received.',
    )
    push(
      edit((value) => value.replace(/(?<=^|\s)\s(?=\d{6,})|^ (?=\d)/g, '+')),
      'form-reencoded',
      'The + in front of phone numbers became a blank: the form that was received does not encode it as %2B.',
    )
    push(
      edit((value) => value.replace(/\r\n/g, '\n')),
      'line-endings',
      'The signed values have LF where CRLF was received.',
    )
    push(
      edit((value) => value.replace(/(?<!\r)\n/g, '\r\n')),
      'line-endings',
      'The signed values have CRLF where LF was received.',
    )
    push(
      edit((value) => Buffer.from(value, 'latin1').toString('utf8')),
      'charset',
      'The values that were received are UTF-8 encoded twice.',
    )
    push(
      edit((value) => Buffer.from(value, 'utf8').toString('latin1')),
      'charset',
      'The values were signed with their UTF-8 bytes read as Latin-1.',
    )
    const latin1 = splitForm(body.toString('latin1')).map(
      ([name, value]) => [latin(name), latin(value ?? '')] as [string, string],
    )
    push(
      latin1,
      'charset',
      'The form that was received is encoded in Latin-1; the values were signed as UTF-8.',
    )
    push(
      params.map(([name, value]) => [name.toLowerCase(), value]),
      'case',
      'The names of the parameters were signed in lower case.',
    )
    push(
      params.map(([name, value]) => [name.slice(0, 1).toUpperCase() + name.slice(1), value]),
      'case',
      'The names of the parameters begin with a capital in the signed text.',
    )
    push(
      edit((value) => value.normalize('NFC')),
      'charset',
      'The values were signed in Unicode normal form NFC.',
    )
  }
  if (params.length > 60) return
  for (const [at, [name]] of params.entries()) {
    push(
      params.filter((_, index) => index !== at),
      'signed-content-layout',
      `The parameter ${name} was received but not signed: something added it.`,
    )
  }
}

function latin(text: string): string {
  return text
    .replaceAll('+', ' ')
    .replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('latin1'))
}

/** Other ways to write the same parameters into the signed text. */
export function paramsTexts(params: Params): { text: string; what: string }[] {
  const unsorted = params.map(([name, value]) => name + value).join('')
  const sorted = [...params].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const caseless = [...params].sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
  return [
    { text: unsorted, what: 'not sorted by name' },
    {
      text: sorted.map(([name, value]) => name + value).join(''),
      what: 'with repeated values kept in order',
    },
    { text: caseless.map(([name, value]) => name + value).join(''), what: 'sorted without regard to case' },
    {
      text: sorted.map(([name, value]) => `${name}=${value}`).join('&'),
      what: 'as name=value joined with &',
    },
    { text: sorted.map(([name, value]) => `${name}=${value}`).join(''), what: 'as name=value' },
    {
      text: params.map(([name, value]) => `${name}=${value}`).join('&'),
      what: 'as name=value joined with &, not sorted',
    },
    { text: sorted.map(([, value]) => value).join(''), what: 'as values without their names' },
    { text: sorted.map(([name]) => name).join(''), what: 'as names without their values' },
    { text: JSON.stringify(Object.fromEntries(params)), what: 'as JSON' },
    { text: new URLSearchParams(params).toString(), what: 'as the encoded form' },
    { text: new URLSearchParams(sorted).toString(), what: 'as the encoded form, sorted' },
  ]
}
