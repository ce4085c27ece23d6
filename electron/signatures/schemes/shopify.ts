import type { SchemeDefinition } from '../types.ts'
import { part, textSecret } from './pieces.ts'

/** shopify.dev, verify deliveries; newer "events" deliveries leave the X- away (shopify-api 13 takes either). */
export const shopify: SchemeDefinition = {
  id: 'shopify',
  title: 'Shopify',
  documentation:
    'https://shopify.dev/docs/apps/build/webhooks/subscribe/https#step-2-validate-the-origin-of-your-webhook-to-ensure-its-coming-from-shopify',
  source: 'sdk',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('app client secret', 'SHOPIFY_API_SECRET'),
  signature: {
    in: 'header',
    names: ['X-Shopify-Hmac-SHA256', 'shopify-hmac-sha256'],
    format: { kind: 'plain', prefix: '' },
  },
  encoding: 'base64',
  timestamp: null,
  messageId: null,
  layout: [part('body')],
  window: null,
  coverage: 'body',
  notes: [
    'Webhooks made in the store admin (Settings > Notifications) are signed with the key shown on that page, not with the app secret.',
    'After the client secret is rotated, Shopify may sign with the old one for up to an hour.',
  ],
}
