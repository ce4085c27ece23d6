import { phpText } from './expressions.ts'
import { indent, type Shape } from './shape.ts'

/** A receiver in plain PHP 8.1: php://input, check, 401. */
export function phpSnippet(shape: Shape): string {
  const { scheme } = shape
  const keyName =
    scheme.key.kind === 'secret'
      ? '$secret'
      : scheme.key.kind === 'certificate'
        ? '$certificate'
        : '$publicKey'
  const parameters = [
    'string $raw',
    ...(shape.inBody ? [] : ['callable $header']),
    ...(shape.needsMethod ? ['string $method'] : []),
    ...(shape.needsUrl ? ['string $url'] : []),
    `string ${keyName}`,
    ...(shape.uses('webhookId') ? ['string $webhookId'] : []),
  ]
  const given = [
    "file_get_contents('php://input')",
    ...(shape.inBody ? [] : ['$header']),
    ...(shape.needsMethod ? ["$_SERVER['REQUEST_METHOD']"] : []),
    ...(shape.needsUrl ? ["getenv('PUBLIC_URL') . $_SERVER['REQUEST_URI']"] : []),
    `getenv('${scheme.key.variable}')`,
    ...(shape.uses('webhookId') ? ["getenv('PAYPAL_WEBHOOK_ID')"] : []),
  ]
  return [
    '<?php',
    'declare(strict_types=1);',
    '',
    `// ${shape.summary}`,
    `function isGenuine(${parameters.join(', ')}): bool`,
    '{',
    ...indent([...signatures(shape), ...time(shape), ...values(shape), ...compare(shape)], '    '),
    '}',
    '',
    ...(shape.inBody
      ? []
      : [
          "$header = fn (string $name): ?string => $_SERVER['HTTP_' . strtoupper(strtr($name, '-', '_'))] ?? null;",
          '',
        ]),
    `if (!isGenuine(${given.join(', ')})) {`,
    '    http_response_code(401);',
    '    exit;',
    '}',
    '// The body can be trusted from here on: parse it, answer at once, work later.',
    'http_response_code(200);',
    '',
  ].join('\n')
}

