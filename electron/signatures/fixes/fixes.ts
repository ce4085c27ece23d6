import type { CodeSample } from '../diagnose/diagnosis.ts'
import { algorithmName } from '../diagnose/frames/algorithms.ts'
import { writeSignatureHeader } from '../message/signature-header.ts'
import {
  goWrites,
  javaUpdates,
  nodeTexts,
  phpText,
  pythonText,
  recipeName,
  rubyText,
} from '../snippets/expressions.ts'
import type { DiagnosisCode, HashName, SchemeDefinition } from '../types.ts'
import { advice } from './advice.ts'
import { frameworks, type Samples } from './frameworks.ts'
import { bodySignature } from './samples/body-signature.ts'
import { compare } from './samples/compare.ts'
import { compareList } from './samples/compare-list.ts'
import { headers } from './samples/headers.ts'
import { keyAsText, keyDecoded } from './samples/key-bytes.ts'
import { rawBody } from './samples/raw-body.ts'
import { recipe } from './samples/recipe.ts'

/** What to do about a cause, and code for every framework, with the scheme's own names filled in. */
export function fixFor(
  code: DiagnosisCode,
  scheme: SchemeDefinition,
): { fix: string; samples: CodeSample[] } {
  const { fix, samples: general } = advice[code]
  const words = wordsOf(scheme)
  const samples = general === null ? null : suited(general, scheme)
  if (samples === null) return { fix: fill(fix, words), samples: [] }
  return {
    fix: fill(fix, words),
    samples: frameworks.map(({ id, title, language }) => ({
      framework: title,
      language,
      code: fill(samples[id], words),
    })),
  }
}

/** Samples that read a header, or make an HMAC, are of no use where the scheme does neither. */
function suited(samples: Samples, scheme: SchemeDefinition): Samples {
  const aboutHeaders = samples === compare || samples === recipe || samples === rawBody || samples === headers
  if (scheme.signature.in === 'body') return aboutHeaders ? bodySignature : samples
  if (scheme.primitive.kind !== 'hmac') {
    return samples === compare || samples === recipe || samples === keyAsText || samples === keyDecoded
      ? rawBody
      : samples
  }
  const { kind } = scheme.signature.format
  return samples === compare && (kind === 'pairs' || kind === 'versions') ? compareList : samples
}

function fill(text: string, words: Record<string, string>): string {
  return text.replace(/\{([A-Za-z][A-Za-z-]*)\}/g, (whole, name: string) => words[name] ?? whole)
}

const javaMacs: Record<HashName, string> = { md5: 'HmacMD5', sha1: 'HmacSHA1', sha224: 'HmacSHA224', sha256: 'HmacSHA256', sha384: 'HmacSHA384', sha512: 'HmacSHA512' } // prettier-ignore
const subtleHashes: Record<HashName, string> = { md5: 'MD5', sha1: 'SHA-1', sha224: 'SHA-224', sha256: 'SHA-256', sha384: 'SHA-384', sha512: 'SHA-512' } // prettier-ignore
const goHashes: Record<HashName, string> = { md5: 'md5', sha1: 'sha1', sha224: 'sha256', sha256: 'sha256', sha384: 'sha512', sha512: 'sha512' } // prettier-ignore
const unitNames = { s: 'seconds since 1970', ms: 'milliseconds since 1970', iso: 'ISO 8601' }

