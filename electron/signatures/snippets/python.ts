import { pythonText } from './expressions.ts'
import { indent, type Shape } from './shape.ts'

/** A receiver for Flask; the check itself needs the standard library only, or `cryptography` for public keys. */
export function pythonSnippet(shape: Shape): string {
  const { scheme } = shape
  const imports = new Set<string>(['os'])
  const keyName =
    scheme.key.kind === 'secret' ? 'secret' : scheme.key.kind === 'certificate' ? 'certificate' : 'public_key'
  const body = [
    ...signatures(shape, imports),
    ...time(shape, imports),
    ...values(shape, imports),
    ...compare(shape, imports),
  ]
  const parameters = [
    'raw: bytes',
    ...(shape.inBody ? [] : ['header']),
    ...(shape.needsMethod ? ['method: str'] : []),
    ...(shape.needsUrl ? ['url: str'] : []),
  ]
  const given = [
    'request.get_data()',
    ...(shape.inBody ? [] : ['request.headers.get']),
    ...(shape.needsMethod ? ['request.method'] : []),
    ...(shape.needsUrl ? ['os.environ["PUBLIC_URL"] + request.full_path.rstrip("?")'] : []),
  ]
  const keys = [
    `os.environ["${scheme.key.variable}"]`,
    ...(shape.uses('webhookId') ? ['os.environ["PAYPAL_WEBHOOK_ID"]'] : []),
  ]
  const own = [`${keyName}: str`, ...(shape.uses('webhookId') ? ['webhook_id: str'] : [])]
  const asymmetric = ['ed25519', 'ecdsa', 'rsa'].includes(scheme.primitive.kind)
  return [
    ...[...imports].sort().map((name) => (name.includes(' import ') ? name : `import ${name}`)),
    '',
    ...(asymmetric ? [...cryptography(shape), ''] : []),
    'from flask import Flask, abort, request',
    '',
    'app = Flask(__name__)',
    '',
    '',
    `# ${shape.summary}`,
    `def is_genuine(${[...parameters, ...own].join(', ')}) -> bool:`,
    ...indent(body, '    '),
    '',
    '',
    '@app.post("/webhook")',
    'def webhook():',
    `    if not is_genuine(${[...given, ...keys].join(', ')}):`,
    '        abort(401)',
    '    # The body can be trusted from here on: parse it, answer at once, work later.',
    '    return "", 200',
    '',
  ].join('\n')
}

function cryptography({ scheme }: Shape): string[] {
  const failed = 'from cryptography.exceptions import InvalidSignature'
  if (scheme.primitive.kind === 'ed25519') {
    return [failed, 'from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey']
  }
  if (scheme.primitive.kind === 'ecdsa') {
    return [
      failed,
      'from cryptography.hazmat.primitives import hashes, serialization',
      'from cryptography.hazmat.primitives.asymmetric import ec',
    ]
  }
  return [
    failed,
    'from cryptography import x509',
    'from cryptography.hazmat.primitives import hashes',
    'from cryptography.hazmat.primitives.asymmetric import padding',
  ]
}

function signatures({ scheme }: Shape, imports: Set<string>): string[] {
  if (scheme.id === 'mailgun') {
    imports.add('json').add('urllib.parse')
    return [
      'text = raw.decode()',
      'source = json.loads(text)["signature"] if text.startswith("{") else dict(urllib.parse.parse_qsl(text))',
      'timestamp, token = str(source.get("timestamp", "")), str(source.get("token", ""))',
      'signatures = [str(source.get("signature", ""))]',
    ]
  }
  if (scheme.signature.in === 'body') {
    imports.add('json')
    return ['message = json.loads(raw)', 'signatures = [message.get("Signature", "")]']
  }
  const [name = '', ...more] = scheme.signature.names
  const value = [name, ...more].map((each) => `header("${each}")`).join(' or ')
  if (scheme.signature.numbered === true) {
    return [
      `headers = (header(f"${name.replace(/1$/, '{n}')}") for n in range(1, 101))`,
      'signatures = [value for value in headers if value]',
    ]
  }
  const { format } = scheme.signature
  if (format.kind === 'plain') return [`signatures = [${value} or ""]`]
  if (format.kind === 'versions') {
    const label = `${format.version},`
    return [
      `signatures = [i.removeprefix("${label}") for i in (${value} or "").split(" ") if i.startswith("${label}")]`,
    ]
  }
  if (format.kind === 'pairs') {
    return [
      `items = [i.partition("=") for i in (${value} or "").split("${format.separator}")]`,
      `signatures = [value for name, _, value in items if name == "${format.signature}"]`,
      ...(format.timestamp === null
        ? []
        : [`timestamp = next((value for name, _, value in items if name == "${format.timestamp}"), "")`]),
      ...(format.id === null
        ? []
        : [`id = next((value for name, _, value in items if name == "${format.id}"), "")`]),
    ]
  }
  imports.add('re')
  const pattern = format.template
    .replace(/[\\^$.*+?()[\]|/]/g, '\\$&')
    .replace(/\{(signature|timestamp|id)\}/g, '(?P<$1>.+?)')
  return [
    `found = re.fullmatch(r"${pattern}", ${value} or "")`,
    'signatures = [found["signature"]] if found else []',
    ...['timestamp', 'id']
      .filter((part) => format.template.includes(`{${part}}`))
      .map((part) => `${part} = found["${part}"] if found else ""`),
  ]
}

