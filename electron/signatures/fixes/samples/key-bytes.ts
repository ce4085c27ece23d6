import type { Samples } from '../frameworks.ts'

/** The key: the text's own bytes, or the bytes that decoding gives. Written for a text key; a decoded one is put in beside it. */
export const keyAsText: Samples = {
  express: `const key = process.env.{variable}! // as text: no Buffer.from(…, 'base64')
const digest = createHmac('{hash}', key).update(raw).digest()`,
  fastify: `const key = process.env.{variable}! // as text: no Buffer.from(…, 'base64')
const digest = createHmac('{hash}', key).update(raw).digest()`,
  nextjs: `const key = process.env.{variable}! // as text: no Buffer.from(…, 'base64')
const digest = createHmac('{hash}', key).update(raw).digest()`,
  hono: `const key = new TextEncoder().encode(c.env.{variable}) // as text: no atob()
const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: '{subtle-hash}' }, false, ['verify'])`,
  flask: `key = os.environ["{variable}"].encode()  # as text: no base64.b64decode
digest = hmac.new(key, raw, hashlib.{hash}).digest()`,
  django: `key = os.environ["{variable}"].encode()  # as text: no base64.b64decode
digest = hmac.new(key, raw, hashlib.{hash}).digest()`,
  fastapi: `key = os.environ["{variable}"].encode()  # as text: no base64.b64decode
digest = hmac.new(key, raw, hashlib.{hash}).digest()`,
  laravel: `$digest = hash_hmac('{hash}', $raw, config('services.webhook.secret'), true); // key as text: no base64_decode`,
  rails: `digest = OpenSSL::HMAC.digest("{hash}", ENV.fetch("{variable}"), raw) # key as text: no Base64.decode64`,
  go: `mac := hmac.New({go-hash}.New, []byte(os.Getenv("{variable}"))) // as text: no base64.DecodeString
mac.Write(raw)`,
  spring: `byte[] key = System.getenv("{variable}").getBytes(StandardCharsets.UTF_8); // as text: no Base64.getDecoder()
Mac mac = Mac.getInstance("{java-mac}");
mac.init(new SecretKeySpec(key, "{java-mac}"));`,
}

export const keyDecoded: Samples = {
  express: `const key = Buffer.from(process.env.{variable}!.replace(/^whsec_/, ''), '{key-encoding}')
const digest = createHmac('{hash}', key).update(text).digest('base64')`,
  fastify: `const key = Buffer.from(process.env.{variable}!.replace(/^whsec_/, ''), '{key-encoding}')
const digest = createHmac('{hash}', key).update(text).digest('base64')`,
  nextjs: `const key = Buffer.from(process.env.{variable}!.replace(/^whsec_/, ''), '{key-encoding}')
const digest = createHmac('{hash}', key).update(text).digest('base64')`,
  hono: `const key = Uint8Array.from(atob(c.env.{variable}.replace(/^whsec_/, '')), (c) => c.charCodeAt(0))
const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: '{subtle-hash}' }, false, ['sign'])`,
  flask: `key = base64.b64decode(os.environ["{variable}"].removeprefix("whsec_"), validate=True)
digest = hmac.new(key, text, hashlib.{hash}).digest()`,
  django: `key = base64.b64decode(os.environ["{variable}"].removeprefix("whsec_"), validate=True)
digest = hmac.new(key, text, hashlib.{hash}).digest()`,
  fastapi: `key = base64.b64decode(os.environ["{variable}"].removeprefix("whsec_"), validate=True)
digest = hmac.new(key, text, hashlib.{hash}).digest()`,
  laravel: `$key = base64_decode(preg_replace('/^whsec_/', '', config('services.webhook.secret')), true);
$digest = hash_hmac('{hash}', $text, $key, true);`,
  rails: `key = Base64.strict_decode64(ENV.fetch("{variable}").delete_prefix("whsec_"))
digest = OpenSSL::HMAC.digest("{hash}", key, text)`,
  go: `key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(os.Getenv("{variable}"), "whsec_"))
if err != nil {
	log.Fatal("{variable} is not valid base64")
}
mac := hmac.New({go-hash}.New, key)`,
  spring: `byte[] key = Base64.getDecoder().decode(System.getenv("{variable}").replaceFirst("^whsec_", ""));
Mac mac = Mac.getInstance("{java-mac}");
mac.init(new SecretKeySpec(key, "{java-mac}"));`,
}
