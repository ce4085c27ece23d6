import { nodeTexts } from './expressions.ts'
import { indent, type Shape } from './shape.ts'

/** A snippet's check, apart from the route that calls it. */
export interface Check {
  imports: string[]
  /** The check and what it needs. */
  code: string
  /** Arguments of the call beside the request: `process.env.X!`, … */
  keys: string[]
}

/** `isGenuine` in TypeScript with node:crypto. */
export function nodeCheck(shape: Shape): Check {
  const { scheme } = shape
  const crypto = new Set<string>()
  const body = [
    ...readSignatures(shape),
    ...readTime(shape),
    ...readValues(shape, crypto),
    ...compare(shape, crypto),
  ]
  const variable = scheme.key.variable
  const keyName =
    scheme.key.kind === 'secret' ? 'secret' : scheme.key.kind === 'certificate' ? 'certificate' : 'publicKey'
  const keys = [
    `process.env.${variable}!`,
    ...(shape.uses('webhookId') ? ['process.env.PAYPAL_WEBHOOK_ID!'] : []),
  ]
  const parameters = [
    `{ ${fields(shape).join(', ')} }: Incoming`,
    `${keyName}: string`,
    ...(shape.uses('webhookId') ? ['webhookId: string'] : []),
  ]
  if (scheme.window !== null) parameters.push('now = Date.now()')
  const needsSame = body.some((line) => line.includes('same('))
  if (needsSame) crypto.add('timingSafeEqual')
  const lines = [
    'interface Incoming {',
    ...indent(types(shape), '  '),
    '}',
    '',
    `// ${shape.summary}`,
    `export function isGenuine(${parameters.join(', ')}): boolean {`,
    ...indent(body, '  '),
    '}',
    ...(needsSame ? ['', ...same] : []),
    ...(body.some((line) => line.includes(' parse(')) ? ['', ...parse] : []),
  ]
  const imports = [`import { ${[...crypto].sort().join(', ')} } from 'node:crypto'`]
  if (shape.uses('crc32')) imports.push("import { crc32 } from 'node:zlib'")
  return { imports, code: lines.join('\n'), keys }
}

const same = [
  '/** Compares in constant time. */',
  'function same(a: string, b: string): boolean {',
  '  const left = Buffer.from(a)',
  '  const right = Buffer.from(b)',
  '  return left.length === right.length && timingSafeEqual(left, right)',
  '}',
]

/** For snippets that look into the body before it is known to be genuine. */
export const parse = [
  '/** The fields of a JSON object; none when the text is something else. */',
  '// eslint-disable-next-line @typescript-eslint/no-explicit-any',
  'function parse(text: string): Record<string, any> {',
  '  try {',
  '    return Object(JSON.parse(text))',
  '  } catch {',
  '    return {}',
  '  }',
  '}',
]

/** What the check takes from the request. */
export function fields(shape: Shape): string[] {
  return [
    'raw',
    ...(shape.inBody ? [] : ['header']),
    ...(shape.needsMethod ? ['method'] : []),
    ...(shape.needsUrl ? ['url'] : []),
  ]
}

function types(shape: Shape): string[] {
  return [
    '/** The body as it came, before anything parsed it. */',
    'raw: Buffer',
    ...(shape.inBody ? [] : ['header: (name: string) => string | null | undefined']),
    ...(shape.needsMethod ? ['method: string'] : []),
    ...(shape.needsUrl
      ? ['/** The address as the sender called it, not as a proxy passed it on. */', 'url: string']
      : []),
  ]
}

