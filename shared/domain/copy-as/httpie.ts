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

/** Headers that HTTPie adds, and that `Name:` without a value takes out. */
const ownHeaders = ['User-Agent', 'Accept-Encoding', 'Accept', 'Connection']

/** A bash command that sends the request again with HTTPie 3. `origin`: where to. */
export function copyAsHttpie(source: CopySource, origin: string): CopiedRequest {
  const notes = commonNotes(source)
  const headers = sendableHeaders(source.headers, notes)
  const framing = framingOf(source, notes)
  notes.push(...trailerNotes(source))
  if (source.httpVersion !== '1.1') notes.push('HTTPie speaks HTTP/1.1.')
  const base = origin.replace(/\/+$/, '')
  const url = source.target.startsWith('/') ? base + source.target : `${base}/`
  if (!source.target.startsWith('/')) notes.push(`HTTPie can't ask for the target “${source.target}”.`)
  else if (!/^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-F]{2})*$/.test(source.target)) {
    notes.push('HTTPie may re-encode parts of the address.')
  }
  const body = bodyOptions(source, framing, notes)
  const command = [
    ['http', '--path-as-is', ...body.options, source.method, shellWord(url)].join(' '),
    ...headerItems(headers, base, body.present, notes),
  ].join(' \\\n  ')
  return { text: body.finish(command), notes }
}

function headerItems(headers: HeaderPairs, base: string, hasContent: boolean, notes: string[]): string[] {
  const named = new Set(headers.map(([name]) => name.toLowerCase()))
  const items = headers.flatMap(([name, value]) => {
    const lower = name.toLowerCase()
    // HTTPie counts and chunks by itself.
    if (lower === 'content-length' || lower === 'transfer-encoding') return []
    if (lower === 'host' && value === base.replace(/^https?:\/\//, '')) return []
    return [shellWord(headerItem(name, value))]
  })
  const unwanted = [...ownHeaders, ...(hasContent ? ['Content-Type'] : [])].filter(
    (name) => !named.has(name.toLowerCase()),
  )
  if (headerValues(headers, 'host').length === 0) notes.push('HTTPie adds a Host header.')
  notes.push('HTTPie may order headers otherwise.')
  // A name that begins with a dash would be read as an option.
  const dashed = items.some((item) => item.startsWith('-') || item.startsWith("'-"))
  return [...(dashed ? ['--'] : []), ...items, ...unwanted.map((name) => `${name}:`)]
}

/**
 * `Name:value`, `Name;` for an empty one. Backslashes and whatever would make another separator of the colon are escaped
 * (HTTPie, KeyValueArgType).
 */
function headerItem(name: string, value: string): string {
  if (value === '') return `${name};`
  const escaped = value.replaceAll('\\', '\\\\')
  return `${name}:${/^[=@]/.test(escaped) ? '\\' : ''}${escaped}`
}

interface BodyOptions {
  options: string[]
  present: boolean
  finish: (command: string) => string
}

function bodyOptions(source: CopySource, framing: string, notes: string[]): BodyOptions {
  const same = (command: string): string => command
  if (!hasBody(source)) return { options: ['--ignore-stdin'], present: false, finish: same }
  const chunked = framing === 'chunked' ? ['--chunked'] : []
  const body = inlineBody(source)
  if (!body) {
    notes.push(bodyFileNote())
    return { options: chunked, present: true, finish: (command) => `${command} < ${bodyFileName}` }
  }
  const text = body.length <= longestArgument ? bodyAsText(body) : null
  if (text !== null) {
    return {
      options: ['--ignore-stdin', ...chunked, `--raw=${shellText(text)}`],
      present: true,
      finish: same,
    }
  }
  return { options: chunked, present: true, finish: (command) => fedWith(body, command) }
}
