import type { SchemeDefinition } from '../types.ts'
import { part, textSecret } from './pieces.ts'

/** The legacy header that GitHub sends beside X-Hub-Signature-256. */
export const githubSha1: SchemeDefinition = {
  id: 'github-sha1',
  title: 'GitHub (legacy SHA-1)',
  documentation: 'https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries',
  source: 'documentation',
  primitive: { kind: 'hmac', hash: 'sha1' },
  key: textSecret('webhook secret', 'GITHUB_WEBHOOK_SECRET'),
  signature: { in: 'header', names: ['X-Hub-Signature'], format: { kind: 'plain', prefix: 'sha1=' } },
  encoding: 'hex',
  timestamp: null,
  messageId: null,
  layout: [part('body')],
  window: null,
  coverage: 'body',
  notes: ['SHA-1 is sent for old receivers only; check X-Hub-Signature-256 instead.'],
}