/** `signatures: string[]` from the header, or the fields of a body. */
export function readSignatures({ scheme }: Shape): string[] {
  if (scheme.id === 'mailgun') {
    return [
      'const content = raw.toString()',
      "const source = content.startsWith('{') ? parse(content).signature : Object.fromEntries(new URLSearchParams(content))",
      "const { timestamp = '', token = '', signature = '' } = source ?? {}",
      'const signatures = [String(signature)]',
    ]
  }
  if (scheme.signature.in === 'body') {
    return ['const message = parse(raw.toString())', 'const signatures = [String(message.Signature)]']
  }
  const [name = '', ...more] = scheme.signature.names
  const value = [name, ...more].map((each) => `header('${each}')`).join(' ?? ')
  if (scheme.signature.numbered === true) {
    return [
      'const signatures: string[] = []',
      `for (let n = 1; header(\`${name.replace(/1$/, '${n}')}\`); n++) signatures.push(header(\`${name.replace(/1$/, '${n}')}\`)!)`,
    ]
  }
  const { format } = scheme.signature
  switch (format.kind) {
    case 'plain':
      return [`const signatures = [${value} ?? '']`]
    case 'versions':
      return [
        `const items = (${value} ?? '').split(' ')`,
        `const signatures = items.filter((item) => item.startsWith('${format.version},')).map((item) => item.slice(${String(format.version.length + 1)}))`,
      ]
    case 'pairs':
      return [
        `const items = (${value} ?? '').split('${format.separator}')`,
        `const valuesOf = (name: string) => items.filter((item) => item.startsWith(\`\${name}=\`)).map((item) => item.slice(name.length + 1))`,
        `const signatures = valuesOf('${format.signature}')`,
        ...(format.timestamp === null ? [] : [`const timestamp = valuesOf('${format.timestamp}')[0] ?? ''`]),
        ...(format.id === null ? [] : [`const id = valuesOf('${format.id}')[0] ?? ''`]),
      ]
    case 'template': {
      const escaped = format.template.replace(/[\\^$.*+?()[\]|/]/g, '\\$&')
      const pattern = escaped
        .replace('{signature}', '(?<signature>[\\w+/=-]+)')
        .replace('{timestamp}', '(?<timestamp>.+?)')
        .replace('{id}', '(?<id>.+?)')
      return [
        `const found = /^${pattern}$/.exec(${value} ?? '')?.groups ?? {}`,
        "const signatures = [found.signature ?? '']",
        ...(format.template.includes('{timestamp}') ? ["const timestamp = found.timestamp ?? ''"] : []),
        ...(format.template.includes('{id}') ? ["const id = found.id ?? ''"] : []),
      ]
    }
  }
}

/** Timestamp, id and the window. */
export function readTime({ scheme }: Shape): string[] {
  const lines: string[] = []
  const headers = (names: readonly string[]) => names.map((name) => `header('${name}')`).join(' ?? ')
  if (scheme.messageId !== null && scheme.messageId.names.length > 0) {
    lines.push(`const id = ${headers(scheme.messageId.names)} ?? ''`)
  }
  if (scheme.timestamp?.in === 'header')
    lines.push(`const timestamp = ${headers(scheme.timestamp.names)} ?? ''`)
  if (scheme.id === 'linear') lines.push('const timestamp = parse(raw.toString()).webhookTimestamp')
  if (scheme.window === null || scheme.timestamp === null) return lines
  const { unit } = scheme.timestamp
  const seconds =
    unit === 's'
      ? 'Math.floor(now / 1000) - Number(timestamp)'
      : unit === 'ms'
        ? '(now - Number(timestamp)) / 1000'
        : '(now - Date.parse(timestamp)) / 1000'
  const limit = String(scheme.window.seconds)
  const test = scheme.window.direction === 'both' ? `Math.abs(age) <= ${limit}` : `age <= ${limit}`
  return [...lines, `const age = ${seconds}`, `if (!(${test})) return false`]
}

function readValues(shape: Shape, crypto: Set<string>): string[] {
  const lines: string[] = []
  if (shape.checksBodyHash) {
    crypto.add('createHash')
    lines.push(
      "const hash = createHash('sha256').update(raw).digest('hex')",
      "if (new URL(url).searchParams.get('bodySHA256') !== hash) return false",
    )
  }
  if (shape.uses('crc32')) lines.push('const checksum = crc32(raw)')
  lines.push(...plainValues(shape))
  return lines
}

/** Values that are made the same way in Node and in Workers. */
export function plainValues(shape: Shape): string[] {
  const lines: string[] = []
  if (shape.decodesUri) {
    lines.push(
      'const uri = url.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (escape) => decodeURIComponent(escape))',
    )
  }
  if (shape.uses('path')) lines.push('const path = new URL(url).pathname')
  if (shape.isForm) {
    lines.push(
      '// Names sorted, of each name the distinct values sorted, name and value side by side.',
      'const pairs = [...new Set([...new URLSearchParams(new TextDecoder().decode(raw))].map((pair) => JSON.stringify(pair)))].map((pair) => JSON.parse(pair) as [string, string])',
      'pairs.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : 1))',
      "const params = pairs.map(([name, value]) => name + value).join('')",
    )
  }
  if (shape.uses('fields')) {
    lines.push(
      "const names = message.Type === 'Notification' ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'] : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']",
      "const fields = names.filter((name) => message[name] != null).map((name) => `${name}\\n${message[name]}\\n`).join('')",
      'if (!/^https:\\/\\/sns\\.[a-z0-9-]{3,}\\.amazonaws\\.com(\\.cn)?\\//.test(message.SigningCertURL)) return false',
    )
  }
  if (shape.uses('webhookId')) {
    lines.push(
      "if (!/^https:\\/\\/([a-z0-9-]+\\.)*paypal\\.com\\//.test(header('PAYPAL-CERT-URL') ?? '')) return false",
    )
  }
  return lines.filter((line) => line !== '')
}

