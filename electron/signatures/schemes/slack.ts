import type { SchemeDefinition } from '../types.ts'
import { literal, part, textSecret } from './pieces.ts'

/** api.slack.com, verifying requests from Slack: the documentation and the Python SDK refuse timestamps on both sides. */
export const slack: SchemeDefinition = {
  id: 'slack',
  title: 'Slack',
  documentation: 'https://api.slack.com/authentication/verifying-requests-from-slack',
  source: 'sdk',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('signing secret', 'SLACK_SIGNING_SECRET'),
  signature: { in: 'header', names: ['X-Slack-Signature'], format: { kind: 'plain', prefix: 'v0=' } },
  encoding: 'hex',
  timestamp: { in: 'header', names: ['X-Slack-Request-Timestamp'], unit: 's' },
  messageId: null,
  layout: [literal('v0:'), part('timestamp'), literal(':'), part('body')],
  window: { seconds: 300, direction: 'both' },
  coverage: 'body',
  notes: [
    'Commands and interactions are forms: the undecoded form is signed. The “verification token” in the body is something else.',
  ],
}
