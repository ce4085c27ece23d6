import type { Samples } from '../frameworks.ts'

/** Undo base64 or compression before hashing, and only then. */
export const unpackBody: Samples = {
  express: `// Behind API Gateway and the like the event says whether the body is base64.
const raw = event.isBase64Encoded ? Buffer.from(event.body, 'base64') : Buffer.from(event.body)
// express.raw() undoes gzip by itself; switch that off if the compressed bytes were signed:
app.post('/webhook', express.raw({ type: '*/*', inflate: true }), handler)`,
  fastify: `// Fastify hands the body over as it came: undo the encoding before the check.
const encoding = request.headers['content-encoding']
const raw = encoding === 'gzip' ? gunzipSync(request.body as Buffer) : (request.body as Buffer)`,
  nextjs: `const bytes = Buffer.from(await request.arrayBuffer())
const raw = request.headers.get('content-encoding') === 'gzip' ? gunzipSync(bytes) : bytes
// or, where a gateway encodes the body: Buffer.from(bytes.toString('latin1'), 'base64')`,
  hono: `const body = c.req.raw.body!
const raw =
  c.req.header('content-encoding') === 'gzip'
    ? await new Response(body.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()
    : await c.req.arrayBuffer()`,
  flask: `raw = request.get_data()
if request.headers.get("Content-Encoding") == "gzip":
    raw = gzip.decompress(raw)
# in AWS Lambda: raw = base64.b64decode(event["body"]) if event["isBase64Encoded"] else event["body"].encode()`,
  django: `raw = request.body
if request.headers.get("Content-Encoding") == "gzip":
    raw = gzip.decompress(raw)`,
  fastapi: `raw = await request.body()
if request.headers.get("content-encoding") == "gzip":
    raw = gzip.decompress(raw)`,
  laravel: `$raw = $request->getContent();
if ($request->header('Content-Encoding') === 'gzip') {
    $raw = gzdecode($raw);
}
// behind a gateway that encodes: $raw = base64_decode($raw, true);`,
  rails: `raw = request.raw_post
raw = ActiveSupport::Gzip.decompress(raw) if request.headers["Content-Encoding"] == "gzip"`,
  go: `var body io.Reader = r.Body
if r.Header.Get("Content-Encoding") == "gzip" {
	body, err = gzip.NewReader(r.Body)
	if err != nil {
		http.Error(w, "bad gzip", http.StatusBadRequest)
		return
	}
}
raw, err := io.ReadAll(body)`,
  spring: `byte[] raw = body;
if ("gzip".equals(request.getHeader("Content-Encoding"))) {
    raw = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
}`,
}
