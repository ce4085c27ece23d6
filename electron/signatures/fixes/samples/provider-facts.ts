import type { Samples } from '../frameworks.ts'

/** The same lines in all languages of one family. */
function everywhere(
  node: string,
  python: string,
  php: string,
  ruby: string,
  go: string,
  java: string,
): Samples {
  return {
    express: node,
    fastify: node,
    nextjs: node,
    hono: node,
    flask: python,
    django: python,
    fastapi: python,
    laravel: php,
    rails: ruby,
    go,
    spring: java,
  }
}

/** PayPal's webhook id. */
export const webhookId: Samples = everywhere(
  `const webhookId = process.env.PAYPAL_WEBHOOK_ID // the id of this very webhook, sandbox and live have different ones
const text = [transmissionId, transmissionTime, webhookId, crc32(raw)].join('|')`,
  `webhook_id = os.environ["PAYPAL_WEBHOOK_ID"]  # the id of this very webhook, sandbox and live have different ones
text = f"{transmission_id}|{transmission_time}|{webhook_id}|{zlib.crc32(raw)}"`,
  `$webhookId = env('PAYPAL_WEBHOOK_ID'); // the id of this very webhook, sandbox and live have different ones
$text = implode('|', [$transmissionId, $transmissionTime, $webhookId, crc32($raw)]);`,
  `webhook_id = ENV.fetch("PAYPAL_WEBHOOK_ID") # the id of this very webhook, sandbox and live have different ones
text = [transmission_id, transmission_time, webhook_id, Zlib.crc32(raw)].join("|")`,
  `webhookID := os.Getenv("PAYPAL_WEBHOOK_ID") // the id of this very webhook, sandbox and live have different ones
text := fmt.Sprintf("%s|%s|%s|%d", transmissionID, transmissionTime, webhookID, crc32.ChecksumIEEE(raw))`,
  `String webhookId = System.getenv("PAYPAL_WEBHOOK_ID"); // the id of this very webhook, sandbox and live have different ones
CRC32 crc = new CRC32();
crc.update(raw);
String text = String.join("|", transmissionId, transmissionTime, webhookId, Long.toString(crc.getValue()));`,
)

/** Where a signing certificate may be fetched from. */
export const certificateUrl: Samples = everywhere(
  `const { protocol, hostname } = new URL(certUrl)
if (protocol !== 'https:' || !{cert-host-js}.test(hostname)) throw new Error('certificate from an unknown place')`,
  `url = urllib.parse.urlsplit(cert_url)
if url.scheme != "https" or not re.fullmatch(r"{cert-host}", url.hostname or ""):
    raise ValueError("certificate from an unknown place")`,
  `$url = parse_url($certUrl);
abort_unless($url['scheme'] === 'https' && preg_match('/^{cert-host}$/', $url['host']), 401);`,
  `url = URI.parse(cert_url)
raise "certificate from an unknown place" unless url.scheme == "https" && url.host.match?(/\\A{cert-host}\\z/)`,
  `u, err := url.Parse(certURL)
if err != nil || u.Scheme != "https" || !regexp.MustCompile(\`^{cert-host}$\`).MatchString(u.Hostname()) {
	return errors.New("certificate from an unknown place")
}`,
  `URI url = URI.create(certUrl);
if (!"https".equals(url.getScheme()) || !url.getHost().matches("{cert-host-java}")) {
    throw new SecurityException("certificate from an unknown place");
}`,
)

/** Twilio's hash of the body in the URL. */
export const bodyHash: Samples = everywhere(
  `const expected = createHash('sha256').update(raw).digest('hex') // lower case
const ok = validateUrl(url) && new URL(url).searchParams.get('bodySHA256') === expected`,
  `expected = hashlib.sha256(raw).hexdigest()
ok = validate_url(url) and parse_qs(urlsplit(url).query).get("bodySHA256") == [expected]`,
  `$ok = validateUrl($url) && hash_equals(hash('sha256', $raw), $request->query('bodySHA256', ''));`,
  `ok = validate_url(url) && request.query_parameters["bodySHA256"] == Digest::SHA256.hexdigest(raw)`,
  `sum := sha256.Sum256(raw)
ok := validateURL(url) && r.URL.Query().Get("bodySHA256") == hex.EncodeToString(sum[:])`,
  `String expected = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(raw));
boolean ok = validateUrl(url) && expected.equals(request.getParameter("bodySHA256"));`,
)
