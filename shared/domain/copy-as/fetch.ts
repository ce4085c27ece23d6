import { toBase64 } from '../bytes.ts'
import {
  bodyAsText,
  commonNotes,
  framingOf,
  hasBody,
  headerValues,
  inlineBody,
  sendableHeaders,
  trailerNotes,
} from './source.ts'
import { bodyFileName, bodyFileNote, type CopiedRequest, type CopySource } from './types.ts'

/** Set by fetch itself from the body and the address. */
const automatic = new Set(['content-length', 'host'])
/** Overwritten by Node's fetch, or refused with an error (undici in Node 24, tried one by one). */
const refused = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'sec-fetch-mode',
])
/** Added by Node's fetch where the caller gives none. */
const defaults = ['Accept', 'Accept-Language', 'User-Agent', 'Accept-Encoding']

/** JavaScript for Node 18 and newer (top-level await) that sends the request again. `origin`: where to. */
export function copyAsFetch(source: CopySource, origin: string): CopiedRequest {
  const notes = commonNotes(source)
  const headers = sendableHeaders(source.headers, notes)
  framingOf(source, notes)
  notes.push(...trailerNotes(source))
  const base = origin.replace(/\/+$/, '')
  const url = addressOf(source.target, base, notes)
  const host = headerValues(headers, 'host')[0]
  const hostOfOrigin = base.replace(/^https?:\/\//, '')
  if (host !== undefined && host !== hostOfOrigin) {
    notes.push(`fetch can't set Host “${host}”: it sends ${hostOfOrigin}.`)
  }
  const kept = headers.filter(
    ([name]) => !refused.has(name.toLowerCase()) && !automatic.has(name.toLowerCase()),
  )
  const left = headers.filter(([name]) => refused.has(name.toLowerCase())).map(([name]) => name)
  if (left.length > 0) notes.push(`fetch does not let these be set: ${[...new Set(left)].join(', ')}.`)
  notes.push(...spellingNotes(kept.map(([name]) => name)))

  const lines = [`method: ${literal(source.method)},`]
  if (kept.length > 0) {
    lines.push('headers: [', ...kept.map(([name, value]) => `  [${literal(name)}, ${literal(value)}],`), '],')
  }
  const body = bodyExpression(
    source,
    kept.some(([name]) => name.toLowerCase() === 'content-type'),
    notes,
  )
  if (body !== null) lines.push(`body: ${body},`)
  lines.push(`redirect: 'manual',`)
  const text = [
    `const response = await fetch(${literal(url)}, {`,
    ...lines.map((line) => `  ${line}`),
    '})',
    'console.log(response.status, await response.text())',
  ].join('\n')
  return { text, notes }
}

function addressOf(target: string, base: string, notes: string[]): string {
  const url = target.startsWith('/') ? base + target : `${base}/`
  if (!target.startsWith('/') || !URL.canParse(url)) {
    notes.push(`fetch can't ask for the target “${target}”.`)
    return url
  }
  const parsed = new URL(url)
  const sent = parsed.pathname + parsed.search
  if (sent !== target) notes.push(`fetch rewrites the address to ${sent}.`)
  return url
}

function spellingNotes(names: readonly string[]): string[] {
  const notes: string[] = []
  const lower = names.map((name) => name.toLowerCase())
  const repeated = [...new Set(lower.filter((name, at) => lower.indexOf(name) !== at))]
  if (repeated.length > 0) notes.push(`fetch joins repeated headers into one line: ${repeated.join(', ')}.`)
  const added = defaults.filter((name) => !lower.includes(name.toLowerCase()))
  notes.push(`Node's fetch adds ${[...added, 'Connection', 'Sec-Fetch-Mode'].join(', ')}.`)
  return notes
}

function bodyExpression(source: CopySource, typed: boolean, notes: string[]): string | null {
  if (!hasBody(source)) return null
  if (source.method === 'GET' || source.method === 'HEAD') {
    notes.push(`fetch sends no body with ${source.method}: it is left out.`)
    return null
  }
  const body = inlineBody(source)
  if (!body) {
    notes.push(bodyFileNote())
    return `await (await import('node:fs/promises')).readFile(${literal(bodyFileName)})`
  }
  const text = bodyAsText(body)
  if (text === null) return `Uint8Array.from(atob(${literal(toBase64(body))}), (c) => c.charCodeAt(0))`
  // A string would make fetch add a Content-Type where there is none.
  return typed ? literal(text) : `new TextEncoder().encode(${literal(text)})`
}

/** A JavaScript string in single quotes; everything that an editor or terminal might change is escaped. */
function literal(text: string): string {
  const inside = JSON.stringify(text)
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll("'", "\\'")
    .replace(
      /[\x7f-\x9f\xad\u2028\u2029\ufeff]/g,
      (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
  return `'${inside}'`
}
