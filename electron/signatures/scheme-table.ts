import { algorithmName } from './diagnose/frames/algorithms.ts'
import { schemes } from './schemes/registry.ts'
import { recipeName } from './snippets/expressions.ts'
import type { SchemeDefinition } from './types.ts'
import { writeSignatureHeader } from './message/signature-header.ts'

/** The table of all schemes for the documentation, Markdown, made from the definitions themselves. */
export function schemeTable(): string {
  const rows = Object.values(schemes).map((scheme) => `| ${cells(scheme).map(escape).join(' | ')} |`)
  return [
    '# Signature schemes',
    '',
    'Made from `electron/signatures/schemes`; do not edit by hand. "Window" is the age that is allowed between timestamp and capture.',
    '',
    '| Scheme | Provider | Carried in | Algorithm | Signed text | Key | Window | Protects |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

function cells(scheme: SchemeDefinition): string[] {
  const kinds = { secret: '', 'public-key': ', public', certificate: ', X.509' }
  const decoded = scheme.key.encoding === 'text' ? 'as text' : `decoded from ${scheme.key.encoding}`
  const equality = scheme.primitive.kind === 'equality'
  return [
    `\`${scheme.id}\``,
    `[${scheme.title}](${scheme.documentation})`,
    carriedIn(scheme),
    equality ? 'none, the secret itself' : `${algorithmName(scheme)}, ${scheme.encoding}`,
    equality ? 'nothing' : `\`${recipeName(scheme.layout)}\``,
    `${scheme.key.name}, ${decoded}${kinds[scheme.key.kind]}`,
    windowOf(scheme),
    { body: 'body', fields: 'named fields', nothing: 'not the body' }[scheme.coverage],
  ]
}

function carriedIn(scheme: SchemeDefinition): string {
  if (scheme.signature.in === 'body') return `body field \`${scheme.signature.field}\``
  const value = writeSignatureHeader(scheme.signature.format, { signature: '…', timestamp: '…', id: '…' })
  return `\`${scheme.signature.names[0] ?? ''}: ${value}\``
}

function windowOf({ window, timestamp }: SchemeDefinition): string {
  if (window === null) return timestamp === null ? 'no timestamp' : 'none'
  return `${String(window.seconds)} s${window.direction === 'both' ? ', both sides' : ', past only'}`
}

function escape(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', '\\n')
}
