import { startsWithBytes } from './bytes.ts'
import { charsetOf, decodeText } from './charset.ts'
import { parseContentType } from './content-type.ts'

/** How a body is shown. */
export const contentKinds = [
  'empty',
  'json',
  'xml',
  'html',
  'form',
  'multipart',
  'image',
  'pdf',
  'text',
  'binary',
] as const
export type ContentKind = (typeof contentKinds)[number]

export interface Content {
  kind: ContentKind
  /** What it is, as a media type: the declared one where it fits, else what the bytes show. */
  mediaType: string
  /** What its content type makes of it; null when there is none or it says nothing (`application/octet-stream`). */
  declared: ContentKind | null
  /** What the bytes look like. */
  sniffed: ContentKind
  /** In a sentence, when content type and bytes disagree or the content type is lacking; null otherwise. */
  note: string | null
}

interface Sniffed {
  kind: ContentKind
  mediaType: string
}

const maxHead = 4_096

/**
 * Decides how to show a body by its content type and by its first bytes (content-encoding undone; 4 kB are enough).
 * Where the two disagree the bytes win, but for text that merely is no valid JSON or XML: that stays what it was meant
 * to be, so that it can be shown where it breaks.
 */
export function contentOf(contentType: string | null, body: Uint8Array): Content {
  const { essence, parameters } = parseContentType(contentType)
  const declared = declaredKind(essence)
  if (body.length === 0) return { kind: 'empty', mediaType: essence, declared, sniffed: 'empty', note: null }
  const sniffed = sniff(body.subarray(0, maxHead), contentType)
  const base = { declared, sniffed: sniffed.kind }
  if (declared === null) {
    return {
      ...base,
      kind: sniffed.kind,
      mediaType: sniffed.mediaType,
      note: undeclaredNote(essence, sniffed),
    }
  }
  if (agrees(declared, sniffed, essence)) {
    const boundless = declared === 'multipart' && (parameters.get('boundary') ?? '') === ''
    return {
      ...base,
      kind: declared,
      mediaType: declared === 'image' && sniffed.kind === 'image' ? sniffed.mediaType : essence,
      note: boundless
        ? 'The content type names no boundary; it was taken from the body.'
        : imageNote(declared, sniffed, essence),
    }
  }
  return {
    ...base,
    kind: sniffed.kind,
    mediaType: sniffed.mediaType,
    note: `Sent as ${essence}, but it looks like ${nameOf(sniffed)}.`,
  }
}

function undeclaredNote(essence: string, sniffed: Sniffed): string | null {
  if (essence !== '')
    return sniffed.kind === 'binary' ? null : `Sent as ${essence}; it looks like ${nameOf(sniffed)}.`
  return `Sent without a content type; it looks like ${nameOf(sniffed)}.`
}

function imageNote(declared: ContentKind, sniffed: Sniffed, essence: string): string | null {
  if (declared !== 'image' || sniffed.kind !== 'image' || sniffed.mediaType === essence) return null
  return essence === 'image/jpg' ? null : `Sent as ${essence}, but it is ${sniffed.mediaType}.`
}

const names: Record<ContentKind, string> = {
  empty: 'nothing',
  json: 'JSON',
  xml: 'XML',
  html: 'HTML',
  form: 'a form',
  multipart: 'a multipart body',
  image: 'an image',
  pdf: 'a PDF document',
  text: 'plain text',
  binary: 'binary data',
}

function nameOf({ kind, mediaType }: Sniffed): string {
  if (kind === 'image') return `an image (${mediaType})`
  if (kind === 'binary' && mediaType !== 'application/octet-stream') return `binary data (${mediaType})`
  return names[kind]
}

function declaredKind(essence: string): ContentKind | null {
  const [type = '', subtype = ''] = essence.split('/')
  if (/^(x-)?json5?$|\+json$|^(x-)?ndjson$|^jsonl(ines)?$|^csp-report$|^reports\+json$/.test(subtype))
    return 'json'
  if (subtype === 'svg+xml') return 'image'
  if (subtype === 'html' || subtype === 'xhtml+xml') return 'html'
  if (subtype === 'xml' || subtype.endsWith('+xml')) return 'xml'
  if (subtype === 'x-www-form-urlencoded') return 'form'
  if (type === 'multipart') return 'multipart'
  if (type === 'image') return 'image'
  if (subtype === 'pdf' || subtype === 'x-pdf') return 'pdf'
  if (type === 'text' || /javascript$|^graphql$|^(x-)?yaml$|^toml$|^sql$|^x-sh$|^x-httpd-php$/.test(subtype))
    return 'text'
  if (['audio', 'video', 'font', 'model'].includes(type)) return 'binary'
  if (/^(x-)?(gzip|zip|protobuf|msgpack|tar|7z-compressed|cbor|avro)$|^vnd\.|^zstd$/.test(subtype))
    return 'binary'
  return null
}

