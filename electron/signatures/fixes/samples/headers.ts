import type { Samples } from '../frameworks.ts'

/** Read the right header, in any case of letters, and refuse when it is not there. */
export const headers: Samples = {
  express: `const signature = req.get('{header}') // any case; undefined when a proxy dropped it
if (signature === undefined) return res.status(401).send('{header} is missing')`,
  fastify: `const signature = request.headers['{header-lower}'] // names are lower case here
if (typeof signature !== 'string') return reply.code(401).send('{header} is missing')`,
  nextjs: `const signature = request.headers.get('{header}')
if (signature === null) return new Response('{header} is missing', { status: 401 })`,
  hono: `const signature = c.req.header('{header}')
if (signature === undefined) return c.text('{header} is missing', 401)`,
  flask: `signature = request.headers.get("{header}")
if signature is None:
    abort(401, "{header} is missing")`,
  django: `signature = request.headers.get("{header}")  # or request.META["{header-cgi}"]
if signature is None:
    return HttpResponse("{header} is missing", status=401)`,
  fastapi: `signature = request.headers.get("{header}")
if signature is None:
    raise HTTPException(401, "{header} is missing")
# as a parameter: Annotated[str, Header(alias="{header}")]`,
  laravel: `$signature = $request->header('{header}');
abort_if($signature === null, 401, '{header} is missing');
# nginx drops names with underscores unless: underscores_in_headers on;`,
  rails: `signature = request.headers["{header}"] # or request.env["{header-cgi}"]
return head :unauthorized if signature.nil?`,
  go: `signature := r.Header.Get("{header}") // any case
if signature == "" {
	http.Error(w, "{header} is missing", http.StatusUnauthorized)
	return
}`,
  spring: `@RequestHeader(value = "{header}", required = false) String signature
// …
if (signature == null) return ResponseEntity.status(401).build();`,
}
