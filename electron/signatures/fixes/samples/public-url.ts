import type { Samples } from '../frameworks.ts'

/** Rebuild the address that the sender called: from settings, or from what a trusted proxy says. */
export const publicUrl: Samples = {
  express: `app.set('trust proxy', 1) // one proxy in front; req.protocol and req.hostname then follow X-Forwarded-*
const url = \`\${process.env.PUBLIC_URL ?? \`\${req.protocol}://\${req.get('x-forwarded-host') ?? req.get('host')}\`}\${req.originalUrl}\``,
  fastify: `const app = Fastify({ trustProxy: 1 })
const url = \`\${process.env.PUBLIC_URL ?? \`\${request.protocol}://\${request.host}\`}\${request.originalUrl}\``,
  nextjs: `const { pathname, search } = new URL(request.url)
const url = \`\${process.env.PUBLIC_URL}\${pathname}\${search}\` // request.url may name the internal host`,
  hono: `const { pathname, search } = new URL(c.req.url)
const url = \`\${c.env.PUBLIC_URL}\${pathname}\${search}\``,
  flask: `app.wsgi_app = ProxyFix(app.wsgi_app, x_proto=1, x_host=1, x_port=1, x_prefix=1)
url = request.url  # now as the sender called it`,
  django: `# settings.py
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
USE_X_FORWARDED_HOST = True
# in the view
url = settings.PUBLIC_URL + request.get_full_path()`,
  fastapi: `# uvicorn main:app --proxy-headers --forwarded-allow-ips=<address of the proxy>
url = settings.public_url + request.url.path + (f"?{request.url.query}" if request.url.query else "")`,
  laravel: `// bootstrap/app.php
->withMiddleware(fn (Middleware $middleware) => $middleware->trustProxies(at: '10.0.0.0/8'))

$url = config('app.url') . $request->getRequestUri(); // fullUrl() sorts the query`,
  rails: `# config/environments/production.rb
config.assume_ssl = true
config.action_dispatch.trusted_proxies = [IPAddr.new("10.0.0.0/8")]

url = "#{ENV.fetch('PUBLIC_URL', request.base_url)}#{request.original_fullpath}"`,
  go: `publicURL := os.Getenv("PUBLIC_URL") // https://hooks.example.com, no slash at the end
url := publicURL + r.RequestURI       // as it was requested, not r.URL.String()`,
  spring: `# application.properties
server.forward-headers-strategy=framework

// in the controller
String url = publicUrl + request.getRequestURI() + (request.getQueryString() == null ? "" : "?" + request.getQueryString());`,
}
