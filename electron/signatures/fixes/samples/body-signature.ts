import type { Samples } from '../frameworks.ts'

/** For schemes whose signature is inside the body: parse the body as what it is, then check its fields. */
export const bodySignature: Samples = {
  express: `app.post('/webhook', express.text({ type: '*/*' }), (req, res) => {
  const message = JSON.parse(req.body) // once; inbound routes of Mailgun are forms: new URLSearchParams(req.body)
  res.sendStatus(isGenuine(message{js-field}) ? 200 : 401)
})`,
  fastify: `app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, JSON.parse(String(body))))
app.post('/webhook', async (request, reply) => reply.code(isGenuine(request.body{js-field}) ? 200 : 401).send())`,
  nextjs: `export async function POST(request: Request) {
  const message = JSON.parse(await request.text()) // whatever the Content-Type says
  return new Response(null, { status: isGenuine(message{js-field}) ? 200 : 401 })
}`,
  hono: `app.post('/webhook', async (c) => {
  const message = JSON.parse(await c.req.text())
  return c.body(null, (await isGenuine(message{js-field})) ? 200 : 401)
})`,
  flask: `@app.post("/webhook")
def webhook():
    message = json.loads(request.get_data())  # whatever the Content-Type says; forms: request.form
    return ("", 200) if is_genuine(message{py-field}) else ("", 401)`,
  django: `@csrf_exempt
def webhook(request):
    message = json.loads(request.body)  # forms: request.POST
    return HttpResponse(status=200 if is_genuine(message{py-field}) else 401)`,
  fastapi: `@app.post("/webhook")
async def webhook(request: Request):
    message = json.loads(await request.body())
    return Response(status_code=200 if is_genuine(message{py-field}) else 401)`,
  laravel: `$message = json_decode($request->getContent(), true, flags: JSON_THROW_ON_ERROR);
abort_unless(isGenuine($message{php-field}), 401);`,
  rails: `message = JSON.parse(request.raw_post)
return head :unauthorized unless genuine?(message{ruby-field})`,
  go: `var message {go-type}
if err := json.NewDecoder(r.Body).Decode(&message); err != nil || !isGenuine(message) {
	http.Error(w, "bad signature", http.StatusUnauthorized)
	return
}`,
  spring: `@PostMapping("/webhook")
ResponseEntity<Void> webhook(@RequestBody byte[] raw) throws IOException {
    JsonNode message = objectMapper.readTree(raw);
    return ResponseEntity.status(isGenuine(message{java-field}) ? 200 : 401).build();
}`,
}
