import type { Samples } from '../frameworks.ts'

const node = `// One secret for each sender and mode; several at once while one is being replaced.
const secrets = (process.env.{variable} ?? '').split(',').filter(Boolean)
const ok = secrets.some((secret) => isGenuine(raw, signature, secret))`
const python = `secrets = [s for s in os.environ["{variable}"].split(",") if s]
ok = any(is_genuine(raw, signature, secret) for secret in secrets)  # several while one is being replaced`

/** Use the secret of this very endpoint; accept two while one is being replaced. */
export const severalSecrets: Samples = {
  express: node,
  fastify: node,
  nextjs: node,
  hono: `const secrets = c.env.{variable}.split(',').filter(Boolean)
let ok = false
for (const secret of secrets) ok = (await isGenuine(raw, signature, secret)) || ok`,
  flask: python,
  django: python,
  fastapi: python,
  laravel: `$secrets = array_filter(explode(',', config('services.webhook.secret')));
$ok = collect($secrets)->contains(fn ($secret) => isGenuine($raw, $signature, $secret));`,
  rails: `secrets = ENV.fetch("{variable}").split(",")
ok = secrets.any? { |secret| genuine?(raw, signature, secret) }`,
  go: `ok := false
for _, secret := range strings.Split(os.Getenv("{variable}"), ",") {
	ok = isGenuine(raw, signature, secret) || ok
}`,
  spring: `boolean ok = Arrays.stream(System.getenv("{variable}").split(","))
    .anyMatch(secret -> isGenuine(raw, signature, secret));`,
}
