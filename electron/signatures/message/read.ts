import type {
  BodyFields,
  Ingredients,
  ReceivedSignature,
  SchemeDefinition,
  SchemeOptions,
  SignedRequest,
} from '../types.ts'
import { parseForm } from './forms.ts'
import { contentType, firstHeader, headerValues, mediaType } from './headers.ts'
import { parseSignatureHeader } from './signature-header.ts'

/** What a scheme finds in a request. */
export interface Reading {
  /** The header lines (or the body field) that carry the signature, whole. */
  values: { source: string; value: string }[]
  /** The signatures in them that are written as the scheme wants it. */
  signatures: ReceivedSignature[]
  timestamp: string | null
  /** Required headers or fields, other than the signature's own, that are not there. */
  missing: string[]
  fields: BodyFields | null
  ingredients: Ingredients
}

/** Picks signature, timestamp, id and the other signed values out of a request. Never throws. */
export function readRequest(
  scheme: SchemeDefinition,
  request: SignedRequest,
  options: SchemeOptions,
): Reading {
  const type = contentType(request.headers)
  const fields = scheme.readBody?.(request.body, type, options) ?? null
  const values = signatureValues(scheme, request, fields)
  const missing: string[] = []
  let timestamp: string | null = null
  let id: string | null = null
  const signatures: ReceivedSignature[] = []
  if (scheme.signature.in === 'header') {
    for (const { source, value } of values) {
      const parsed = parseSignatureHeader(scheme.signature.format, value)
      for (const signature of parsed.signatures) signatures.push({ value: signature, source })
      timestamp ??= parsed.timestamp
      id ??= parsed.id
    }
  } else {
    for (const { source, value } of values) signatures.push({ value, source })
  }

  if (scheme.timestamp?.in === 'header') {
    timestamp = firstHeader(request.headers, scheme.timestamp.names)?.value ?? null
    if (timestamp === null) missing.push(scheme.timestamp.names[0] ?? 'timestamp')
  } else if (scheme.timestamp?.in === 'body') {
    timestamp = fields?.timestamp ?? null
  }
  if (scheme.messageId !== null) {
    id ??= firstHeader(request.headers, scheme.messageId.names)?.value ?? null
    if (id === null) missing.push(scheme.messageId.names[0] ?? 'id')
  }
  for (const name of scheme.otherHeaders ?? []) {
    if (firstHeader(request.headers, [name]) === null) missing.push(name)
  }
  if (values.length > 0) missing.push(...(fields?.missing ?? []))

  return {
    values,
    signatures,
    timestamp,
    missing,
    fields,
    ingredients: {
      body: request.body,
      method: request.method,
      url: request.url,
      timestamp: timestamp ?? '',
      id: id ?? '',
      token: fields?.token ?? '',
      webhookId: options.webhookId ?? '',
      params: formParams(scheme, request.body, type),
      fields: fields?.fields ?? [],
    },
  }
}

function signatureValues(
  scheme: SchemeDefinition,
  request: SignedRequest,
  fields: BodyFields | null,
): { source: string; value: string }[] {
  if (scheme.signature.in === 'body') {
    return fields?.signature == null ? [] : [{ source: scheme.signature.field, value: fields.signature }]
  }
  if (scheme.signature.numbered === true) return numberedValues(scheme.signature.names, request)
  for (const name of scheme.signature.names) {
    const values = headerValues(request.headers, name).filter((value) => value.trim() !== '')
    if (values.length > 0) return values.map((value) => ({ source: name, value }))
  }
  return []
}

function numberedValues(
  names: readonly string[],
  request: SignedRequest,
): { source: string; value: string }[] {
  const stems = names.map((name) => name.toLowerCase().replace(/\d+$/, ''))
  return request.headers.flatMap(([name, value]) => {
    const lower = name.toLowerCase()
    const numbered = stems.some(
      (stem) => lower.startsWith(stem) && /^\d{1,3}$/.test(lower.slice(stem.length)),
    )
    return numbered && value.trim() !== '' ? [{ source: name, value }] : []
  })
}

/** Form parameters as a framework hands them over: only when the request is declared as a urlencoded form, or as nothing. */
function formParams(scheme: SchemeDefinition, body: Uint8Array, type: string | null): [string, string][] {
  if (!scheme.layout.some((part) => part.kind === 'params') || body.byteLength > 4_000_000) return []
  const media = mediaType(type)
  if (media !== 'application/x-www-form-urlencoded' && media !== '') return []
  return parseForm(Buffer.from(body).toString('utf8'))
}