function signatures({ scheme }: Shape): string[] {
  if (scheme.id === 'mailgun') {
    return [
      "if (str_starts_with($raw, '{')) {",
      "    $source = json_decode($raw, true)['signature'] ?? [];",
      '} else {',
      '    $source = $_POST; // PHP has read forms itself, multipart ones too',
      '}',
      "$timestamp = (string) ($source['timestamp'] ?? '');",
      "$token = (string) ($source['token'] ?? '');",
      "$signatures = [(string) ($source['signature'] ?? '')];",
    ]
  }
  if (scheme.signature.in === 'body') {
    return ['$message = json_decode($raw, true) ?? [];', "$signatures = [$message['Signature'] ?? ''];"]
  }
  const [name = '', ...more] = scheme.signature.names
  const value = `${[name, ...more].map((each) => `$header('${each}')`).join(' ?? ')} ?? ''`
  if (scheme.signature.numbered === true) {
    return [
      '$signatures = [];',
      `for ($n = 1; ($value = $header("${name.replace(/1$/, '$n')}")) !== null; $n++) {`,
      '    $signatures[] = $value;',
      '}',
    ]
  }
  const { format } = scheme.signature
  if (format.kind === 'plain') return [`$signatures = [${value}];`]
  if (format.kind === 'versions') {
    const label = `${format.version},`
    return [
      `$items = array_filter(explode(' ', ${value}), fn ($item) => str_starts_with($item, '${label}'));`,
      `$signatures = array_map(fn ($item) => substr($item, ${String(label.length)}), $items);`,
    ]
  }
  if (format.kind === 'pairs') {
    const lines = [
      '$signatures = [];',
      ...(format.timestamp === null ? [] : ["$timestamp = '';"]),
      ...(format.id === null ? [] : ["$id = '';"]),
    ]
    const cases = [
      `        '${format.signature}' => $signatures[] = $text,`,
      ...(format.timestamp === null ? [] : [`        '${format.timestamp}' => $timestamp = $text,`]),
      ...(format.id === null ? [] : [`        '${format.id}' => $id = $text,`]),
      '        default => null,',
    ]
    return [
      ...lines,
      `foreach (explode('${format.separator}', ${value}) as $item) {`,
      "    [$name, $text] = explode('=', $item, 2) + [1 => ''];",
      '    match ($name) {',
      ...cases,
      '    };',
      '}',
    ]
  }
  const pattern = format.template
    .replace(/[\\^$.*+?()[\]|#]/g, '\\$&')
    .replace(/\{(signature|timestamp|id)\}/g, '(?<$1>.+?)')
  return [
    `preg_match('#^${pattern}$#', ${value}, $found);`,
    "$signatures = [$found['signature'] ?? ''];",
    ...['timestamp', 'id']
      .filter((part) => format.template.includes(`{${part}}`))
      .map((part) => `$${part} = $found['${part}'] ?? '';`),
  ]
}

function time({ scheme }: Shape): string[] {
  const lines: string[] = []
  const read = (names: readonly string[]) => `${names.map((name) => `$header('${name}')`).join(' ?? ')} ?? ''`
  if (scheme.messageId !== null && scheme.messageId.names.length > 0)
    lines.push(`$id = ${read(scheme.messageId.names)};`)
  if (scheme.timestamp?.in === 'header') lines.push(`$timestamp = ${read(scheme.timestamp.names)};`)
  if (scheme.id === 'linear')
    lines.push("$timestamp = (string) (json_decode($raw, true)['webhookTimestamp'] ?? '');")
  if (scheme.window === null || scheme.timestamp === null) return lines
  const { unit } = scheme.timestamp
  const age =
    unit === 's'
      ? 'time() - (int) $timestamp'
      : unit === 'ms'
        ? 'microtime(true) - (int) $timestamp / 1000'
        : 'time() - strtotime($timestamp)'
  const limit = String(scheme.window.seconds)
  const test = scheme.window.direction === 'both' ? `abs($age) > ${limit}` : `$age > ${limit}`
  const guard = unit === 'iso' ? '' : '!ctype_digit($timestamp) || '
  return [...lines, `$age = ${age};`, `if (${guard}${test}) {`, '    return false;', '}']
}

function values(shape: Shape): string[] {
  const lines: string[] = []
  if (shape.decodesUri) {
    lines.push(
      "$url = preg_replace_callback('/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/i', fn ($found) => rawurldecode($found[0]), $url);",
    )
  }
  if (shape.uses('path')) lines.push('$path = parse_url($url, PHP_URL_PATH);')
  if (shape.checksBodyHash) {
    lines.push(
      'parse_str((string) parse_url($url, PHP_URL_QUERY), $query);',
      "if (!hash_equals(hash('sha256', $raw), $query['bodySHA256'] ?? '')) {",
      '    return false;',
      '}',
    )
  }
  if (shape.isForm) {
    lines.push(
      '// Not $_POST: PHP changes dots and blanks in names and keeps only the last of equal ones.',
      '$pairs = [];',
      "foreach (array_filter(explode('&', $raw)) as $item) {",
      "    [$name, $text] = array_map('urldecode', explode('=', $item, 2) + [1 => '']);",
      '    $pairs["$name\\0$text"] = $name . $text;',
      '}',
      'ksort($pairs, SORT_STRING);',
      "$params = implode('', $pairs);",
    )
  }
  if (shape.uses('crc32')) {
    lines.push(
      "if (!preg_match('#^https://([a-z0-9-]+\\.)*paypal\\.com/#', $header('PAYPAL-CERT-URL') ?? '')) {",
      '    return false;',
      '}',
      '$checksum = crc32($raw);',
    )
  }
  if (shape.uses('fields')) {
    lines.push(
      "$names = ($message['Type'] ?? '') === 'Notification'",
      "    ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']",
      "    : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];",
      "$fields = '';",
      'foreach ($names as $name) {',
      '    $fields .= isset($message[$name]) ? "$name\\n{$message[$name]}\\n" : \'\';',
      '}',
      "if (!preg_match('#^https://sns\\.[a-z0-9-]{3,}\\.amazonaws\\.com(\\.cn)?/#', $message['SigningCertURL'] ?? '')) {",
      '    return false;',
      '}',
    )
  }
  return lines
}

function compare(shape: Shape): string[] {
  const { scheme, hash } = shape
  const text = phpText(scheme.layout)
  const prefix =
    scheme.signature.in === 'header' && scheme.signature.format.kind === 'plain'
      ? scheme.signature.format.prefix
      : ''
  const wanted = prefix === '' ? '$expected' : `'${prefix}' . $expected`
  const loop = (test: string) => [
    'foreach ($signatures as $signature) {',
    `    if (${test}) {`,
    '        return true;',
    '    }',
    '}',
    'return false;',
  ]
  const anySame = loop(`hash_equals(${wanted}, $signature)`)
  const bare = (variable: string) =>
    scheme.key.prefix === null ? variable : `preg_replace('/^${scheme.key.prefix}/', '', ${variable})`
  switch (scheme.primitive.kind) {
    case 'equality':
      return ['return hash_equals($secret, $signatures[0]);']
    case 'hash':
      return [`$expected = hash('${hash}', ${text});`, ...anySame]
    case 'hmac': {
      const key =
        scheme.key.encoding === 'text'
          ? '$secret'
          : scheme.key.encoding === 'hex'
            ? `hex2bin(${bare('$secret')})`
            : `base64_decode(${bare('$secret')}, true)`
      if (shape.isForm || shape.checksBodyHash) return twilio(shape)
      const digest = `hash_hmac('${hash}', ${text}, ${key}${scheme.encoding === 'hex' ? '' : ', true'})`
      const written =
        scheme.encoding === 'hex'
          ? digest
          : scheme.encoding === 'base64'
            ? `base64_encode(${digest})`
            : `rtrim(strtr(base64_encode(${digest}), '+/', '-_'), '=')`
      return [`$expected = ${written};`, ...anySame]
    }
    case 'ed25519': {
      const key =
        scheme.key.encoding === 'hex' ? 'hex2bin($publicKey)' : `base64_decode(${bare('$publicKey')}, true)`
      const read = scheme.encoding === 'hex' ? '@hex2bin($signature)' : 'base64_decode($signature, true)'
      return [
        `$text = ${text};`,
        `$key = ${key};`,
        'foreach ($signatures as $signature) {',
        `    $bytes = ${read};`,
        '    if ($bytes !== false && strlen($bytes) === 64 && sodium_crypto_sign_verify_detached($bytes, $text, $key)) {',
        '        return true;',
        '    }',
        '}',
        'return false;',
      ]
    }
    case 'ecdsa':
      return [
        '$pem = "-----BEGIN PUBLIC KEY-----\\n" . chunk_split($publicKey, 64, "\\n") . "-----END PUBLIC KEY-----\\n";',
        `$text = ${text};`,
        ...loop('openssl_verify($text, base64_decode($signature), $pem, OPENSSL_ALGO_SHA256) === 1'),
      ]
    case 'rsa': {
      const algorithm = shape.uses('fields')
        ? "($message['SignatureVersion'] ?? '') === '2' ? OPENSSL_ALGO_SHA256 : OPENSSL_ALGO_SHA1"
        : 'OPENSSL_ALGO_SHA256'
      return [
        `$algorithm = ${algorithm};`,
        `$text = ${text};`,
        ...loop('openssl_verify($text, base64_decode($signature), $certificate, $algorithm) === 1'),
      ]
    }
  }
}

/** Twilio may or may not have had the standard port in the URL that it signed. */
function twilio(shape: Shape): string[] {
  return [
    "$withoutPort = preg_replace('#^(https?://[^/?\\#]*?):\\d+(?=[/?\\#]|$)#', '$1', $url);",
    "$port = str_starts_with($url, 'https') ? 443 : 80;",
    '$withPort = preg_replace(\'#^(https?://[^/?\\#]+)#\', "\\${1}:$port", $withoutPort);',
    'foreach ([$url, $withoutPort, $withPort] as $each) {',
    `    $expected = base64_encode(hash_hmac('${shape.hash}', $each${shape.isForm ? ' . $params' : ''}, $secret, true));`,
    '    if (hash_equals($expected, $signatures[0])) {',
    '        return true;',
    '    }',
    '}',
    'return false;',
  ]
}
