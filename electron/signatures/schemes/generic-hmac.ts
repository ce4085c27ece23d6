import type {
  DigestEncoding,
  HashName,
  HeaderFormat,
  Part,
  PartKind,
  SchemeDefinition,
  SchemeOptions,
  SecretEncoding,
  TimestampPlace,
  TimestampUnit,
} from '../types.ts'
import { literal, part, textSecret } from './pieces.ts'

/** The scheme as it stands before the user's settings are filled in; `resolveGeneric` gives the usable one. */
export const genericHmac: SchemeDefinition = {
  id: 'generic-hmac',
  title: 'HMAC, your own settings',
  documentation: 'https://www.rfc-editor.org/rfc/rfc2104',
  source: 'settings',
  primitive: { kind: 'hmac', hash: 'sha256' },
  key: textSecret('secret', 'WEBHOOK_SECRET'),
  signature: { in: 'header', names: ['X-Signature'], format: { kind: 'plain', prefix: '' } },
  encoding: 'hex',
  timestamp: null,
  messageId: null,
  layout: [part('body')],
  window: null,
  coverage: 'body',
  notes: [],
}

export type Resolved = { ok: true; scheme: SchemeDefinition } | { ok: false; problem: string }

/** Builds the scheme from its settings; every setting has a default but `header`. */
export function resolveGeneric(options: SchemeOptions): Resolved {
  if (options.header === undefined || options.header.trim() === '') {
    return { ok: false, problem: 'Say which header carries the signature (option header).' }
  }
  const hash = readHash(options.algorithm ?? 'sha256')
  if (hash === null) return refuse('algorithm', options.algorithm, 'sha1, sha256, sha384 or sha512')
  const encoding = readEncoding(options.encoding ?? 'hex')
  if (encoding === null) return refuse('encoding', options.encoding, 'hex, base64 or base64url')
  const secretEncoding = readSecretEncoding(options.secretEncoding ?? 'text')
  if (secretEncoding === null) return refuse('secretEncoding', options.secretEncoding, 'text, base64 or hex')
  const unit = readUnit(options.timestampUnit ?? 's')
  if (unit === null) return refuse('timestampUnit', options.timestampUnit, 's, ms or iso')
  const layout = readParts(options.parts ?? ['{body}'])
  if (layout.length === 0) return { ok: false, problem: 'The message has no parts (option parts).' }
  const format = readFormat(options)
  const timestamp = readTimestampPlace(options, format, unit)
  const needs = (kind: PartKind) => layout.some((piece) => piece.kind === kind)
  if (needs('timestamp') && timestamp === null) {
    return {
      ok: false,
      problem:
        'A timestamp is signed, but not where it stands (option timestampHeader or {timestamp} in headerTemplate).',
    }
  }
  const idInHeader =
    format.kind === 'pairs'
      ? format.id !== null
      : format.kind === 'template' && format.template.includes('{id}')
  if (needs('id') && options.idHeader === undefined && !idInHeader) {
    return {
      ok: false,
      problem: 'An id is signed, but not where it stands (option idHeader or {id} in headerTemplate).',
    }
  }
  return {
    ok: true,
    scheme: {
      ...genericHmac,
      primitive: { kind: 'hmac', hash },
      key: { ...genericHmac.key, encoding: secretEncoding },
      signature: { in: 'header', names: [options.header.trim()], format },
      encoding,
      timestamp,
      messageId: needs('id') ? { names: options.idHeader === undefined ? [] : [options.idHeader] } : null,
      layout,
      coverage: needs('body') ? 'body' : 'nothing',
      notes: needs('body')
        ? []
        : ['By your settings the body is not part of the signed text, so it is not protected.'],
    },
  }
}

function refuse(option: string, given: unknown, allowed: string): Resolved {
  return { ok: false, problem: `The option ${option} is ${JSON.stringify(given)}; it can be ${allowed}.` }
}

function readHash(text: string): HashName | null {
  const name = text
    .toLowerCase()
    .replace(/^hmac[-_]?/, '')
    .replace(/[-_]/g, '')
  return name === 'md5' || name === 'sha1' || name === 'sha256' || name === 'sha384' || name === 'sha512'
    ? name
    : null
}

function readEncoding(text: string): DigestEncoding | null {
  return text === 'hex' || text === 'base64' || text === 'base64url' ? text : null
}

function readSecretEncoding(text: string): SecretEncoding | null {
  if (text === 'utf8' || text === 'utf-8') return 'text'
  return text === 'text' || text === 'base64' || text === 'hex' ? text : null
}

function readUnit(text: string): TimestampUnit | null {
  if (text === 's' || text === 'seconds' || text === 'unix') return 's'
  if (text === 'ms' || text === 'milliseconds') return 'ms'
  return text === 'iso' || text === 'iso8601' ? 'iso' : null
}

const placeholders: Record<string, PartKind> = {
  body: 'body',
  timestamp: 'timestamp',
  id: 'id',
  url: 'url',
  path: 'path',
  method: 'method',
}

/** `'{timestamp}.{body}'`, `['{timestamp}', '.', '{body}']`, or bare names when no braces occur at all. */
function readParts(parts: string | string[]): Part[] {
  const pieces = typeof parts === 'string' ? [parts] : parts
  const braces = pieces.some((piece) => piece.includes('{'))
  return pieces.flatMap((piece) => {
    const kind = placeholders[piece]
    if (!braces && kind !== undefined) return [part(kind)]
    return piece
      .split(/(\{\w+\})/)
      .filter((text) => text !== '')
      .map((text) => {
        const named = placeholders[/^\{(\w+)\}$/.exec(text)?.[1] ?? '']
        return named === undefined ? literal(text) : part(named)
      })
  })
}

function readFormat(options: SchemeOptions): HeaderFormat {
  const template = options.headerTemplate
  if (template === undefined || template === '') return { kind: 'plain', prefix: options.prefix ?? '' }
  const whole = template.includes('{signature}') ? template : `${template}{signature}`
  const simple = /^([^{}]*)\{signature\}$/.exec(whole)
  if (simple !== null) return { kind: 'plain', prefix: simple[1] ?? '' }
  return readPairs(whole) ?? { kind: 'template', template: whole }
}

/** A template of `name={placeholder}` items with one separator is read item by item, in any order. */
function readPairs(template: string): HeaderFormat | null {
  const items = [...template.matchAll(/([A-Za-z0-9_-]+)=\{(signature|timestamp|id)\}/g)]
  const separators = template.split(/[A-Za-z0-9_-]+=\{(?:signature|timestamp|id)\}/).slice(1, -1)
  const separator = separators[0] ?? ','
  const rebuilt = items.map((item) => item[0]).join(separator)
  if (items.length < 2 || rebuilt !== template || separator === '') return null
  const nameOf = (what: string) => items.find((item) => item[2] === what)?.[1] ?? null
  const signature = nameOf('signature')
  if (signature === null) return null
  return { kind: 'pairs', separator, signature, timestamp: nameOf('timestamp'), id: nameOf('id') }
}

function readTimestampPlace(
  options: SchemeOptions,
  format: HeaderFormat,
  unit: TimestampUnit,
): TimestampPlace | null {
  if (options.timestampHeader !== undefined && options.timestampHeader !== '') {
    return { in: 'header', names: [options.timestampHeader], unit }
  }
  const inside =
    format.kind === 'pairs'
      ? format.timestamp !== null
      : format.kind === 'template' && format.template.includes('{timestamp}')
  return inside ? { in: 'signature', unit } : null
}
