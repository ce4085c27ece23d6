import type { Samples } from '../frameworks.ts'

const node = `// .env:  {variable}=the-secret        no quotes, no blanks, nothing behind it
const secret = process.env.{variable}
if (secret === undefined) throw new Error('{variable} is not set')
if (secret !== secret.trim() || /^["']|["']$/.test(secret)) throw new Error('{variable} has blanks or quotes around it')`
const python = `SECRET = os.environ["{variable}"]
if SECRET != SECRET.strip() or SECRET[:1] in "\\"'":
    raise RuntimeError("{variable} has blanks or quotes around it")`

/** Read the secret as it is, and say so at start when it has something around it. */
export const secretText: Samples = {
  express: node,
  fastify: node,
  nextjs: node,
  hono: `const secret = c.env.{variable} // set with: printf %s "$SECRET" | wrangler secret put {variable}
if (secret !== secret.trim()) throw new Error('{variable} has blanks around it') // echo adds a line break`,
  flask: python,
  django: python,
  fastapi: python,
  laravel: `// config/services.php
'webhook' => ['secret' => env('{variable}')],

// where it is used
$secret = config('services.webhook.secret');
throw_if($secret !== trim($secret, " \\t\\n\\r\\"'"), '{variable} has blanks or quotes around it');`,
  rails: `SECRET = ENV.fetch("{variable}")
raise "{variable} has blanks or quotes around it" if SECRET != SECRET.strip || SECRET.match?(/\\A["']|["']\\z/)`,
  go: `secret := os.Getenv("{variable}")
if secret == "" || secret != strings.TrimSpace(secret) || strings.Trim(secret, "\\"'") != secret {
	log.Fatal("{variable} is empty or has blanks or quotes around it")
}`,
  spring: `@Value("\${{variable}}")
private String secret;

@PostConstruct
void checkSecret() {
    if (!secret.equals(secret.strip()) || secret.startsWith("\\"")) {
        throw new IllegalStateException("{variable} has blanks or quotes around it");
    }
}`,
}
