import type { Provider } from '../request.ts'
import type { Clues, Reading } from './clues.ts'
import { counted, dig, isObject, joined, minorUnits, textAt, textOf } from './json.ts'
import { readWhatsapp, readMeta, readSlack, readTelegram, readDiscord, readLine } from './chats.ts'
import { readGeneric } from './generic.ts'

export const readers: Record<Provider, (clues: Clues) => Reading> = {
  chatzuri: ({ json }) => {
    const body = isObject(json['data']) ? json['data'] : isObject(json['payload']) ? json['payload'] : json
    const customer = body['customer']
    return {
      event: textAt(json, 'event') ?? textAt(json, 'eventType'),
      values: [
        textAt(json, 'channel'),
        textAt(body, 'name') ?? textAt(body, 'customerName') ?? textAt(body, 'username'),
        textAt(body, 'email') ??
          textAt(body, 'customerEmail') ??
          textOf(customer) ??
          textAt(customer, 'email'),
        textAt(body, 'phone') ??
          textAt(body, 'customerPhone') ??
          textAt(body, 'from') ??
          textAt(body, 'senderId'),
        textAt(body, 'message') ?? textAt(body, 'reason') ?? textAt(body, 'comment'),
        textAt(body, 'conversationId') ?? textAt(body, 'conversation_id'),
      ],
    }
  },
  stripe: ({ json }) => {
    const object = dig(json, 'data', 'object')
    const amount =
      dig(object, 'amount_total') ??
      dig(object, 'amount_paid') ??
      dig(object, 'amount') ??
      dig(object, 'total')
    return {
      event: textAt(json, 'type'),
      values: [
        minorUnits(amount, dig(object, 'currency')),
        textAt(object, 'customer_details', 'email') ??
          textAt(object, 'receipt_email') ??
          textAt(object, 'customer_email') ??
          textAt(object, 'email'),
        textAt(object, 'customer') ?? textAt(object, 'id'),
        json['livemode'] === false ? 'test' : undefined,
      ],
    }
  },
  github: ({ headers, json }) => {
    const event = headers.get('x-github-event')
    const subject = json['pull_request'] ?? json['issue'] ?? json['release'] ?? json['discussion']
    const commits = json['commits']
    return {
      event:
        event === undefined
          ? textAt(json, 'action')
          : [event, textAt(json, 'action')].filter(Boolean).join('.'),
      values: [
        textAt(json, 'repository', 'full_name'),
        textAt(json, 'ref')?.replace(/^refs\/(heads|tags)\//, ''),
        Array.isArray(commits) ? counted(commits.length, 'commit') : undefined,
        textAt(subject, 'title') ??
          textAt(subject, 'name') ??
          textAt(json, 'head_commit', 'message') ??
          textAt(json, 'zen'),
        textAt(json, 'sender', 'login'),
      ],
    }
  },
  whatsapp: readWhatsapp,
  meta: readMeta,
  slack: readSlack,
  telegram: readTelegram,
  discord: readDiscord,
  line: readLine,
  mailgun: ({ json, form }) => {
    const data = json['event-data']
    return {
      event: textAt(data, 'event') ?? (form.has('recipient') ? 'inbound' : form.get('event')),
      values: [
        form.get('from') ?? form.get('sender') ?? textAt(data, 'message', 'headers', 'from'),
        textAt(data, 'recipient'),
        form.get('subject') ?? form.get('Subject') ?? textAt(data, 'message', 'headers', 'subject'),
        form.get('stripped-text') ?? form.get('body-plain'),
      ],
    }
  },
  twilio: ({ form, json }) => {
    const status = form.get('MessageStatus') ?? form.get('CallStatus') ?? form.get('SmsStatus')
    const kind = form.has('CallSid')
      ? 'call'
      : form.has('MessageSid') || form.has('SmsSid')
        ? 'message'
        : undefined
    return {
      event:
        textAt(json, 'EventType') ??
        textAt(json, 'type') ??
        joined(kind, status)?.replace(' ', '.') ??
        form.get('EventType'),
      values: [
        form.get('From'),
        arrow(form.get('To')),
        form.get('Body') ?? form.get('SpeechResult') ?? form.get('Digits'),
      ],
    }
  },
  sendgrid: ({ list, form }) => ({
    event: textAt(list, 0, 'event') ?? (form.has('envelope') ? 'inbound' : undefined),
    values: [
      list.length > 1 ? counted(list.length, 'event') : undefined,
      textAt(list, 0, 'email') ?? form.get('from'),
      textAt(list, 0, 'reason') ?? textAt(list, 0, 'url') ?? form.get('subject'),
    ],
  }),
  shopify: ({ headers, json }) => ({
    event: headers.get('x-shopify-topic') ?? headers.get('shopify-topic'),
    values: [
      textAt(json, 'name') ?? textAt(json, 'title'),
      joined(textAt(json, 'total_price') ?? textAt(json, 'amount'), textAt(json, 'currency')),
      textAt(json, 'email') ?? textAt(json, 'customer', 'email'),
      headers.get('x-shopify-shop-domain') ?? headers.get('shopify-shop-domain'),
    ],
  }),
  'standard-webhooks': readGeneric,
  svix: readGeneric,
  paypal: ({ json }) => {
    const resource = json['resource']
    const amount = dig(resource, 'amount') ?? dig(resource, 'purchase_units', 0, 'amount')
    return {
      event: textAt(json, 'event_type'),
      values: [
        joined(
          textAt(amount, 'value') ?? textAt(amount, 'total'),
          textAt(amount, 'currency_code') ?? textAt(amount, 'currency'),
        ),
        textAt(resource, 'payer', 'email_address'),
        textAt(json, 'summary'),
        textAt(resource, 'id'),
      ],
    }
  },
  square: ({ json }) => {
    const object = dig(json, 'data', 'object', textAt(json, 'data', 'type') ?? '')
    const money = dig(object, 'amount_money') ?? dig(object, 'total_money')
    return {
      event: textAt(json, 'type'),
      values: [
        minorUnits(dig(money, 'amount'), dig(money, 'currency')),
        textAt(object, 'status'),
        textAt(json, 'data', 'id'),
      ],
    }
  },
  zoom: ({ json }) => {
    const object = dig(json, 'payload', 'object')
    return {
      event: textAt(json, 'event'),
      values: [
        textAt(object, 'topic'),
        textAt(object, 'participant', 'user_name') ?? textAt(object, 'email') ?? textAt(object, 'host_email'),
        textAt(object, 'id'),
      ],
    }
  },
  linear: ({ json }) => ({
    event: [textAt(json, 'type'), textAt(json, 'action')].filter(Boolean).join('.') || undefined,
    values: [
      textAt(json, 'data', 'identifier'),
      textAt(json, 'data', 'title') ?? textAt(json, 'data', 'name') ?? textAt(json, 'data', 'body'),
      textAt(json, 'data', 'state', 'name'),
      textAt(json, 'actor', 'name'),
    ],
  }),
  paddle: ({ json }) => {
    const total = textAt(json, 'data', 'details', 'totals', 'grand_total')
    return {
      event: textAt(json, 'event_type') ?? textAt(json, 'alert_name'),
      values: [
        minorUnits(total === undefined ? undefined : Number(total), dig(json, 'data', 'currency_code')),
        textAt(json, 'data', 'status'),
        textAt(json, 'data', 'email'),
        textAt(json, 'data', 'id'),
      ],
    }
  },
  intercom: ({ json }) => {
    const item = dig(json, 'data', 'item')
    return {
      event: textAt(json, 'topic'),
      values: [
        textAt(item, 'source', 'author', 'name') ?? textAt(item, 'name') ?? textAt(item, 'user', 'name'),
        textAt(item, 'source', 'author', 'email') ?? textAt(item, 'email') ?? textAt(item, 'user', 'email'),
        textAt(item, 'source', 'subject') ?? withoutTags(textAt(item, 'source', 'body')),
        textAt(item, 'id'),
      ],
    }
  },
  hubspot: ({ list, json }) => {
    const first = isObject(list[0]) ? list[0] : json
    return {
      event: textAt(first, 'subscriptionType'),
      values: [
        list.length > 1 ? counted(list.length, 'event') : undefined,
        joined(textAt(first, 'propertyName'), arrow(textAt(first, 'propertyValue'))),
        textAt(first, 'objectId'),
      ],
    }
  },
  typeform: ({ json }) => {
    const answers = dig(json, 'form_response', 'answers')
    const told = Array.isArray(answers)
      ? answers.slice(0, 10).map(typeformAnswer).filter(Boolean).slice(0, 2)
      : []
    return {
      event: textAt(json, 'event_type'),
      values: [textAt(json, 'form_response', 'definition', 'title'), ...told],
    }
  },
  zendesk: ({ json }) => ({
    event: textAt(json, 'type')?.replace(/^zen:event-type:/, ''),
    values: [
      textAt(json, 'detail', 'subject') ??
        textAt(json, 'detail', 'name') ??
        textAt(json, 'ticket', 'title') ??
        textAt(json, 'subject'),
      textAt(json, 'detail', 'email') ?? textAt(json, 'ticket', 'requester', 'email'),
      textAt(json, 'detail', 'id') ?? textAt(json, 'ticket', 'id'),
    ],
  }),
  calendly: ({ json }) => ({
    event: textAt(json, 'event'),
    values: [
      textAt(json, 'payload', 'name'),
      textAt(json, 'payload', 'email'),
      textAt(json, 'payload', 'scheduled_event', 'name'),
      textAt(json, 'payload', 'scheduled_event', 'start_time'),
    ],
  }),
  docusign: ({ json, head }) => ({
    event: textAt(json, 'event') ?? /<Status>([A-Za-z]{1,30})<\/Status>/.exec(head)?.[1],
    values: [
      textAt(json, 'data', 'envelopeSummary', 'emailSubject') ??
        /<Subject>([^<]{1,200})<\/Subject>/.exec(head)?.[1],
      textAt(json, 'data', 'envelopeSummary', 'sender', 'email'),
      textAt(json, 'data', 'envelopeId'),
    ],
  }),
  'aws-sns': ({ json, headers }) => ({
    event: textAt(json, 'Type') ?? headers.get('x-amz-sns-message-type'),
    values: [
      (textAt(json, 'TopicArn') ?? headers.get('x-amz-sns-topic-arn'))?.split(':').at(-1),
      textAt(json, 'Subject'),
      textAt(json, 'Message'),
    ],
  }),
  generic: readGeneric,
}

function arrow(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `→ ${text}`
}

function withoutTags(html: string | undefined): string | undefined {
  return html?.slice(0, 1_000).replace(/<[^>]*>/g, ' ')
}

/** One answer of a form: the value stands under a key that its `type` names. */
function typeformAnswer(answer: unknown): string | undefined {
  const type = textAt(answer, 'type')
  if (type === undefined) return undefined
  const value = dig(answer, type)
  return textOf(value) ?? (isObject(value) ? textAt(value, 'label') : undefined)
}
