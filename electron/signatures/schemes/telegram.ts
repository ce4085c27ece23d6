import type { SchemeDefinition } from '../types.ts'
import { textSecret } from './pieces.ts'

/** Bot API, setWebhook: secret_token comes back in the header. */
export const telegram: SchemeDefinition = {
  id: 'telegram',
  title: 'Telegram',
  documentation: 'https://core.telegram.org/bots/api#setwebhook',
  source: 'sdk',
  primitive: { kind: 'equality' },
  key: textSecret('secret_token given to setWebhook', 'TELEGRAM_SECRET_TOKEN'),
  signature: {
    in: 'header',
    names: ['X-Telegram-Bot-Api-Secret-Token'],
    format: { kind: 'plain', prefix: '' },
  },
  encoding: 'hex',
  timestamp: null,
  messageId: null,
  layout: [],
  window: null,
  coverage: 'nothing',
  notes: ['The header holds the secret token itself: the body is not protected. It is not the bot token.'],
}
