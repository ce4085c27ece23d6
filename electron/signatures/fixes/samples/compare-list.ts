import type { Samples } from '../frameworks.ts'

const node = `// Several signatures may stand in the header: any match is enough.
const expected = Buffer.from(createHmac('{hash}', key).update(text).digest('{encoding}'))
const ok = String({read}).split('{separator}').some((item) => {
  if (!item.startsWith('{item}')) return false
  const received = Buffer.from(item.slice({item-length}))
  return received.length === expected.length && timingSafeEqual(received, expected)
})`
const python = `expected = {python-digest}
items = request.headers.get("{header}", "").split("{separator}")  # several may stand there: any match is enough
ok = any(hmac.compare_digest(expected, i.removeprefix("{item}")) for i in items if i.startswith("{item}"))`

/** For headers with several named or versioned items. */
export const compareList: Samples = {
  express: node.replace('{read}', "req.get('{header}') ?? ''"),
  fastify: node.replace('{read}', "request.headers['{header-lower}'] ?? ''"),
  nextjs: node.replace('{read}', "request.headers.get('{header}') ?? ''"),
  hono: `// verify() compares in constant time; any of the signatures may match.
let ok = false
for (const item of (c.req.header('{header}') ?? '').split('{separator}')) {
  if (!item.startsWith('{item}')) continue
  ok = (await crypto.subtle.verify('HMAC', key, decode{Encoding}(item.slice({item-length})), text)) || ok
}`,
  flask: python,
  django: python,
  fastapi: python,
  laravel: `$expected = {php-digest};
$ok = collect(explode('{separator}', $request->header('{header}', '')))
    ->filter(fn ($item) => str_starts_with($item, '{item}'))
    ->contains(fn ($item) => hash_equals($expected, substr($item, {item-length})));`,
  rails: `expected = {ruby-digest}
ok = request.headers["{header}"].to_s.split("{separator}").select { |item| item.start_with?("{item}") }.any? do |item|
  ActiveSupport::SecurityUtils.secure_compare(expected, item.delete_prefix("{item}"))
end`,
  go: `expected := {go-encode}(mac.Sum(nil))
ok := false
for _, item := range strings.Split(r.Header.Get("{header}"), "{separator}") {
	if received, found := strings.CutPrefix(item, "{item}"); found {
		ok = hmac.Equal([]byte(expected), []byte(received)) || ok
	}
}`,
  spring: `byte[] expected = {java-encode}(mac.doFinal(text)).getBytes(StandardCharsets.UTF_8);
boolean ok = Arrays.stream(header.split("{separator}"))
    .filter(item -> item.startsWith("{item}"))
    .anyMatch(item -> MessageDigest.isEqual(expected, item.substring({item-length}).getBytes(StandardCharsets.UTF_8)));`,
}
