import type { SchemeDefinition } from '../types.ts'
import { firstHeader } from '../message/headers.ts'
import { part, textSecret } from './pieces.ts'

/** docs.github.com, validating webhook deliveries; @octokit/webhooks-methods 6. */
export const github: SchemeDefinition = {
  id: 'github',
  title: 'GitHub',
  documentation: 'https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries',
  source: 'sdk',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('webhook secret', 'GITHUB_WEBHOOK_SECRET'),
  signature: { in: 'header', names: ['X-Hub-Signature-256'], format: { kind: 'plain', prefix: 'sha256=' } },
  encoding: 'hex',
  timestamp: null,
  messageId: null,
  layout: [part('body')],
  window: null,
  coverage: 'body',
  notes: [
    'With the content type application/x-www-form-urlencoded the raw form, payload=…, is what is signed.',
    'GitHub sends no signature header when the webhook has no secret.',
  ],
  hint: ({ headers }) =>
    firstHeader(headers, ['X-GitHub-Event']) === null ? null : 'The request carries X-GitHub-Event.',
}
