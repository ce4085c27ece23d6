import type { Samples } from '../frameworks.ts'

/** The body can be read once: take it before anything else does. */
export const bodyOrder: Samples = {
  express: `// The webhook route comes before the parser of all others.
app.post('/webhook', express.raw({ type: '*/*' }), webhook)
app.use(express.json())

// Or keep the bytes while parsing:
app.use(express.json({ verify: (req, _res, buffer) => { req.rawBody = buffer } }))`,
  fastify: `// Keep the bytes beside the parsed body.
app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
  request.rawBody = body as Buffer
  done(null, body.length === 0 ? undefined : JSON.parse(body.toString()))
})`,
  nextjs: `export async function POST(request: Request) {
  const raw = Buffer.from(await request.arrayBuffer()) // once, first; no request.json() in middleware
  return isGenuine(raw, request.headers.get('{header}')) ? handle(raw) : new Response(null, { status: 401 })
}`,
  hono: `app.post('/webhook', async (c) => {
  const raw = new Uint8Array(await c.req.raw.clone().arrayBuffer()) // clone: later middleware may read it too
  return (await isGenuine(raw, c.req.header('{header}'))) ? c.body(null, 200) : c.body(null, 401)
})`,
  flask: `@app.before_request
def keep_raw():
    request.get_data(cache=True)  # before request.form or request.json consumes the stream`,
  django: `class KeepRawBody:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.body  # caches the bytes; put this class first in MIDDLEWARE
        return self.get_response(request)`,
  fastapi: `@app.post("/webhook")
async def webhook(request: Request):
    raw = await request.body()  # starlette caches it; never read request.stream() before`,
  laravel: `// getContent() can be read again; file_get_contents('php://input') can't once it was read by something else.
$raw = $request->getContent();`,
  rails: `request.body.rewind # something read it before
raw = request.raw_post`,
  go: `raw, err := io.ReadAll(r.Body)
if err != nil {
	http.Error(w, "unreadable", http.StatusBadRequest)
	return
}
r.Body = io.NopCloser(bytes.NewReader(raw)) // for whoever comes next`,
  spring: `// A filter in front that makes the body readable more than once.
@Bean
FilterRegistrationBean<Filter> cachedBody() {
    var bean = new FilterRegistrationBean<Filter>((request, response, chain) ->
        chain.doFilter(new ContentCachingRequestWrapper((HttpServletRequest) request, 1 << 20), response));
    bean.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return bean;
}`,
}