/** Whether what was declared may stand, given what the bytes look like. */
function agrees(declared: ContentKind, sniffed: Sniffed, essence: string): boolean {
  if (declared === sniffed.kind) return true
  switch (declared) {
    // Broken JSON, a bare number or text; several documents in a row.
    case 'json':
      return sniffed.kind === 'text'
    case 'xml':
      return sniffed.kind === 'text' || sniffed.kind === 'html'
    case 'html':
      return sniffed.kind === 'text' || sniffed.kind === 'xml'
    // One field, or nothing but a name.
    case 'form':
      return sniffed.kind === 'text'
    // Let the multipart reader tell what is wrong with it.
    case 'multipart':
      return sniffed.kind === 'text' || sniffed.kind === 'binary'
    case 'text':
      return essence === 'text/plain'
        ? sniffed.kind === 'form'
        : sniffed.kind !== 'binary' && sniffed.kind !== 'image' && sniffed.kind !== 'pdf'
    case 'image':
      return essence === 'image/svg+xml'
        ? sniffed.kind === 'xml' || sniffed.kind === 'html'
        : sniffed.kind === 'binary'
    case 'binary':
      return true
    case 'pdf':
    case 'empty':
      return false
  }
}

/** File signatures. `at`: where they stand. Sources: WHATWG MIME Sniffing, and each format's specification. */
const signatures: readonly { at: number; bytes: Uint8Array; found: Sniffed }[] = [
  signature('89504e470d0a1a0a', 'image', 'image/png'),
  signature('ffd8ff', 'image', 'image/jpeg'),
  signature('474946383761', 'image', 'image/gif'),
  signature('474946383961', 'image', 'image/gif'),
  signature('57454250', 'image', 'image/webp', 8),
  signature('6674797061766966', 'image', 'image/avif', 4),
  signature('6674797068656963', 'image', 'image/heic', 4),
  signature('00000100', 'image', 'image/x-icon'),
  signature('49492a00', 'image', 'image/tiff'),
  signature('4d4d002a', 'image', 'image/tiff'),
  signature('255044462d', 'pdf', 'application/pdf'),
  signature('1f8b08', 'binary', 'application/gzip'),
  signature('504b0304', 'binary', 'application/zip'),
  signature('28b52ffd', 'binary', 'application/zstd'),
  signature('4f676753', 'binary', 'audio/ogg'),
  signature('494433', 'binary', 'audio/mpeg'),
  signature('57415645', 'binary', 'audio/wav', 8),
  signature('1a45dfa3', 'binary', 'video/webm'),
  signature('66747970', 'binary', 'video/mp4', 4),
]

function signature(hex: string, kind: ContentKind, mediaType: string, at = 0): (typeof signatures)[number] {
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return { at, bytes, found: { kind, mediaType } }
}

function sniff(head: Uint8Array, contentType: string | null): Sniffed {
  const known = signatures.find(({ at, bytes }) => startsWithBytes(head, bytes, at))
  if (known) return known.found
  const { label } = charsetOf(contentType, head)
  if (!label.startsWith('utf-16') && looksBinary(head))
    return { kind: 'binary', mediaType: 'application/octet-stream' }
  return sniffText(decodeText(head, label).trimStart())
}

/** Control characters that text does not hold (WHATWG MIME Sniffing, “binary data byte”). */
function looksBinary(head: Uint8Array): boolean {
  return head.some((byte) => byte < 0x09 || byte === 0x0b || (byte > 0x0d && byte < 0x20 && byte !== 0x1b))
}

function sniffText(text: string): Sniffed {
  if (/^(?:\{\s*(?:"|\}|$)|\[\s*(?:["\d[{\]tfn-]|$))/.test(text))
    return { kind: 'json', mediaType: 'application/json' }
  if (
    /^<(?:!doctype\s+html|html|head|body|div|p|script|table|h1|a|br|span|style|title|!--)(?=[\s/>-]|$)/i.test(
      text,
    )
  ) {
    return { kind: 'html', mediaType: 'text/html' }
  }
  if (/^<svg[\s>]/i.test(text) || (/^<\?xml\b/.test(text) && /<svg[\s>]/.test(text.slice(0, 1_000)))) {
    return { kind: 'xml', mediaType: 'image/svg+xml' }
  }
  if (/^<\?xml\b|^<[A-Za-z_][\w:.-]*(?:\s+[\w:.-]+\s*=\s*["'][^"']*["'])*\s*\/?>/.test(text)) {
    return { kind: 'xml', mediaType: 'application/xml' }
  }
  if (/^--[^\r\n]{1,200}\r?\n(?:[\w-]+:[^\r\n]*\r?\n)*content-disposition:/i.test(text)) {
    return { kind: 'multipart', mediaType: 'multipart/form-data' }
  }
  if (
    /^[\w.[\]%+*~!-]{1,200}=[^&\s<>{}"]*(?:&[\w.[\]%+*~!-]{1,200}(?:=[^&\s<>{}"]*)?)*$/.test(text.trimEnd())
  ) {
    return { kind: 'form', mediaType: 'application/x-www-form-urlencoded' }
  }
  return { kind: 'text', mediaType: 'text/plain' }
}
