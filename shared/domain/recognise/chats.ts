import type { Clues, Reading } from './clues.ts'
import { counted, dig, isObject, joined, textAt } from './json.ts'

/** WhatsApp Cloud API: entry[].changes[].value with messages, statuses or something else. */
export function readWhatsapp({ json }: Clues): Reading {
  const change = dig(json, 'entry', 0, 'changes', 0)
  const value = dig(change, 'value')
  const message = dig(value, 'messages', 0)
  const status = dig(value, 'statuses', 0)
  const kind = textAt(message, 'type')
  return {
    event:
      message !== undefined
        ? 'messages'
        : status !== undefined
          ? joined('statuses', textAt(status, 'status'))?.replace(' ', '.')
          : textAt(change, 'field'),
    values: [
      textAt(value, 'contacts', 0, 'profile', 'name'),
      textAt(message, 'from') ?? textAt(status, 'recipient_id'),
      textAt(message, 'text', 'body') ??
        textAt(message, 'button', 'text') ??
        textAt(message, 'interactive', 'button_reply', 'title') ??
        textAt(message, 'interactive', 'list_reply', 'title') ??
        textAt(message, kind ?? '', 'caption') ??
        kind ??
        textAt(status, 'errors', 0, 'title'),
    ],
  }
}

/** Messenger and Instagram (entry[].messaging[]), pages and other objects (entry[].changes[]), and the subscription handshake. */
export function readMeta({ json, target, method }: Clues): Reading {
  if (method === 'GET') {
    return { event: 'hub.challenge', values: [/[?&]hub\.mode=([\w-]{1,40})/.exec(target)?.[1]] }
  }
  const messaging = dig(json, 'entry', 0, 'messaging', 0)
  if (!isObject(messaging)) {
    const change = dig(json, 'entry', 0, 'changes', 0)
    return {
      event: joined(textAt(json, 'object'), textAt(change, 'field'))?.replace(' ', '.'),
      values: [
        textAt(change, 'value', 'from', 'name') ?? textAt(change, 'value', 'from', 'username'),
        textAt(change, 'value', 'message') ?? textAt(change, 'value', 'text'),
        textAt(change, 'value', 'leadgen_id') ?? textAt(json, 'entry', 0, 'id'),
      ],
    }
  }
  const kind = ['message', 'postback', 'delivery', 'read', 'reaction', 'referral', 'optin'].find(
    (key) => key in messaging,
  )
  return {
    event: joined(textAt(json, 'object'), kind)?.replace(' ', '.'),
    values: [
      textAt(messaging, 'sender', 'id'),
      textAt(messaging, 'message', 'text') ??
        textAt(messaging, 'postback', 'title') ??
        textAt(messaging, 'reaction', 'emoji') ??
        textAt(messaging, 'message', 'attachments', 0, 'type'),
    ],
  }
}

export function readSlack({ json, form }: Clues): Reading {
  const command = form.get('command')
  if (command !== undefined) {
    return { event: command, values: [form.get('user_name'), form.get('text'), form.get('channel_name')] }
  }
  const event = json['event']
  if (isObject(event)) {
    return {
      event: joined(textAt(event, 'type'), textAt(event, 'subtype'))?.replace(' ', '.'),
      values: [
        textAt(event, 'user') ?? textAt(event, 'user', 'id'),
        textAt(event, 'text'),
        textAt(event, 'channel'),
      ],
    }
  }
  return {
    event: textAt(json, 'type'),
    values: [
      textAt(json, 'user', 'username') ?? textAt(json, 'user', 'name'),
      textAt(json, 'actions', 0, 'action_id') ??
        textAt(json, 'callback_id') ??
        textAt(json, 'view', 'callback_id'),
      textAt(json, 'actions', 0, 'value') ?? textAt(json, 'actions', 0, 'selected_option', 'value'),
    ],
  }
}

/** An update holds `update_id` and one more member, which names what it is (Bot API, Update). */
export function readTelegram({ json }: Clues): Reading {
  const kind = Object.keys(json).find((key) => key !== 'update_id')
  const update = kind === undefined ? undefined : json[kind]
  const from = dig(update, 'from') ?? dig(update, 'chat')
  const username = textAt(from, 'username')
  return {
    event: kind,
    values: [
      username === undefined ? joined(textAt(from, 'first_name'), textAt(from, 'last_name')) : `@${username}`,
      textAt(update, 'text') ??
        textAt(update, 'caption') ??
        textAt(update, 'data') ??
        textAt(update, 'query') ??
        mediaOf(update),
      textAt(update, 'chat', 'title'),
    ],
  }
}

function mediaOf(update: unknown): string | undefined {
  if (!isObject(update)) return undefined
  return ['photo', 'voice', 'video', 'document', 'sticker', 'audio', 'location', 'contact'].find(
    (key) => key in update,
  )
}

/** Interaction types of Discord's documentation (Interaction Object). */
const interactionTypes = new Map([
  ['1', 'PING'],
  ['2', 'APPLICATION_COMMAND'],
  ['3', 'MESSAGE_COMPONENT'],
  ['4', 'APPLICATION_COMMAND_AUTOCOMPLETE'],
  ['5', 'MODAL_SUBMIT'],
])

export function readDiscord({ json }: Clues): Reading {
  const event = json['event']
  const type = textAt(json, 'type') ?? ''
  const command = textAt(json, 'data', 'name')
  return {
    event: isObject(event) ? textAt(event, 'type') : interactionTypes.get(type),
    values: [
      command === undefined ? textAt(json, 'data', 'custom_id') : `/${command}`,
      textAt(json, 'member', 'user', 'username') ??
        textAt(json, 'user', 'username') ??
        textAt(event, 'data', 'user', 'username'),
      textAt(json, 'data', 'options', 0, 'value'),
    ],
  }
}

export function readLine({ json }: Clues): Reading {
  const events = json['events']
  const count = Array.isArray(events) ? events.length : 0
  const event = dig(events, 0)
  return {
    event: joined(textAt(event, 'type'), textAt(event, 'message', 'type'))?.replace(' ', '.') ?? 'verify',
    values: [
      count > 1 ? counted(count, 'event') : undefined,
      textAt(event, 'message', 'text') ?? textAt(event, 'postback', 'data'),
      textAt(event, 'source', 'userId'),
    ],
  }
}
