import type { DigestEncoding } from '../types.ts'
import { nodeTexts } from './expressions.ts'
import { fields, parse, plainValues, readSignatures, readTime } from './node-check.ts'
import { indent, type Shape } from './shape.ts'

const subtleHash: Record<string, string> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
}

/** A receiver for Hono on Workers (or any runtime) with `crypto.subtle` alone. */
export function honoSnippet(shape: Shape): string {
  const { scheme } = shape
  const given: Record<string, string> = {
    raw: 'raw: new Uint8Array(await c.req.arrayBuffer())',
    header: 'header: (name) => c.req.header(name)',
    method: 'method: c.req.method',
    url: 'url: `${c.env.PUBLIC_URL}${pathname}${search}`',
  }
  const variable =
    scheme.key.kind === 'certificate'
      ? scheme.key.variable.replace('CERT', 'PUBLIC_KEY')
      : scheme.key.variable
  const keys = [`c.env.${variable}`, ...(shape.uses('webhookId') ? ['c.env.PAYPAL_WEBHOOK_ID'] : [])]
  const bindings = [
    variable,
    ...(shape.uses('webhookId') ? ['PAYPAL_WEBHOOK_ID'] : []),
    ...(shape.needsUrl ? ['PUBLIC_URL'] : []),
  ]
  return [
    "import { Hono } from 'hono'",
    '',
    subtleCheck(shape),
    '',
    `export const app = new Hono<{ Bindings: { ${bindings.map((name) => `${name}: string`).join('; ')} } }>()`,
    '',
    "app.post('/webhook', async (c) => {",
    ...indent(
      [
        ...(shape.needsUrl ? ['const { pathname, search } = new URL(c.req.url)'] : []),
        `const incoming: Incoming = { ${fields(shape)
          .map((field) => given[field] ?? field)
          .join(', ')} }`,
        `if (!(await isGenuine(${['incoming', ...keys].join(', ')}))) return c.body(null, 401)`,
        '// The body can be trusted from here on: parse it, answer at once, work later.',
        'return c.body(null, 200)',
      ],
      '  ',
    ),
    '})',
    '',
    'export default app',
    '',
  ].join('\n')
}

function subtleCheck(shape: Shape): string {
  const { scheme } = shape
  const tools = new Set<string>()
  const body = [
    ...readSignatures(shape),
    ...readTime(shape),
    ...values(shape, tools),
    ...verifyLines(shape, tools),
  ].map((line) => line.replaceAll('raw.toString()', 'new TextDecoder().decode(raw)'))
  const keyName = scheme.key.kind === 'secret' ? 'secret' : 'publicKey'
  const parameters = [
    `{ ${fields(shape).join(', ')} }: Incoming`,
    `${keyName}: string`,
    ...(shape.uses('webhookId') ? ['webhookId: string'] : []),
  ]
  if (scheme.window !== null) parameters.push('now = Date.now()')
  return [
    'interface Incoming {',
    ...indent(
      [
        '/** The body as it came, before anything parsed it. */',
        'raw: Uint8Array<ArrayBuffer>',
        ...(shape.inBody ? [] : ['header: (name: string) => string | null | undefined']),
        ...(shape.needsMethod ? ['method: string'] : []),
        ...(shape.needsUrl
          ? ['/** The address as the sender called it, not as a proxy passed it on. */', 'url: string']
          : []),
      ],
      '  ',
    ),
    '}',
    '',
    ...(scheme.key.kind === 'certificate'
      ? ['// publicKey is PEM: openssl x509 -in certificate.pem -pubkey -noout']
      : []),
    `// ${shape.summary}`,
    `export async function isGenuine(${parameters.join(', ')}): Promise<boolean> {`,
    ...indent(body, '  '),
    '}',
    ...(body.some((line) => line.includes(' parse(')) ? ['', ...parse] : []),
    ...[...tools].flatMap((tool) => ['', toolCode[tool] ?? '']),
  ].join('\n')
}

function values(shape: Shape, tools: Set<string>): string[] {
  const lines: string[] = []
  if (shape.checksBodyHash) {
    tools.add('toHex')
    lines.push(
      "const hash = toHex(await crypto.subtle.digest('SHA-256', raw))",
      "if (new URL(url).searchParams.get('bodySHA256') !== hash) return false",
    )
  }
  if (shape.uses('crc32')) {
    tools.add('crc32')
    lines.push('const checksum = crc32(raw)')
  }
  return [...lines, ...plainValues(shape)]
}

function decoder(encoding: DigestEncoding, tools: Set<string>): string {
  const name = encoding === 'hex' ? 'fromHex' : 'fromBase64'
  tools.add(name)
  return name
}