function time({ scheme }: Shape, imports: Set<string>): string[] {
  const lines: string[] = []
  const read = (names: readonly string[]) => `${names.map((name) => `header("${name}")`).join(' or ')} or ""`
  if (scheme.messageId !== null && scheme.messageId.names.length > 0)
    lines.push(`id = ${read(scheme.messageId.names)}`)
  if (scheme.timestamp?.in === 'header') lines.push(`timestamp = ${read(scheme.timestamp.names)}`)
  if (scheme.id === 'linear') {
    imports.add('json')
    lines.push('timestamp = str(json.loads(raw or b"{}").get("webhookTimestamp", ""))')
  }
  if (scheme.window === null || scheme.timestamp === null) return lines
  imports.add('time')
  const { unit } = scheme.timestamp
  const limit = String(scheme.window.seconds)
  const age =
    unit === 's'
      ? 'int(time.time()) - int(timestamp)'
      : unit === 'ms'
        ? 'time.time() - int(timestamp) / 1000'
        : 'time.time() - datetime.datetime.fromisoformat(timestamp).timestamp()'
  if (unit === 'iso') imports.add('datetime')
  const test = scheme.window.direction === 'both' ? `abs(age) > ${limit}` : `age > ${limit}`
  const guard = unit === 'iso' ? [] : ['if not timestamp.isdigit():', '    return False']
  return [...lines, ...guard, `age = ${age}`, `if ${test}:`, '    return False']
}

function values(shape: Shape, imports: Set<string>): string[] {
  const lines: string[] = []
  if (shape.decodesUri) {
    imports.add('re').add('urllib.parse')
    lines.push(
      'url = re.sub(r"(?i)%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", lambda m: urllib.parse.unquote(m[0]), url)',
    )
  }
  if (shape.uses('path')) {
    imports.add('urllib.parse')
    lines.push('path = urllib.parse.urlsplit(url).path')
  }
  if (shape.checksBodyHash) {
    imports.add('hashlib').add('urllib.parse')
    lines.push(
      'query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)',
      'if query.get("bodySHA256") != [hashlib.sha256(raw).hexdigest()]:',
      '    return False',
    )
  }
  if (shape.isForm) {
    imports.add('urllib.parse')
    lines.push(
      'pairs = set(urllib.parse.parse_qsl(raw.decode(), keep_blank_values=True))',
      'params = "".join(name + value for name, value in sorted(pairs))',
    )
  }
  if (shape.uses('crc32')) {
    imports.add('re').add('zlib')
    lines.push(
      'if not re.match(r"https://([a-z0-9-]+\\.)*paypal\\.com/", header("PAYPAL-CERT-URL") or ""):',
      '    return False',
      'checksum = zlib.crc32(raw)',
    )
  }
  if (shape.uses('fields')) {
    imports.add('re')
    lines.push(
      'notification = message.get("Type") == "Notification"',
      'names = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"] if notification else [',
      '    "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]',
      'fields = "".join(f"{name}\\n{message[name]}\\n" for name in names if message.get(name) is not None)',
      'if not re.match(r"https://sns\\.[a-z0-9-]{3,}\\.amazonaws\\.com(\\.cn)?/", message.get("SigningCertURL", "")):',
      '    return False',
    )
  }
  return lines
}

