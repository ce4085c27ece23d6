import type { Samples } from '../frameworks.ts'

const node = `// The signed text is {recipe}.
const digest = createHmac('{hash}', key).update({node-text}).digest('{encoding}')`
const python = `# The signed text is {recipe}.
digest = hmac.new(key, {python-text}, hashlib.{hash})`

/** Put the signed text together as the provider does. */
export const recipe: Samples = {
  express: node,
  fastify: node,
  nextjs: node,
  hono: `// The signed text is {recipe}.
const text = await new Blob([{blob-parts}]).arrayBuffer()
const digest = await crypto.subtle.sign('HMAC', key, text)`,
  flask: python,
  django: python,
  fastapi: python,
  laravel: `// The signed text is {recipe}.
$digest = hash_hmac('{hash}', {php-text}, $key, true);`,
  rails: `# The signed text is {recipe}.
digest = OpenSSL::HMAC.digest("{hash}", key, {ruby-text})`,
  go: `// The signed text is {recipe}.
mac := hmac.New({go-hash}.New, key)
{go-text}`,
  spring: `// The signed text is {recipe}.
Mac mac = Mac.getInstance("{java-mac}");
mac.init(new SecretKeySpec(key, "{java-mac}"));
{java-text}`,
}
