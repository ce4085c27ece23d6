/** Headers whose value lets somebody in: masked until asked for. Signatures are none: they prove, they do not open. */
const secretNames = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api-key',
  'apikey',
  'x-auth-token',
  'x-access-token',
  'x-csrf-token',
  'x-gitlab-token',
  'x-telegram-bot-api-secret-token',
  'x-webhook-secret',
  'x-webhook-token',
  'x-secret',
  'x-token',
  'x-vercel-oidc-token',
  'x-amz-security-token',
  'x-goog-channel-token',
])

/** Whether a header's value is a secret, judged by its name. */
export function isSecretHeader(name: string): boolean {
  const lower = name.toLowerCase()
  return secretNames.has(lower) || /(^|[-_])(secret|token|password|passwd|api-?key)([-_]|$)/.test(lower)
}

/** Headers that prove who sent a request and that nothing was changed. */
export function isSignatureHeader(name: string): boolean {
  return /(^|[-_])(signature|hmac|sig|digest)([-_0-9]|$)|hmac|^paypal-(transmission|cert|auth)-/i.test(name)
}
