import type { HeaderPairs } from '../answer.ts'
import { fedWith, longestArgument, shellText, shellWord } from './shell.ts'
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

/** Headers that curl adds of its own accord, and that an empty `-H` keeps it from adding. */
const ownHeaders = ['User-Agent', 'Accept', 'Content-Type', 'Expect']

/**
 * A bash command that sends the request again with curl (7.55 or newer): same target, headers in order and case, and
 * body bytes. `origin`: where to, e.g. `http://127.0.0.1:4600`.
 */
export function copyAsCurl(source: CopySource, origin: string): CopiedRequest {
  const notes = commonNotes(source)
  const headers = sendableHeaders(source.headers, notes)
  const framing = framingOf(source, notes)
  notes.push(...trailerNotes(source))
  const body = bodyOptions(source, notes)
  const command = [
    ['curl', source.httpVersion === '1.0' ? '--http1.0' : '--http1.1', ...methodOptions(source)].join(' '),
    ...addressOptions(source.target, origin),
    ...headerOptions(source, headers, framing, origin, notes),
    ...body.options,
  ].join(' \\\n  ')
  return { text: body.feed ? fedWith(body.feed, command) : command, notes }
}

function methodOptions(source: CopySource): string[] {
  const { method } = source
  if (hasBody(source)) return method === 'POST' ? [] : ['-X', shellText(method)]
  if (method === 'GET') return []
  return method === 'HEAD' ? ['--head'] : ['-X', shellText(method)]
}

/** What curl sends as it is given; anything else goes through `--request-target`, which it does not look at. */
const plainTarget = /^\/(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-F]{2})*$/

function addressOptions(target: string, origin: string): string[] {
  const base = origin.replace(/\/+$/, '')
  if (plainTarget.test(target) && !target.endsWith('?')) {
    const dotted = /\/\.{1,2}(?:\/|\?|$)/.test(target)
    return [`${dotted ? '--path-as-is ' : ''}${shellText(base + target)}`]
  }
  return [`--request-target ${shellWord(target)}`, shellText(`${base}/`)]
}

function headerOptions(
  source: CopySource,
  headers: HeaderPairs,
  framing: string,
  origin: string,
  notes: string[],
): string[] {
  const options: string[] = []
  for (const [name, value] of headers) {
    const lower = name.toLowerCase()
    if (lower === 'host') continue
    if (lower === 'content-length' && (framing !== 'length' || headerValues(headers, lower).length > 1)) {
      if (framing === 'none' && value === '0') options.push(option(name, value))
      continue
    }
    if (lower === 'transfer-encoding' && framing !== 'chunked') continue
    options.push(option(name, value))
  }
  const named = new Set(headers.map(([name]) => name.toLowerCase()))
  for (const name of ownHeaders) if (!named.has(name.toLowerCase())) options.push(`-H '${name}:'`)
  if (hasBody(source) && framing === 'length' && !named.has('content-length')) {
    notes.push('curl adds a Content-Length.')
  }
  return [...hostOption(headers, origin, notes), ...options]
}

/** curl always sends Host first and in this spelling. */
function hostOption(headers: HeaderPairs, origin: string, notes: string[]): string[] {
  const hosts = headerValues(headers, 'host')
  const [host] = hosts
  if (host === undefined) return [`-H 'Host:'`]
  if (hosts.length > 1) notes.push('curl sends one Host header only.')
  if (headers[0]?.[0] !== 'Host') notes.push('curl sends Host as the first header, spelt “Host”.')
  return host === origin.replace(/^https?:\/\//, '').replace(/\/+$/, '') ? [] : [option('Host', host)]
}

function option(name: string, value: string): string {
  return `-H ${shellWord(value === '' ? `${name};` : `${name}: ${value}`)}`
}

function bodyOptions(source: CopySource, notes: string[]): { options: string[]; feed?: Uint8Array } {
  if (!hasBody(source)) return { options: [] }
  const body = inlineBody(source)
  if (!body) {
    notes.push(bodyFileNote())
    return { options: [`--data-binary @${bodyFileName}`] }
  }
  const text = body.length <= longestArgument ? bodyAsText(body) : null
  // --data-raw sends its text as it is; --data-binary would take a leading @ for a file.
  if (text !== null) return { options: [`--data-raw ${shellText(text)}`] }
  return { options: ['--data-binary @-'], feed: body }
}
