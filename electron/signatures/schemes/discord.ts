import type { SchemeDefinition } from '../types.ts'
import { part } from './pieces.ts'

/** discord-api-docs, interactions; discord-interactions 4.4. Hex in either case. */
export const discord: SchemeDefinition = {
  id: 'discord',
  title: 'Discord',
  documentation:
    'https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint-validating-security-request-headers',
  source: 'sdk',
  primitive: { kind: 'ed25519' },
  key: {
    kind: 'public-key',
    encoding: 'hex',
    prefix: null,
    name: 'application public key',
    variable: 'DISCORD_PUBLIC_KEY',
  },
  signature: { in: 'header', names: ['X-Signature-Ed25519'], format: { kind: 'plain', prefix: '' } },
  encoding: 'hex',
  anyHexCase: true,
  timestamp: { in: 'header', names: ['X-Signature-Timestamp'], unit: 's' },
  messageId: null,
  layout: [part('timestamp'), part('body')],
  window: null,
  coverage: 'body',
  notes: ['Discord sends wrong signatures on purpose when the URL is saved: they must be answered with 401.'],
}
