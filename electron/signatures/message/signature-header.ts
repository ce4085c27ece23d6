import type { HeaderFormat } from '../types.ts'

export interface ParsedHeader {
  signatures: string[]
  timestamp: string | null
  id: string | null
}

const nothing: ParsedHeader = { signatures: [], timestamp: null, id: null }

/** Reads a signature header the way the provider's own verifier does: what that refuses gives no signature here. */
export function parseSignatureHeader(format: HeaderFormat, value: string): ParsedHeader {
  switch (format.kind) {
    case 'plain':
      if (!value.startsWith(format.prefix) || value.length === format.prefix.length) return nothing
      return { ...nothing, signatures: [value.slice(format.prefix.length)] }
    case 'pairs':
      return parsePairs(format, value)
    case 'versions':
      return {
        ...nothing,
        signatures: value.split(' ').flatMap((item) => {
          // All behind the first comma: signatures joined with commas instead of blanks are not taken apart.
          const comma = item.indexOf(',')
          const signature = item.slice(comma + 1)
          return comma > 0 && item.slice(0, comma) === format.version && signature !== '' ? [signature] : []
        }),
      }
    case 'template':
      return parseTemplate(format.template, value)
  }
}

function parsePairs(format: Extract<HeaderFormat, { kind: 'pairs' }>, value: string): ParsedHeader {
  const found: ParsedHeader = { signatures: [], timestamp: null, id: null }
  for (const item of value.split(format.separator)) {
    const equals = item.indexOf('=')
    if (equals < 0) continue
    const name = item.slice(0, equals)
    const text = item.slice(equals + 1)
    if (text === '') continue
    if (name === format.signature) found.signatures.push(text)
    else if (name === format.timestamp) found.timestamp = text
    else if (name === format.id) found.id = text
  }
  return found
}

/** `{signature}` matches what a digest can consist of, the other placeholders anything up to the next literal. */
function parseTemplate(template: string, value: string): ParsedHeader {
  const names: string[] = []
  const pattern = template
    .split(/(\{(?:signature|timestamp|id)\})/)
    .map((piece) => {
      const name = /^\{(\w+)\}$/.exec(piece)?.[1]
      if (name === undefined) return piece.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
      names.push(name)
      return name === 'signature' ? '([A-Za-z0-9+/_=-]+)' : '(.+?)'
    })
    .join('')
  const match = new RegExp(`^${pattern}$`, 's').exec(value)
  if (match === null) return nothing
  const pick = (name: string) => match[names.indexOf(name) + 1] ?? null
  const signature = names.includes('signature') ? pick('signature') : null
  return {
    signatures: signature === null ? [] : [signature],
    timestamp: names.includes('timestamp') ? pick('timestamp') : null,
    id: names.includes('id') ? pick('id') : null,
  }
}

/** Writes the header for one signature: what the provider would send. */
export function writeSignatureHeader(
  format: HeaderFormat,
  values: { signature: string; timestamp: string; id: string },
): string {
  switch (format.kind) {
    case 'plain':
      return format.prefix + values.signature
    case 'pairs': {
      const items: string[] = []
      if (format.timestamp !== null) items.push(`${format.timestamp}=${values.timestamp}`)
      if (format.id !== null) items.push(`${format.id}=${values.id}`)
      items.push(`${format.signature}=${values.signature}`)
      return items.join(format.separator)
    }
    case 'versions':
      return `${format.version},${values.signature}`
    case 'template':
      return format.template.replace(
        /\{(signature|timestamp|id)\}/g,
        (_, name: 'signature' | 'timestamp' | 'id') => values[name],
      )
  }
}
