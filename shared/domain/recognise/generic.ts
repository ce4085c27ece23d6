import type { Clues, Reading } from './clues.ts'
import { isObject, joined, textAt, textOf, type JsonObject } from './json.ts'

const eventHeaders = [
  'x-event-key',
  'x-gitlab-event',
  'x-gitea-event',
  'x-event-type',
  'x-event-name',
  'x-event',
  'x-webhook-event',
  'x-webhook-topic',
  'x-wc-webhook-topic',
  'x-topic',
  'ce-type',
]
const eventKeys = [
  'event',
  'type',
  'eventType',
  'event_type',
  'eventName',
  'event_name',
  'event-type',
  'action',
  'topic',
  'kind',
]
const people = [
  'name',
  'full_name',
  'fullName',
  'customerName',
  'customer_name',
  'username',
  'user_name',
  'displayName',
]
const addresses = ['email', 'customerEmail', 'customer_email', 'phone', 'customerPhone', 'from']
const titles = ['title', 'subject', 'summary', 'message', 'text', 'description', 'status', 'state', 'reason']
const ids = ['id', 'uuid', 'reference', 'orderId', 'order_id', 'conversationId', 'conversation_id']
/** Where payloads keep the thing they are about. */
const wrappers = [
  'data',
  'payload',
  'object',
  'resource',
  'body',
  'detail',
  'order',
  'customer',
  'user',
  'contact',
  'lead',
]

/** Anything: the event from the usual keys and headers, and the values that people look for first. */
export function readGeneric(clues: Clues): Reading {
  const { json, form, list, head } = clues
  const first = isObject(list[0]) ? list[0] : json
  if (Object.keys(first).length > 0) {
    return { event: eventHeader(clues) ?? eventOf(first), values: tellingValues(first) }
  }
  if (form.size > 0) {
    const fields = Object.fromEntries(form)
    return { event: eventHeader(clues) ?? eventOf(fields), values: tellingValues(fields) }
  }
  return { event: eventHeader(clues) ?? eventInText(head), values: [plainHead(clues)] }
}

function eventHeader(clues: Clues): string | undefined {
  for (const name of eventHeaders) {
    const value = clues.headers.get(name)
    if (value !== undefined && value !== '') return value
  }
  return undefined
}

function eventOf(fields: JsonObject): string | undefined {
  for (const key of eventKeys) {
    const value = fields[key]
    if (typeof value === 'string' && value !== '' && value.length <= 120) return value
    // e.g. { event: { name: 'signup' } }
    if (isObject(value)) {
      const inside = textAt(value, 'name') ?? textAt(value, 'type')
      if (inside !== undefined) return inside
    }
  }
  return undefined
}

function tellingValues(fields: JsonObject): (string | undefined)[] {
  const places = [fields]
  for (const key of wrappers) {
    const inside = fields[key]
    if (!isObject(inside)) continue
    places.push(inside)
    for (const deeper of wrappers) if (isObject(inside[deeper])) places.push(inside[deeper])
  }
  const telling = [
    firstOf(places, people),
    firstOf(places, addresses),
    joined(
      firstOf(places, ['amount', 'total', 'amount_total', 'price', 'total_price']),
      firstOf(places, ['currency']),
    ),
    firstOf(places, titles),
    firstOf(places, ids),
  ]
  return telling.some((value) => value !== undefined) ? telling : firstMembers(places)
}

/** With none of the usual keys: the first few values, with their names. */
function firstMembers(places: readonly JsonObject[]): string[] {
  const members: string[] = []
  for (const place of places) {
    for (const key of Object.keys(place).slice(0, 20)) {
      const value = place[key]
      const text = typeof value === 'boolean' ? String(value) : textOf(value)
      if (text !== undefined && !eventKeys.includes(key)) members.push(`${key}: ${text}`)
      if (members.length === 3) return members
    }
  }
  return members
}

function firstOf(places: readonly JsonObject[], keys: readonly string[]): string | undefined {
  for (const place of places) {
    for (const key of keys) {
      const value = textOf(place[key])
      if (value !== undefined) return value
    }
  }
  return undefined
}

/** For JSON that is too large or broken: the event from its beginning. */
function eventInText(head: string): string | undefined {
  return /^\s*[[{][^]{0,2000}?"(?:event|type|eventType|event_type|action|topic)"\s*:\s*"([^"\\]{1,120})"/.exec(
    head,
  )?.[1]
}

/** First line of text; the root element of XML; nothing for what is not text. */
function plainHead({ head, contentType }: Clues): string | undefined {
  if (head === '' || /^\s*[[{]/.test(head) || !looksLikeText(head)) return undefined
  if (/^\s*<[?!a-z]/i.test(head) && !contentType.includes('html')) {
    const root = /<([A-Za-z_][\w.-]{0,80}(?::[\w.-]{1,80})?)[\s/>]/.exec(head)?.[1]
    return root === undefined ? undefined : `<${root}>`
  }
  return head.trim().split('\n', 1)[0]
}

function looksLikeText(head: string): boolean {
  const start = head.slice(0, 256)
  return !/[\0-\x08\x0e-\x1a\x1c-\x1f\ufffd]/.test(start)
}
