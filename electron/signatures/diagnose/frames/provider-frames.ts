import { crc32 } from 'node:zlib'
import { hash } from '../../crypto/digest.ts'
import { parseJsonObject, scalarText } from '../../message/json-fields.ts'
import { contentType } from '../../message/headers.ts'
import { snsConfirmationFields, snsNotificationFields } from '../../schemes/aws-sns.ts'
import { literal, part } from '../../schemes/pieces.ts'
import type { Ingredients, Key, Part, SchemeDefinition, SchemeOptions, SignedRequest } from '../../types.ts'
import { asBuffer } from '../../crypto/encodings.ts'
import type { Step } from '../finding.ts'
import { paramsTexts, paramsVariants } from './params.ts'

/** A frame that only some provider's text can have. */
export interface SpecialFrame {
  layout: Part[]
  ingredients: Ingredients
  steps: Step[]
}

/** What goes wrong with one provider only: Twilio's parameters, PayPal's checksum and webhook id, the fields of SNS. */
export function providerFrames(
  scheme: SchemeDefinition,
  request: SignedRequest,
  ingredients: Ingredients,
  others: readonly Key[],
  options: SchemeOptions,
): SpecialFrame[] {
  const has = (kind: Part['kind']) => scheme.layout.some((piece) => piece.kind === kind)
  if (has('params')) return twilioFrames(scheme, request, ingredients)
  if (has('crc32')) return paypalFrames(scheme, ingredients, others, options)
  if (has('fields')) return snsFrames(scheme, request, ingredients)
  return []
}

const layoutStep = (text: string): Step[] => [{ code: 'signed-content-layout', text }]

function twilioFrames(
  scheme: SchemeDefinition,
  request: SignedRequest,
  ingredients: Ingredients,
): SpecialFrame[] {
  const variants = paramsVariants(asBuffer(request.body), contentType(request.headers), ingredients.params)
  const frames: SpecialFrame[] = variants.map(({ params, steps }) => ({
    layout: scheme.layout,
    ingredients: { ...ingredients, params },
    steps,
  }))
  for (const { text, what } of paramsTexts(ingredients.params)) {
    frames.push({
      layout: [part('url'), literal(text)],
      ingredients,
      steps: layoutStep(
        `The parameters were signed ${what}; Twilio sorts them by name and writes name and value side by side.`,
      ),
    })
  }
  return frames
}

