import type { Samples } from '../frameworks.ts'

const node = `const expected = Buffer.from(\`{prefix}\${createHmac('{hash}', key).update(text).digest('{encoding}')}\`)
const received = Buffer.from(String({read}))
const ok = received.length === expected.length && timingSafeEqual(received, expected)`
const python = `expected = "{prefix}" + {python-digest}
ok = hmac.compare_digest(expected, request.headers.get("{header}", ""))`

/** Build the header's whole value as the provider writes it, and compare that. */
export const compare: Samples = {
  express: node.replace('{read}', "req.get('{header}') ?? ''"),
  fastify: node.replace('{read}', "request.headers['{header-lower}'] ?? ''"),
  nextjs: node.replace('{read}', "request.headers.get('{header}') ?? ''"),
  hono: `// verify() compares in constant time; cut the prefix off and decode first.
const signature = decode{Encoding}((c.req.header('{header}') ?? '').replace('{prefix}', ''))
const ok = await crypto.subtle.verify('HMAC', key, signature, text)`,
  flask: python,
  django: python,
  fastapi: python,
  laravel: `$expected = '{prefix}' . {php-digest};
$ok = hash_equals($expected, $request->header('{header}', ''));`,
  rails: `expected = "{prefix}" + {ruby-digest}
ok = ActiveSupport::SecurityUtils.secure_compare(expected, request.headers["{header}"].to_s)`,
  go: `expected := "{prefix}" + {go-encode}(mac.Sum(nil))
ok := hmac.Equal([]byte(expected), []byte(r.Header.Get("{header}")))`,
  spring: `String expected = "{prefix}" + {java-encode}(mac.doFinal(text));
boolean ok = MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));`,
}
