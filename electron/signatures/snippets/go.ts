import type { HashName } from '../types.ts'
import { goWrites } from './expressions.ts'
import { signatures, time, values } from './go-read.ts'
import { indent, type Shape } from './shape.ts'

const packages: Record<HashName, [string, string]> = {
  md5: ['crypto/md5', 'md5.New'],
  sha1: ['crypto/sha1', 'sha1.New'],
  sha224: ['crypto/sha256', 'sha256.New224'],
  sha256: ['crypto/sha256', 'sha256.New'],
  sha384: ['crypto/sha512', 'sha512.New384'],
  sha512: ['crypto/sha512', 'sha512.New'],
}

/** A receiver for Go's net/http, standard library only. */
export function goSnippet(shape: Shape): string {
  const { scheme } = shape
  const imports = new Set<string>(['io', 'net/http', 'os'])
  const keyName =
    scheme.key.kind === 'secret' ? 'secret' : scheme.key.kind === 'certificate' ? 'certificate' : 'publicKey'
  const body = [
    ...signatures(shape, imports),
    ...time(shape, imports),
    ...values(shape, imports),
    ...compare(shape, imports),
  ]
  const parameters = [
    'raw []byte',
    ...(shape.inBody ? [] : ['header http.Header']),
    ...(shape.needsMethod ? ['method string'] : []),
    ...(shape.needsUrl ? ['publicURL string'] : []),
    `${keyName} string`,
    ...(shape.uses('webhookId') ? ['webhookID string'] : []),
  ]
  const given = [
    'raw',
    ...(shape.inBody ? [] : ['r.Header']),
    ...(shape.needsMethod ? ['r.Method'] : []),
    ...(shape.needsUrl ? ['os.Getenv("PUBLIC_URL")+r.RequestURI'] : []),
    `os.Getenv("${scheme.key.variable}")`,
    ...(shape.uses('webhookId') ? ['os.Getenv("PAYPAL_WEBHOOK_ID")'] : []),
  ]
  return [
    'package webhook',
    '',
    'import (',
    ...[...imports].sort().map((name) => `\t"${name}"`),
    ')',
    '',
    `// isGenuine: ${shape.summary}`,
    `func isGenuine(${parameters.join(', ')}) bool {`,
    ...indent(body, '\t'),
    '}',
    '',
    '// Handle answers 401 unless the request is genuine.',
    'func Handle(w http.ResponseWriter, r *http.Request) {',
    '\traw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 10<<20))',
    `\tif err != nil || !isGenuine(${given.join(', ')}) {`,
    '\t\thttp.Error(w, "bad signature", http.StatusUnauthorized)',
    '\t\treturn',
    '\t}',
    '\t// The body can be trusted from here on: parse it, answer at once, work later.',
    '\tw.WriteHeader(http.StatusOK)',
    '}',
    '',
  ].join('\n')
}