function paypalFrames(
  scheme: SchemeDefinition,
  ingredients: Ingredients,
  others: readonly Key[],
  options: SchemeOptions,
): SpecialFrame[] {
  const frames: SpecialFrame[] = []
  const given = options.webhookId ?? ''
  const ids: [string, string][] = [
    [
      'WEBHOOK_ID',
      'the literal WEBHOOK_ID, as events of PayPal’s simulator are: they can’t be verified with your own id',
    ],
    [given.trim(), 'the webhook id without the blanks around it'],
    [given.replace(/["'`\s]/g, ''), 'the webhook id without quotes and blanks'],
    [given.replace(/^[A-Za-z_]+\s*[=:]\s*/, ''), 'the webhook id without what stands in front of it'],
    [given.replace(/^WH-/i, ''), 'the webhook id without WH-'],
    [given.toUpperCase(), 'the webhook id in upper case'],
    [given.toLowerCase(), 'the webhook id in lower case'],
    ['', 'an empty webhook id'],
    ['undefined', 'the text undefined as webhook id'],
    ['null', 'the text null as webhook id'],
  ]
  for (const key of others) {
    for (const id of [key.secret, key.label]) {
      if (id !== undefined && id !== '')
        ids.push([id, `the webhook id “${key.label}”, another one that you have`])
    }
  }
  for (const [id, what] of ids) {
    if (id === given) continue
    frames.push({
      layout: scheme.layout,
      ingredients: { ...ingredients, webhookId: id },
      steps: [{ code: 'wrong-webhook-id', text: `The event was signed for ${what}; “${given}” is set.` }],
    })
  }
  const checksum = crc32(asBuffer(ingredients.body))
  const replacements: [string, string][] = [
    [checksum.toString(16), 'the CRC-32 in hex'],
    [checksum.toString(16).padStart(8, '0'), 'the CRC-32 in hex'],
    [checksum.toString(16).padStart(8, '0').toUpperCase(), 'the CRC-32 in upper-case hex'],
    [String(checksum | 0), 'the CRC-32 as a signed number'],
    [String(checksum).padStart(10, '0'), 'the CRC-32 with leading zeros'],
    [hash('sha256', [ingredients.body]).toString('hex'), 'the SHA-256 of the body'],
    [hash('sha256', [ingredients.body]).toString('base64'), 'the SHA-256 of the body in base64'],
    [hash('md5', [ingredients.body]).toString('hex'), 'the MD5 of the body'],
    [hash('sha1', [ingredients.body]).toString('hex'), 'the SHA-1 of the body'],
    [asBuffer(ingredients.body).toString('utf8'), 'the body itself'],
  ]
  for (const [text, what] of replacements) {
    const layout = scheme.layout.map((piece) => (piece.kind === 'crc32' ? literal(text) : piece))
    frames.push({
      layout,
      ingredients,
      steps: layoutStep(`The signed text has ${what} where PayPal puts the decimal CRC-32.`),
    })
  }
  return frames
}

function snsFrames(
  scheme: SchemeDefinition,
  request: SignedRequest,
  ingredients: Ingredients,
): SpecialFrame[] {
  const message = parseJsonObject(request.body)
  if (message === null) return []
  const frames: SpecialFrame[] = []
  const push = (fields: [string, string][], steps: Step[]) =>
    frames.push({ layout: scheme.layout, ingredients: { ...ingredients, fields }, steps })
  const pick = (names: readonly string[]) =>
    names.flatMap((name) => {
      const text = scalarText(message[name])
      return text === null ? [] : [[name, text] as [string, string]]
    })
  const all = Object.entries(message).flatMap(([name, value]) => {
    const text = scalarText(value)
    return text === null || /^Sign/.test(name) ? [] : [[name, text] as [string, string]]
  })
  const { fields } = ingredients
  const without = (name: string) => fields.filter(([key]) => key !== name)
  push(pick(snsNotificationFields), layoutStep('The fields of a Notification were signed.'))
  push(pick(snsConfirmationFields), layoutStep('The fields of a confirmation were signed.'))
  for (const name of ['Token', 'Subject', 'SubscribeURL', 'MessageId', 'Timestamp', 'Type', 'TopicArn']) {
    push(without(name), layoutStep(`${name} was left out of the signed text.`))
  }
  push(all, layoutStep('The fields were signed in the order of the body.'))
  push(
    [...all].sort(([a], [b]) => (a < b ? -1 : 1)),
    layoutStep('All fields were signed, not only the ones that SNS signs.'),
  )
  push(
    [...fields, ['Subject', 'null'] as [string, string]].sort(([a], [b]) => (a < b ? -1 : 1)),
    layoutStep('A Subject of null was signed as text.'),
  )
  push(
    [...fields, ['Subject', ''] as [string, string]].sort(([a], [b]) => (a < b ? -1 : 1)),
    layoutStep('An empty Subject was signed.'),
  )
  const edit = (change: (value: string) => string): [string, string][] =>
    fields.map(([name, value]) => [name, change(value)])
  push(
    edit((value) => value.replace(/\r\n/g, '\n')),
    [{ code: 'line-endings', text: 'The signed Message has LF where CRLF was received.' }],
  )
  push(
    edit((value) => value.replace(/(?<!\r)\n/g, '\r\n')),
    [{ code: 'line-endings', text: 'The signed Message has CRLF where LF was received.' }],
  )
  push(
    edit((value) => `${value}\n`),
    [{ code: 'trailing-newline', text: 'The signed values end with a line break, which was lost.' }],
  )
  push(
    fields.map(([name, value]) => [name, name === 'Message' ? `${value}\n` : value]),
    [{ code: 'trailing-newline', text: 'The signed Message ends with a line break, which was lost.' }],
  )
  push(
    fields.map(([name, value]) => [name, name === 'Message' ? value.trimEnd() : value]),
    [
      {
        code: 'trailing-newline',
        text: 'The signed Message has no line break at its end; the one that was received has.',
      },
    ],
  )
  push(
    fields.map(([name, value]) => [name, name === 'Message' ? value.trim() : value]),
    [{ code: 'params-trimmed', text: 'The blanks around the Message that was received were not signed.' }],
  )
  push(
    edit((value) => JSON.stringify(value).slice(1, -1)),
    [{ code: 'json-double-encoded', text: 'The values were signed with their JSON escapes, not decoded.' }],
  )
  push(
    edit((value) => Buffer.from(value, 'utf8').toString('latin1')),
    [{ code: 'charset', text: 'The values were signed with their UTF-8 bytes read as Latin-1.' }],
  )
  push(
    edit((value) => Buffer.from(value, 'latin1').toString('utf8')),
    [{ code: 'charset', text: 'The values that were received are UTF-8 encoded twice.' }],
  )
  const inner = snsInnerJson(fields)
  if (inner !== null)
    for (const text of inner)
      push(
        fields.map(([name, value]) => [name, name === 'Message' ? text : value]),
        [{ code: 'json-reserialized', text: 'The JSON inside Message was parsed and written again.' }],
      )
  const texts: [string, string][] = [
    [fields.map(([name, value]) => `${name}\n${value}`).join('\n'), 'without the last line break'],
    [fields.map(([, value]) => `${value}\n`).join(''), 'without the names of the fields'],
    [fields.map(([name, value]) => `${name}:${value}\n`).join(''), 'as name:value'],
    [fields.map(([name, value]) => `${name}=${value}`).join('&'), 'as name=value'],
    [fields.map(([name, value]) => `${name}\r\n${value}\r\n`).join(''), 'with CRLF between the lines'],
    [fields.map(([name, value]) => name + value).join(''), 'without line breaks'],
  ]
  for (const [text, what] of texts)
    frames.push({
      layout: [literal(text)],
      ingredients,
      steps: layoutStep(`The fields were signed ${what}.`),
    })
  frames.push({
    layout: [part('body')],
    ingredients,
    steps: layoutStep('The whole body was signed, not the named fields.'),
  })
  return frames
}

function snsInnerJson(fields: readonly [string, string][]): string[] | null {
  const text = fields.find(([name]) => name === 'Message')?.[1] ?? ''
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object') return null
    return [JSON.stringify(value), JSON.stringify(value, null, 2), JSON.stringify(value, null, 4)]
  } catch {
    return null
  }
}