function verifyLines(shape: Shape, tools: Set<string>): string[] {
  const { scheme } = shape
  const hash = subtleHash[shape.hash] ?? 'SHA-256'
  const texts = nodeTexts(scheme.layout).map((text) =>
    shape.decodesUri ? text.replace('${url}', '${uri}') : text,
  )
  const text =
    texts.length === 1 && texts[0] === 'raw' ? 'raw' : `await new Blob([${texts.join(', ')}]).arrayBuffer()`
  const prefix =
    scheme.signature.in === 'header' && scheme.signature.format.kind === 'plain'
      ? scheme.signature.format.prefix
      : ''
  const decode = decoder(scheme.encoding, tools)
  const loop = (test: string) => [
    'for (const signature of signatures) {',
    `  if (${test}) return true`,
    '}',
    'return false',
  ]
  const cut = prefix === '' ? 'signature' : `signature.slice(${String(prefix.length)})`
  const begins = prefix === '' ? '' : `signature.startsWith('${prefix}') && `
  const utf8 = 'new TextEncoder().encode(secret)'
  switch (scheme.primitive.kind) {
    case 'equality':
      tools.delete(decode)
      tools.add('same')
      return ["return same(signatures[0] ?? '', secret)"]
    case 'hash':
      tools.delete(decode)
      tools.add('same').add('toHex')
      return [
        `const expected = toHex(await crypto.subtle.digest('${hash}', ${text}))`,
        ...loop('await same(signature, expected)'),
      ]
    case 'hmac': {
      if (scheme.key.encoding !== 'text') decoder(scheme.key.encoding, tools)
      const bare = scheme.key.prefix === null ? 'secret' : `secret.replace(/^${scheme.key.prefix}/, '')`
      const bytes =
        scheme.key.encoding === 'text'
          ? utf8
          : scheme.key.encoding === 'hex'
            ? `fromHex(${bare})`
            : `fromBase64(${bare})`
      const key = `const key = await crypto.subtle.importKey('raw', ${bytes}, { name: 'HMAC', hash: '${hash}' }, false, ['verify'])`
      if (shape.isForm || shape.checksBodyHash) return [key, ...twilio(shape)]
      return [
        key,
        `const text = ${text}`,
        ...loop(`${begins}(await crypto.subtle.verify('HMAC', key, ${decode}(${cut}), text))`),
      ]
    }
    case 'ed25519': {
      const bare = scheme.key.prefix === null ? 'publicKey' : `publicKey.replace(/^${scheme.key.prefix}/, '')`
      const read = decoder(scheme.key.encoding === 'hex' ? 'hex' : 'base64', tools)
      return [
        `const key = await crypto.subtle.importKey('raw', ${read}(${bare}), 'Ed25519', false, ['verify'])`,
        `const text = ${text}`,
        ...loop(`await crypto.subtle.verify('Ed25519', key, ${decode}(${cut}), text)`),
      ]
    }
    case 'ecdsa':
      tools.add('fromDer')
      return [
        "const curve = { name: 'ECDSA', namedCurve: 'P-256' }",
        "const key = await crypto.subtle.importKey('spki', fromBase64(publicKey), curve, false, ['verify'])",
        `const text = ${text}`,
        ...loop(
          `await crypto.subtle.verify({ name: 'ECDSA', hash: '${hash}' }, key, fromDer(fromBase64(signature)), text)`,
        ),
      ]
    case 'rsa':
      return [
        `const hash = ${shape.uses('fields') ? "message.SignatureVersion === '2' ? 'SHA-256' : 'SHA-1'" : `'${hash}'`}`,
        "const pem = publicKey.replace(/-----[A-Z ]+-----|\\s/g, '')",
        "const key = await crypto.subtle.importKey('spki', fromBase64(pem), { name: 'RSASSA-PKCS1-v1_5', hash }, false, ['verify'])",
        `const text = ${text}`,
        ...loop("await crypto.subtle.verify('RSASSA-PKCS1-v1_5', key, fromBase64(signature), text)"),
      ]
  }
}

function twilio(shape: Shape): string[] {
  return [
    "const withoutPort = url.replace(/^(https?:\\/\\/[^/?#]*?):\\d+(?=[/?#]|$)/, '$1')",
    "const withPort = withoutPort.replace(/^(https?)(:\\/\\/[^/?#]+)/, (_, scheme, rest) => `${scheme}${rest}:${scheme === 'https' ? 443 : 80}`)",
    'for (const each of [url, withoutPort, withPort]) {',
    `  const text = new TextEncoder().encode(each${shape.isForm ? ' + params' : ''})`,
    "  if (await crypto.subtle.verify('HMAC', key, fromBase64(signatures[0] ?? ''), text)) return true",
    '}',
    'return false',
  ]
}

const toolCode: Record<string, string> = {
  fromHex: `/** Empty, and so never valid, when it is not lower-case hex. */
function fromHex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(/^([0-9a-f]{2})*$/.test(text) ? (text.match(/../g) ?? []) : [], (pair) => parseInt(pair, 16))
}`,
  fromBase64: `/** Empty, and so never valid, when it is not base64. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
    return Uint8Array.from(binary, (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}`,
  toHex: `function toHex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}`,
  same: `/** Compares in constant time, by way of an HMAC with a random key. */
async function same(a: string, b: string): Promise<boolean> {
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
  const encoder = new TextEncoder()
  return crypto.subtle.verify('HMAC', key, await crypto.subtle.sign('HMAC', key, encoder.encode(a)), encoder.encode(b))
}`,
  crc32: `/** CRC-32 (IEEE), unsigned. */
function crc32(bytes: Uint8Array): number {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return (crc ^ -1) >>> 0
}`,
  fromDer: `/** An ASN.1 signature as the two numbers side by side that crypto.subtle wants. */
function fromDer(der: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(64)
  let at = 2
  for (const half of [0, 32]) {
    const length = der[at + 1] ?? 0
    const number = der.slice(at + 2, at + 2 + length)
    const bare = number.length > 32 ? number.slice(number.length - 32) : number
    out.set(bare, half + 32 - bare.length)
    at += 2 + length
  }
  return out
}`,
}
