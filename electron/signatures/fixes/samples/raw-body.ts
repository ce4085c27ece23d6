import type { Samples } from '../frameworks.ts'

/** Get hold of the bytes as they came, before anything parses them. */
export const rawBody: Samples = {
  express: `// No express.json() in front of this route: it would leave only the parsed object.
app.post('/webhook', express.raw({ type: '*/*' }), (req, res) => {
  const raw: Buffer = req.body
  if (!isGenuine(raw, req.get('{header}'))) return res.sendStatus(401)
  const event = JSON.parse(raw.toString('utf8'))
  res.sendStatus(200)
})`,
  fastify: `// Keep the buffer instead of the parsed body, for this plugin's routes only.
app.register(async (webhooks) => {
  webhooks.removeAllContentTypeParsers()
  webhooks.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  webhooks.post('/webhook', async (request, reply) => {
    const raw = request.body as Buffer
    if (!isGenuine(raw, request.headers['{header-lower}'])) return reply.code(401).send()
    const event = JSON.parse(raw.toString('utf8'))
    return { ok: true }
  })
})`,
  nextjs: `// app/webhook/route.ts: arrayBuffer() gives the bytes; json() would lose them.
export async function POST(request: Request) {
  const raw = Buffer.from(await request.arrayBuffer())
  if (!isGenuine(raw, request.headers.get('{header}'))) return new Response(null, { status: 401 })
  const event = JSON.parse(raw.toString('utf8'))
  return Response.json({ ok: true })
}`,
  hono: `app.post('/webhook', async (c) => {
  const raw = new Uint8Array(await c.req.arrayBuffer()) // not c.req.json()
  if (!(await isGenuine(raw, c.req.header('{header}')))) return c.body(null, 401)
  const event = JSON.parse(new TextDecoder().decode(raw))
  return c.json({ ok: true })
})`,
  flask: `@app.post("/webhook")
def webhook():
    raw = request.get_data()  # bytes, before request.json is touched
    if not is_genuine(raw, request.headers.get("{header}", "")):
        abort(401)
    event = json.loads(raw)
    return {"ok": True}`,
  django: `@csrf_exempt
@require_POST
def webhook(request):
    raw = request.body  # bytes; read it before request.POST
    if not is_genuine(raw, request.headers.get("{header}", "")):
        return HttpResponse(status=401)
    event = json.loads(raw)
    return JsonResponse({"ok": True})`,
  fastapi: `@app.post("/webhook")
async def webhook(request: Request):  # no pydantic model as parameter
    raw = await request.body()
    if not is_genuine(raw, request.headers.get("{header}", "")):
        raise HTTPException(status_code=401)
    event = json.loads(raw)
    return {"ok": True}`,
  laravel: `Route::post('/webhook', function (Request $request) {
    $raw = $request->getContent(); // not json_encode($request->all())
    abort_unless(isGenuine($raw, $request->header('{header}', '')), 401);
    $event = json_decode($raw, true);
    return response()->noContent();
})->withoutMiddleware([VerifyCsrfToken::class]);`,
  rails: `class WebhooksController < ActionController::API
  def create
    raw = request.raw_post # not params.to_json
    return head :unauthorized unless genuine?(raw, request.headers["{header}"].to_s)
    event = JSON.parse(raw)
    head :ok
  end
end`,
  go: `func webhook(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20)) // before any json.Decoder
	if err != nil || !isGenuine(raw, r.Header.Get("{header}")) {
		http.Error(w, "bad signature", http.StatusUnauthorized)
		return
	}
	var event Event
	_ = json.Unmarshal(raw, &event)
	w.WriteHeader(http.StatusOK)
}`,
  spring: `@PostMapping("/webhook")
ResponseEntity<Void> webhook(@RequestBody byte[] raw, @RequestHeader("{header}") String signature) throws IOException {
    // byte[] keeps what came; a String or a DTO would be decoded first.
    if (!isGenuine(raw, signature)) return ResponseEntity.status(401).build();
    JsonNode event = objectMapper.readTree(raw);
    return ResponseEntity.ok().build();
}`,
}