function compare(shape: Shape, imports: Set<string>): string[] {
  const { scheme, hash } = shape
  const text = pythonText(scheme.layout)
  const prefix =
    scheme.signature.in === 'header' && scheme.signature.format.kind === 'plain'
      ? scheme.signature.format.prefix
      : ''
  const wanted = prefix === '' ? 'expected' : `"${prefix}" + expected`
  const anySame = `return any(hmac.compare_digest(${wanted}, s) for s in signatures)`
  const read = (value: string) =>
    scheme.encoding === 'hex' ? `bytes.fromhex(${value})` : `base64.b64decode(${value})`
  const guarded = (call: string[]) => [
    'for signature in signatures:',
    '    try:',
    ...indent(call, '        '),
    '        return True',
    '    except (InvalidSignature, ValueError):',
    '        continue',
    'return False',
  ]
  const bare = scheme.key.prefix === null ? '' : `.removeprefix("${scheme.key.prefix}")`
  switch (scheme.primitive.kind) {
    case 'equality':
      imports.add('hmac')
      return ['return hmac.compare_digest(signatures[0].encode(), secret.encode())']
    case 'hash':
      imports.add('hashlib').add('hmac')
      return [`expected = hashlib.${hash}(${text}).hexdigest()`, anySame]
    case 'hmac': {
      imports.add('hashlib').add('hmac')
      if (scheme.key.encoding === 'base64' || scheme.encoding !== 'hex') imports.add('base64')
      const key =
        scheme.key.encoding === 'text'
          ? 'secret.encode()'
          : scheme.key.encoding === 'hex'
            ? `bytes.fromhex(secret${bare})`
            : `base64.b64decode(secret${bare}, validate=True)`
      if (shape.isForm || shape.checksBodyHash) return twilio(shape, imports)
      const digest = `hmac.new(${key}, ${text}, hashlib.${hash})`
      const written =
        scheme.encoding === 'hex'
          ? `${digest}.hexdigest()`
          : scheme.encoding === 'base64'
            ? `base64.b64encode(${digest}.digest()).decode()`
            : `base64.urlsafe_b64encode(${digest}.digest()).decode().rstrip("=")`
      return [`expected = ${written}`, anySame]
    }
    case 'ed25519': {
      if (scheme.key.encoding !== 'hex') imports.add('base64')
      const bytes =
        scheme.key.encoding === 'hex' ? 'bytes.fromhex(public_key)' : `base64.b64decode(public_key${bare})`
      return [
        `key = Ed25519PublicKey.from_public_bytes(${bytes})`,
        `text = ${text}`,
        ...guarded([`key.verify(${read('signature')}, text)`]),
      ]
    }
    case 'ecdsa':
      imports.add('base64')
      return [
        'key = serialization.load_der_public_key(base64.b64decode(public_key))',
        `text = ${text}`,
        ...guarded([
          `key.verify(base64.b64decode(signature), text, ec.ECDSA(hashes.${hash.toUpperCase()}()))`,
        ]),
      ]
    case 'rsa': {
      imports.add('base64')
      const algorithm = shape.uses('fields')
        ? 'hashes.SHA256() if message.get("SignatureVersion") == "2" else hashes.SHA1()'
        : `hashes.${hash.toUpperCase()}()`
      return [
        'key = x509.load_pem_x509_certificate(certificate.encode()).public_key()',
        `algorithm = ${algorithm}`,
        `text = ${text}`,
        ...guarded(['key.verify(base64.b64decode(signature), text, padding.PKCS1v15(), algorithm)']),
      ]
    }
  }
}

/** Twilio may or may not have had the standard port in the URL that it signed. */
function twilio(shape: Shape, imports: Set<string>): string[] {
  imports.add('re').add('base64')
  return [
    'without_port = re.sub(r"^(https?://[^/?#]*?):\\d+(?=[/?#]|$)", r"\\1", url)',
    'port = 443 if url.startswith("https") else 80',
    'with_port = re.sub(r"^(https?://[^/?#]+)", rf"\\g<1>:{port}", without_port)',
    'for each in (url, without_port, with_port):',
    `    digest = hmac.new(secret.encode(), (each${shape.isForm ? ' + params' : ''}).encode(), hashlib.${shape.hash}).digest()`,
    '    if hmac.compare_digest(base64.b64encode(digest).decode(), signatures[0]):',
    '        return True',
    'return False',
  ]
}