function compare(shape: Shape, imports: Set<string>): string[] {
  const { scheme } = shape
  const [hashPackage, constructor] = packages[shape.hash]
  const encode =
    scheme.encoding === 'hex'
      ? 'hex.EncodeToString'
      : scheme.encoding === 'base64'
        ? 'base64.StdEncoding.EncodeToString'
        : 'base64.RawURLEncoding.EncodeToString'
  const encodingPackage = scheme.encoding === 'hex' ? 'encoding/hex' : 'encoding/base64'
  const prefix =
    scheme.signature.in === 'header' && scheme.signature.format.kind === 'plain'
      ? scheme.signature.format.prefix
      : ''
  const wanted = prefix === '' ? `${encode}(mac.Sum(nil))` : `"${prefix}" + ${encode}(mac.Sum(nil))`
  const loop = (test: string[]) => [
    'for _, signature := range signatures {',
    ...indent(test, '\t'),
    '}',
    'return false',
  ]
  const same = loop(['if hmac.Equal([]byte(expected), []byte(signature)) {', '\treturn true', '}'])
  const bare = (name: string) => {
    if (scheme.key.prefix === null) return name
    imports.add('strings')
    return `strings.TrimPrefix(${name}, "${scheme.key.prefix}")`
  }
  const decode = (name: string, text: string) =>
    name === 'hex' ? `hex.DecodeString(${text})` : `base64.StdEncoding.DecodeString(${text})`
  const message = ['var text bytes.Buffer', ...goWrites(scheme.layout, 'text')]
  switch (scheme.primitive.kind) {
    case 'equality':
      imports.add('crypto/hmac')
      return ['return hmac.Equal([]byte(secret), []byte(signatures[0]))']
    case 'hash':
      imports.add('crypto/hmac').add(hashPackage).add(encodingPackage)
      return [`mac := ${constructor}()`, ...goWrites(scheme.layout), `expected := ${wanted}`, ...same]
    case 'hmac': {
      imports.add('crypto/hmac').add(hashPackage).add(encodingPackage)
      if (shape.isForm || shape.checksBodyHash) return twilio(shape, imports)
      const text = scheme.key.encoding === 'text'
      if (!text) imports.add(scheme.key.encoding === 'hex' ? 'encoding/hex' : 'encoding/base64')
      const key = text
        ? []
        : [
            `key, err := ${decode(scheme.key.encoding, bare('secret'))}`,
            'if err != nil {',
            '\treturn false',
            '}',
          ]
      return [
        ...key,
        `mac := hmac.New(${constructor}, ${text ? '[]byte(secret)' : 'key'})`,
        ...goWrites(scheme.layout),
        `expected := ${wanted}`,
        ...same,
      ]
    }
    case 'ed25519': {
      imports.add('bytes').add('crypto/ed25519').add(encodingPackage)
      const keyKind = scheme.key.encoding === 'hex' ? 'hex' : 'base64'
      imports.add(`encoding/${keyKind}`)
      return [
        `key, err := ${decode(keyKind, bare('publicKey'))}`,
        'if err != nil || len(key) != ed25519.PublicKeySize {',
        '\treturn false',
        '}',
        ...message,
        ...loop([
          `decoded, err := ${decode(scheme.encoding === 'hex' ? 'hex' : 'base64', 'signature')}`,
          'if err == nil && ed25519.Verify(key, text.Bytes(), decoded) {',
          '\treturn true',
          '}',
        ]),
      ]
    }
    case 'ecdsa':
      for (const name of ['bytes', 'crypto/ecdsa', 'crypto/sha256', 'crypto/x509', 'encoding/base64'])
        imports.add(name)
      return [
        'der, _ := base64.StdEncoding.DecodeString(publicKey)',
        'parsed, err := x509.ParsePKIXPublicKey(der)',
        'key, right := parsed.(*ecdsa.PublicKey)',
        'if err != nil || !right {',
        '\treturn false',
        '}',
        ...message,
        'sum := sha256.Sum256(text.Bytes())',
        ...loop([
          'decoded, err := base64.StdEncoding.DecodeString(signature)',
          'if err == nil && ecdsa.VerifyASN1(key, sum[:], decoded) {',
          '\treturn true',
          '}',
        ]),
      ]
    case 'rsa':
      return rsa(shape, imports, loop)
  }
}

function rsa(shape: Shape, imports: Set<string>, loop: (test: string[]) => string[]): string[] {
  for (const name of ['bytes', 'crypto/x509', 'encoding/base64', 'encoding/pem']) imports.add(name)
  const sns = shape.uses('fields')
  const layout = goWrites(shape.scheme.layout, 'signed')
  const algorithm = sns
    ? [
        'algorithm := x509.SHA1WithRSA',
        'if text("SignatureVersion") == "2" {',
        '\talgorithm = x509.SHA256WithRSA',
        '}',
      ]
    : ['algorithm := x509.SHA256WithRSA']
  return [
    'block, _ := pem.Decode([]byte(certificate))',
    'if block == nil {',
    '\treturn false',
    '}',
    'parsed, err := x509.ParseCertificate(block.Bytes)',
    'if err != nil {',
    '\treturn false',
    '}',
    ...algorithm,
    'var signed bytes.Buffer',
    ...layout,
    ...loop([
      'decoded, err := base64.StdEncoding.DecodeString(signature)',
      'if err == nil && parsed.CheckSignature(algorithm, signed.Bytes(), decoded) == nil {',
      '\treturn true',
      '}',
    ]),
  ]
}

/** Twilio may or may not have had the standard port in the URL that it signed. */
function twilio(shape: Shape, imports: Set<string>): string[] {
  imports.add('regexp').add('strings').add('encoding/base64')
  const [, constructor] = packages[shape.hash]
  return [
    'withoutPort := regexp.MustCompile(`^(https?://[^/?#:]+):\\d+`).ReplaceAllString(publicURL, "$1")',
    'port := ":80"',
    'if strings.HasPrefix(publicURL, "https") {',
    '\tport = ":443"',
    '}',
    'withPort := regexp.MustCompile(`^(https?://[^/?#]+)`).ReplaceAllString(withoutPort, "${1}"+port)',
    'for _, each := range []string{publicURL, withoutPort, withPort} {',
    `\tmac := hmac.New(${constructor}, []byte(secret))`,
    `\tmac.Write([]byte(each${shape.isForm ? ' + params.String()' : ''}))`,
    '\tif hmac.Equal([]byte(base64.StdEncoding.EncodeToString(mac.Sum(nil))), []byte(signatures[0])) {',
    '\t\treturn true',
    '\t}',
    '}',
    'return false',
  ]
}