function compare(shape: Shape, crypto: Set<string>): string[] {
  const { scheme, hash } = shape
  const layout = shape.decodesUri ? scheme.layout : scheme.layout
  const texts = nodeTexts(layout).map((text) => (shape.decodesUri ? text.replace('${url}', '${uri}') : text))
  const updates = texts.map((text) => `.update(${text})`).join('')
  const prefix =
    scheme.signature.in === 'header' && scheme.signature.format.kind === 'plain'
      ? scheme.signature.format.prefix
      : ''
  const wanted = prefix === '' ? 'expected' : `\`${prefix}\${expected}\``
  const anySame = `return signatures.some((signature) => same(signature, ${wanted}))`
  const bytes =
    texts.length === 1 && texts[0] === 'raw'
      ? 'raw'
      : `Buffer.concat([${texts.map((text) => (text === 'raw' ? text : `Buffer.from(${text})`)).join(', ')}])`
  switch (scheme.primitive.kind) {
    case 'equality':
      return ['return signatures.some((signature) => same(signature, secret))']
    case 'hash':
      crypto.add('createHash')
      return [`const expected = createHash('${hash}')${updates}.digest('${scheme.encoding}')`, anySame]
    case 'hmac': {
      crypto.add('createHmac')
      const key =
        scheme.key.encoding === 'text'
          ? 'secret'
          : `Buffer.from(secret${scheme.key.prefix === null ? '' : `.replace(/^${scheme.key.prefix}/, '')`}, '${scheme.key.encoding}')`
      if (shape.isForm || shape.checksBodyHash) return twilio(shape, hash)
      return [
        `const expected = createHmac('${hash}', ${key})${updates}.digest('${scheme.encoding}')`,
        anySame,
      ]
    }
    case 'ed25519': {
      crypto.add('createPublicKey').add('verify')
      const prefixCut = scheme.key.prefix === null ? '' : `.replace(/^${scheme.key.prefix}/, '')`
      return [
        `const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(publicKey${prefixCut}, '${scheme.key.encoding === 'hex' ? 'hex' : 'base64'}')])`,
        "const key = createPublicKey({ key: spki, format: 'der', type: 'spki' })",
        `const text = ${bytes}`,
        `return signatures.some((signature) => verify(null, text, key, Buffer.from(signature, '${scheme.encoding}')))`,
      ]
    }
    case 'ecdsa':
      crypto.add('createPublicKey').add('verify')
      return [
        "const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })",
        `const text = ${bytes}`,
        `return signatures.some((signature) => verify('${hash}', text, key, Buffer.from(signature, 'base64')))`,
      ]
    case 'rsa': {
      crypto.add('verify')
      const algorithm = shape.uses('fields')
        ? "message.SignatureVersion === '2' ? 'sha256' : 'sha1'"
        : `'${hash}'`
      return [
        `const text = ${bytes}`,
        `return signatures.some((signature) => verify(${algorithm}, text, certificate, Buffer.from(signature, 'base64')))`,
      ]
    }
  }
}

/** Twilio may or may not have had the standard port in the URL that it signed. */
function twilio(shape: Shape, hash: string): string[] {
  const text = shape.isForm ? '.update(each + params)' : '.update(each)'
  return [
    "const withoutPort = url.replace(/^(https?:\\/\\/[^/?#]*?):\\d+(?=[/?#]|$)/, '$1')",
    "const withPort = withoutPort.replace(/^(https?)(:\\/\\/[^/?#]+)/, (_, scheme, rest) => `${scheme}${rest}:${scheme === 'https' ? 443 : 80}`)",
    'return [url, withoutPort, withPort].some((each) =>',
    `  signatures.some((signature) => same(signature, createHmac('${hash}', secret)${text}.digest('base64'))),`,
    ')',
  ]
}
