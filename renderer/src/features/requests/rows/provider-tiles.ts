import type { Provider } from '#shared/domain/request.ts'

/** Name, letters and colour of each provider. Letters, not logos: they stay readable at 16 px and belong to nobody. */
export const providerTiles: Record<
  Exclude<Provider, 'generic'>,
  readonly [name: string, letters: string, color: string]
> = {
  chatzuri: ['chatzuri', 'cz', '#4b3fd1'],
  stripe: ['Stripe', 'S', '#5a4fd8'],
  github: ['GitHub', 'GH', '#2b3137'],
  meta: ['Meta', 'M', '#0a63c9'],
  whatsapp: ['WhatsApp', 'W', '#0f7a45'],
  mailgun: ['Mailgun', 'Mg', '#b3242f'],
  twilio: ['Twilio', 'T', '#c4203c'],
  sendgrid: ['SendGrid', 'Sg', '#0f6fb5'],
  slack: ['Slack', 'Sl', '#611f69'],
  shopify: ['Shopify', 'Sh', '#3f7a1d'],
  'standard-webhooks': ['Standard Webhooks', 'sw', '#4a5568'],
  svix: ['Svix', 'Sv', '#1f5fd0'],
  telegram: ['Telegram', 'Tg', '#14719f'],
  discord: ['Discord', 'D', '#4752c4'],
  paypal: ['PayPal', 'PP', '#143a8f'],
  square: ['Square', 'Sq', '#30363c'],
  zoom: ['Zoom', 'Z', '#0b5cd6'],
  linear: ['Linear', 'L', '#5059b8'],
  paddle: ['Paddle', 'P', '#7a6200'],
  intercom: ['Intercom', 'I', '#1758c2'],
  hubspot: ['HubSpot', 'Hs', '#b84a2b'],
  typeform: ['Typeform', 'Tf', '#3b3b45'],
  zendesk: ['Zendesk', 'Zd', '#03494f'],
  calendly: ['Calendly', 'C', '#0061d6'],
  docusign: ['DocuSign', 'Ds', '#4b2fc4'],
  'aws-sns': ['AWS SNS', 'A', '#a0522d'],
  line: ['LINE', 'Li', '#0a7d3b'],
}
