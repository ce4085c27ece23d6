import type { JsonValue } from './apply-set.ts'
import { defineSample } from './define.ts'
import type { Fresh, Sample } from './types.ts'

/** Stripe's event envelope, as its API reference shows it; bodies are indented by two blanks. */
function stripeEvent(type: string, fresh: Fresh, object: Record<string, JsonValue>): JsonValue {
  return {
    id: fresh.id('evt'),
    object: 'event',
    api_version: '2025-09-30.clover',
    created: fresh.seconds,
    data: { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: fresh.id('req'), idempotency_key: fresh.uuid() },
    type,
  }
}

const stripeHeaders = (): [string, string][] => [
  ['User-Agent', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'],
  ['Accept', '*/*; q=0.5, application/xml'],
  ['Cache-Control', 'no-cache'],
]

const group = 'Payments and shops'

export const paymentSamples: readonly Sample[] = [
  defineSample({
    name: 'stripe.payment_intent.succeeded',
    title: 'Stripe: payment succeeded',
    group,
    description: 'payment_intent.succeeded over 20.00 USD, in the shape of Stripe’s API reference.',
    scheme: 'stripe',
    headers: stripeHeaders,
    contentType: 'application/json; charset=utf-8',
    content: (fresh) => ({
      spelling: 'pretty',
      json: stripeEvent('payment_intent.succeeded', fresh, {
        id: fresh.id('pi'),
        object: 'payment_intent',
        amount: 2000,
        amount_capturable: 0,
        amount_received: 2000,
        capture_method: 'automatic_async',
        client_secret: null,
        confirmation_method: 'automatic',
        created: fresh.seconds,
        currency: 'usd',
        customer: fresh.id('cus'),
        description: 'Order 1042',
        latest_charge: fresh.id('ch'),
        livemode: false,
        metadata: { order_id: '1042' },
        payment_method: fresh.id('pm'),
        payment_method_types: ['card'],
        receipt_email: 'jenny.rosen@example.com',
        status: 'succeeded',
      }),
    }),
  }),
  defineSample({
    name: 'stripe.checkout.session.completed',
    title: 'Stripe: checkout completed',
    group,
    description: 'checkout.session.completed over 49.00 EUR, in the shape of Stripe’s API reference.',
    scheme: 'stripe',
    headers: stripeHeaders,
    contentType: 'application/json; charset=utf-8',
    content: (fresh) => ({
      spelling: 'pretty',
      json: stripeEvent('checkout.session.completed', fresh, {
        id: fresh.id('cs_test'),
        object: 'checkout.session',
        amount_subtotal: 4900,
        amount_total: 4900,
        client_reference_id: 'customer-12345',
        created: fresh.seconds,
        currency: 'eur',
        customer: fresh.id('cus'),
        customer_details: {
          address: { country: 'DE' },
          email: 'jenny.rosen@example.com',
          name: 'Jenny Rosen',
          phone: null,
        },
        expires_at: fresh.seconds + 86_400,
        livemode: false,
        metadata: {},
        mode: 'payment',
        payment_intent: fresh.id('pi'),
        payment_status: 'paid',
        status: 'complete',
        success_url: 'https://example.com/success',
      }),
    }),
  }),
  defineSample({
    name: 'shopify.orders.create',
    title: 'Shopify: order created',
    group,
    description: 'Topic orders/create with the headers of Shopify’s HTTPS deliveries.',
    scheme: 'shopify',
    headers: (fresh) => [
      ['User-Agent', 'Shopify-Captain-Hook'],
      ['X-Shopify-Topic', 'orders/create'],
      ['X-Shopify-Shop-Domain', 'acme-store.myshopify.com'],
      ['X-Shopify-API-Version', '2026-10'],
      ['X-Shopify-Webhook-Id', fresh.uuid()],
      ['X-Shopify-Event-Id', fresh.uuid()],
      ['X-Shopify-Triggered-At', new Date(fresh.now).toISOString()],
    ],
    content: (fresh) => {
      const id = Number(fresh.digits(13))
      return {
        json: {
          id,
          admin_graphql_api_id: `gid://shopify/Order/${id}`,
          created_at: fresh.iso(),
          currency: 'EUR',
          email: 'jon@example.com',
          financial_status: 'paid',
          fulfillment_status: null,
          name: '#1042',
          order_number: 1042,
          total_price: '59.80',
          subtotal_price: '54.80',
          total_tax: '9.55',
          customer: {
            id: Number(fresh.digits(13)),
            email: 'jon@example.com',
            first_name: 'Jon',
            last_name: 'Snow',
          },
          line_items: [
            {
              id: Number(fresh.digits(13)),
              title: 'Wool blanket',
              quantity: 2,
              price: '27.40',
              sku: 'BLA-02',
              taxable: true,
            },
          ],
          shipping_address: { name: 'Jon Snow', city: 'Köln', country_code: 'DE', zip: '50667' },
        },
      }
    },
  }),
]
