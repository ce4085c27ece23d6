import type { Samples } from '../frameworks.ts'

const node = `const age = Date.now() / 1000 - Number(timestamp) // seconds; divide by 1000 first where the sender counts milliseconds
if (Number.isNaN(age) || Math.abs(age) > {seconds}) return refuse('timestamp outside the window')`
const python = `age = time.time() - int(timestamp)  # seconds; divide by 1000 first where the sender counts milliseconds
if abs(age) > {seconds}:
    refuse("timestamp outside the window")`

/** Judge the age in the sender's unit; keep the server's clock right; answer fast, so that retries are fresh. */
export const clock: Samples = {
  express: node,
  fastify: node,
  nextjs: node,
  hono: node,
  flask: python,
  django: python,
  fastapi: python,
  laravel: `$age = time() - (int) $timestamp; // seconds; intdiv(…, 1000) first where the sender counts milliseconds
abort_if(abs($age) > {seconds}, 401, 'timestamp outside the window');`,
  rails: `age = Time.now.to_i - timestamp.to_i # seconds; divide by 1000 first where the sender counts milliseconds
return head :unauthorized if age.abs > {seconds}`,
  go: `sent, err := strconv.ParseInt(timestamp, 10, 64)
age := time.Since(time.Unix(sent, 0)) // time.UnixMilli where the sender counts milliseconds
if err != nil || age.Abs() > {seconds}*time.Second {
	http.Error(w, "timestamp outside the window", http.StatusUnauthorized)
	return
}`,
  spring: `Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), Instant.now()).abs();
if (age.compareTo(Duration.ofSeconds({seconds})) > 0) return ResponseEntity.status(401).build();`,
}
