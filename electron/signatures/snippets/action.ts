/**
 * Signing inside a chatzuri custom action, with `crypto.subtle`, which the guide "Trigger webhooks" recommends. The
 * platform wraps the body of an async function around it and hands in `params` and `credentials` (type webhook).
 * The guide names no header: the one of chatzuri's own events is used, so that a receiver needs one check for both.
 */
export const actionSnippet = `// Body of the action. Credential type: webhook (webhook_url, secret).
const payload = JSON.stringify({
  event: 'lead.captured',
  source: 'chat',
  customer: params.email,
  conversation_id: params.conversation_id,
  timestamp: new Date().toISOString(),
})
const encoder = new TextEncoder()
const key = await crypto.subtle.importKey(
  'raw',
  encoder.encode(credentials.secret),
  { name: 'HMAC', hash: 'SHA-256' },
  false,
  ['sign'],
)
const digest = await crypto.subtle.sign('HMAC', key, encoder.encode(payload))
const signature = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')

// Send the very text that was signed: another JSON.stringify could differ.
const r = await fetch(credentials.webhook_url, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', 'X-Chatzuri-Signature': \`sha256=\${signature}\` },
  body: payload,
})
if (!r.ok) throw new Error(\`Webhook \${r.status}\`)
return { success: true }
`

/** The same for receivers that compare the secret itself. */
export const secretActionSnippet = `// Body of the action. Credential type: webhook (webhook_url, secret).
const r = await fetch(credentials.webhook_url, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    ...(credentials.secret ? { 'X-Webhook-Secret': credentials.secret } : {}),
  },
  body: JSON.stringify({
    event: 'lead.captured',
    source: 'chat',
    customer: params.email,
    conversation_id: params.conversation_id,
    timestamp: new Date().toISOString(),
  }),
})
if (!r.ok) throw new Error(\`Webhook \${r.status}\`)
return { success: true }
`
