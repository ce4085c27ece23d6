import type { SchemeDefinition } from '../types.ts'
import { parseJsonObject } from '../message/json-fields.ts'
import { part, textSecret } from './pieces.ts'

/** @linear/sdk 98: freshness comes from webhookTimestamp inside the signed body and is required. */
export const linear: SchemeDefinition = {
  id: 'linear',
  title: 'Linear',
  documentation: 'https://linear.app/developers/webhooks#securing-webhooks',
  source: 'sdk',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('signing secret', 'LINEAR_WEBHOOK_SECRET'),
  signature: { in: 'header', names: ['Linear-Signature'], format: { kind: 'plain', prefix: '' } },
  encoding: 'hex',
  timestamp: { in: 'body', field: 'webhookTimestamp', unit: 'ms' },
  messageId: null,
  layout: [part('body')],
  window: { seconds: 60, direction: 'both' },
  coverage: 'body',
  notes: ['The time that counts is webhookTimestamp in the body; the header Linear-Timestamp is ignored.'],
  readBody: (body) => {
    const value = parseJsonObject(body)?.['webhookTimestamp']
    return {
      signature: null,
      timestamp: typeof value === 'number' ? String(value) : null,
      token: null,
      fields: [],
      others: [],
      missing: typeof value === 'number' ? [] : ['webhookTimestamp (a number in the body)'],
      hash: null,
    }
  },
}
