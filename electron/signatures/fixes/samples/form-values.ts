import type { Samples } from '../frameworks.ts'

/** Hand all parameters to the check, untrimmed, empty ones too, decoded once. */
export const formValues: Samples = {
  express: `app.post('/webhook', express.urlencoded({ extended: false }), (req, res) => {
  // req.body as it was parsed: no trimming, no dropping of empty values.
  const ok = twilio.validateRequest(process.env.{variable}!, req.get('{header}') ?? '', publicUrl(req), req.body)
  res.sendStatus(ok ? 200 : 401)
})`,
  fastify: `await app.register(import('@fastify/formbody'))
app.post('/webhook', async (request, reply) => {
  const signature = String(request.headers['{header-lower}'] ?? '')
  const ok = twilio.validateRequest(process.env.{variable}!, signature, publicUrl(request), request.body as Record<string, string>)
  return reply.code(ok ? 200 : 401).send()
})`,
  nextjs: `export async function POST(request: Request) {
  const params = Object.fromEntries(new URLSearchParams(await request.text())) // all of them, untouched
  const ok = twilio.validateRequest(process.env.{variable}!, request.headers.get('{header}') ?? '', publicUrl, params)
  return new Response(null, { status: ok ? 200 : 401 })
}`,
  hono: `app.post('/webhook', async (c) => {
  const params = [...new URLSearchParams(await c.req.text())] // pairs, in order, empty values kept
  return (await isGenuine(publicUrl, params, c.req.header('{header}'))) ? c.body(null, 200) : c.body(null, 401)
})`,
  flask: `@app.post("/webhook")
def webhook():
    validator = RequestValidator(os.environ["{variable}"])
    if not validator.validate(public_url, request.form, request.headers.get("{header}", "")):
        abort(401)
    return "", 204`,
  django: `validator = RequestValidator(os.environ["{variable}"])
# request.POST keeps blanks and empty values; a cleaned form does not.
if not validator.validate(public_url, request.POST, request.headers.get("{header}", "")):
    return HttpResponse(status=401)`,
  fastapi: `body = (await request.body()).decode()
params = dict(urllib.parse.parse_qsl(body, keep_blank_values=True))  # blanks are dropped without the option
if not RequestValidator(os.environ["{variable}"]).validate(public_url, params, request.headers.get("{header}", "")):
    raise HTTPException(status_code=401)`,
  laravel: `// TrimStrings and ConvertEmptyStringsToNull change the values: leave the webhook out of both.
->withMiddleware(function (Middleware $middleware) {
    $middleware->trimStrings(except: [fn (Request $request) => $request->is('webhook')]);
    $middleware->convertEmptyStringsToNull(except: [fn (Request $request) => $request->is('webhook')]);
})`,
  rails: `validator = Twilio::Security::RequestValidator.new(ENV.fetch("{variable}"))
# request.POST: what was posted, without :controller and :action, which params adds.
head :unauthorized unless validator.validate(public_url, request.POST, request.headers["{header}"].to_s)`,
  go: `if err := r.ParseForm(); err != nil {
	http.Error(w, "bad form", http.StatusBadRequest)
	return
}
params := make(map[string]string, len(r.PostForm)) // PostForm, not Form: the query is part of the URL
for name, values := range r.PostForm {
	params[name] = values[0]
}
validator := client.NewRequestValidator(os.Getenv("{variable}"))
ok := validator.Validate(publicURL, params, r.Header.Get("{header}"))`,
  spring: `@PostMapping(value = "/webhook", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
ResponseEntity<Void> webhook(@RequestBody MultiValueMap<String, String> form, @RequestHeader("{header}") String signature) {
    boolean ok = new RequestValidator(System.getenv("{variable}")).validate(publicUrl, form.toSingleValueMap(), signature);
    return ResponseEntity.status(ok ? 200 : 401).build();
}`,
}