/** What the placeholders stand for, by scheme. */
function wordsOf(scheme: SchemeDefinition): Record<string, string> {
  const { primitive, encoding, layout } = scheme
  const header = scheme.signature.in === 'header' ? (scheme.signature.names[0] ?? '') : scheme.signature.field
  const prefix = prefixOf(scheme)
  const hash = 'hash' in primitive ? primitive.hash : 'sha256'
  const hex = encoding === 'hex'
  const base64 = encoding === 'base64'
  const certHost =
    scheme.id === 'aws-sns'
      ? String.raw`sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?`
      : String.raw`([a-z0-9-]+\.)*paypal\.com`
  return {
    header,
    'header-lower': header.toLowerCase(),
    'header-cgi': `HTTP_${header.toUpperCase().replaceAll('-', '_')}`,
    variable: scheme.key.variable,
    prefix,
    hash,
    encoding,
    Encoding: hex ? 'Hex' : base64 ? 'Base64' : 'Base64Url',
    example: exampleOf(scheme),
    algorithm: `${algorithmName(scheme)}, written as ${encoding}`,
    recipe: recipeName(layout),
    seconds: String(scheme.window?.seconds ?? 300),
    unit: unitNames[scheme.timestamp?.unit ?? 's'],
    'key-how': `the part after ${scheme.key.prefix ?? 'any prefix'} is ${scheme.key.encoding}`,
    'key-encoding': scheme.key.encoding === 'hex' ? 'hex' : 'base64',
    'subtle-hash': subtleHashes[hash],
    'go-hash': goHashes[hash],
    'java-mac': javaMacs[hash],
    'node-text': nodeArgument(scheme),
    'blob-parts': nodeTexts(layout).join(', '),
    ...listWords(scheme),
    ...fieldWords(scheme),
    'python-text': pythonText(layout),
    'php-text': phpText(layout),
    'ruby-text': rubyText(layout),
    'go-text': goWrites(layout).join('\n'),
    'java-text': javaUpdates(layout).join('\n'),
    'python-digest': hex
      ? 'digest.hexdigest()'
      : base64
        ? 'base64.b64encode(digest.digest()).decode()'
        : 'base64.urlsafe_b64encode(digest.digest()).decode().rstrip("=")',
    'php-digest': hex
      ? `hash_hmac('${hash}', $text, $key)`
      : `base64_encode(hash_hmac('${hash}', $text, $key, true))`,
    'ruby-digest': hex
      ? `OpenSSL::HMAC.hexdigest("${hash}", key, text)`
      : `Base64.strict_encode64(OpenSSL::HMAC.digest("${hash}", key, text))`,
    'go-encode': hex
      ? 'hex.EncodeToString'
      : base64
        ? 'base64.StdEncoding.EncodeToString'
        : 'base64.RawURLEncoding.EncodeToString',
    'java-encode': hex
      ? 'HexFormat.of().formatHex'
      : base64
        ? 'Base64.getEncoder().encodeToString'
        : 'Base64.getUrlEncoder().withoutPadding().encodeToString',
    'cert-host': certHost,
    'cert-host-js': `/^${certHost}$/`,
    'cert-host-java': certHost.replaceAll('\\', '\\\\'),
    'cert-home': scheme.id === 'aws-sns' ? 'sns.<region>.amazonaws.com' : 'paypal.com',
  }
}

function listWords(scheme: SchemeDefinition): Record<string, string> {
  const format = scheme.signature.in === 'header' ? scheme.signature.format : null
  if (format?.kind === 'pairs') {
    const item = `${format.signature}=`
    return { separator: format.separator, item, 'item-length': String(item.length) }
  }
  const item = format?.kind === 'versions' ? `${format.version},` : ''
  return { separator: ' ', item, 'item-length': String(item.length) }
}

/** Where in the parsed body the signature's fields are. */
function fieldWords(scheme: SchemeDefinition): Record<string, string> {
  const inside = scheme.id === 'mailgun'
  return {
    'js-field': inside ? '.signature' : '',
    'py-field': inside ? '["signature"]' : '',
    'php-field': inside ? "['signature']" : '',
    'ruby-field': inside ? '["signature"]' : '',
    'java-field': inside ? '.get("signature")' : '',
    'go-type': inside ? 'struct{ Signature Signature }' : 'map[string]any',
  }
}

function nodeArgument(scheme: SchemeDefinition): string {
  const texts = nodeTexts(scheme.layout)
  const only = texts[0]
  if (texts.length === 1 && only !== undefined) return only
  return `Buffer.concat([${texts.map((text) => (text === 'raw' ? text : `Buffer.from(${text})`)).join(', ')}])`
}

function prefixOf(scheme: SchemeDefinition): string {
  if (scheme.signature.in === 'body') return ''
  const { format } = scheme.signature
  if (format.kind === 'plain') return format.prefix
  return format.kind === 'versions' ? `${format.version},` : ''
}

/** The signature header as it should look. */
function exampleOf(scheme: SchemeDefinition): string {
  if (scheme.signature.in === 'body') return `${scheme.signature.field}: <${scheme.encoding}>`
  const value = writeSignatureHeader(scheme.signature.format, {
    signature: `<${scheme.encoding}>`,
    timestamp: '<timestamp>',
    id: '<id>',
  })
  return `${scheme.signature.names[0] ?? ''}: ${value}`
}
