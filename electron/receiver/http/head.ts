import type { HeaderPairs } from '#shared/domain/answer.ts'
import { excerpt, Fault } from './fault.ts'

/** Request line and headers, exactly as sent but for the white space around header values. */
export interface RequestHead {
  readonly method: string
  readonly target: string
  /** The version as in the request line without `HTTP/`, e.g. `1.1`. */
  readonly version: string
  /** In order, in the sender's case, duplicates kept; Latin-1 text. */
  readonly headers: HeaderPairs
  /** Content-Length as declared; null when there was none. */
  readonly contentLength: number | null
  /** The body comes in chunks. */
  readonly chunked: boolean
  /** The sender would like to go on using the connection. */
  readonly keepAlive: boolean
  /** Lower-cased value of `Expect`; null when there was none or the version does not know it. */
  readonly expect: string | null
}

const requestLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([\x21-\x7e\x80-\xff]+) HTTP\/(\d\.\d)$/
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const forbidden = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)/
const bareLineFeed = /(?:^|[^\r])\n/
const hostValue = /^(?:\[[0-9A-Fa-f:.%\w]*\]|[-A-Za-z0-9._~!$&'()*+;=%]*)(?::\d*)?$/

/** What the headers say about framing and about the connection, gathered while they are read. */
interface Gathered {
  lengths: string[] | null
  codings: string | null
  connection: string | null
  hosts: number
  host: string
  expect: string | null
}

/**
 * Reads request line and headers (RFC 9112, sections 3 and 5) from Latin-1 text without the empty line at the end.
 * Throws Fault where the RFC demands an error, and where servers that read the same bytes differently would make
 * request smuggling possible: Content-Length beside Transfer-Encoding, repeated lengths, bare CR or LF.
 */
export function parseHead(text: string): RequestHead {
  refuseControls(text)
  const lineEnd = text.indexOf('\r\n')
  const { method, target, version } = parseRequestLine(lineEnd < 0 ? text : text.slice(0, lineEnd))
  const headers: HeaderPairs = []
  const gathered: Gathered = {
    lengths: null,
    codings: null,
    connection: null,
    hosts: 0,
    host: '',
    expect: null,
  }
  if (lineEnd >= 0) readFields(text, lineEnd + 2, headers, gathered)

  const old = version === '1.0'
  checkHost(gathered, old)
  const chunked = gathered.codings !== null && readCodings(gathered, old)
  const connection = gathered.connection
  return {
    method,
    target,
    version,
    headers,
    contentLength: gathered.lengths === null ? null : readLength(gathered.lengths),
    chunked,
    keepAlive: old
      ? connection !== null && hasOption(connection, 'keep-alive')
      : connection === null || !hasOption(connection, 'close'),
    expect: old ? null : gathered.expect,
  }
}

/** Reads trailer fields (RFC 9112, section 7.1.2) from Latin-1 text without the empty line at the end. */
export function parseTrailers(text: string): HeaderPairs {
  refuseControls(text)
  const pairs: HeaderPairs = []
  readFields(text, 0, pairs, null)
  return pairs
}

/** Checks one line, without its CR LF, of a head that is not complete yet, so that nonsense is refused at once. */
export function checkLine(line: string, isRequestLine: boolean): void {
  refuseControls(line)
  if (isRequestLine) parseRequestLine(line)
  else readFields(line, 0, [], null)
}

function refuseControls(text: string): void {
  const control = forbidden.exec(text)
  if (control !== null) {
    const what =
      control[0] === '\r' ? 'a bare carriage return' : `the control character ${excerpt(control[0])}`
    throw new Fault(400, `The headers hold ${what} in ${excerpt(lineAround(text, control.index))}.`)
  }
  const lineFeed = bareLineFeed.exec(text)
  if (lineFeed !== null) {
    const line = lineAround(text, lineFeed.index)
    throw new Fault(
      400,
      `The line ${excerpt(line)} ends with a bare line feed; HTTP wants carriage return and line feed.`,
    )
  }
}

function lineAround(text: string, index: number): string {
  return text.slice(text.lastIndexOf('\n', index - 1) + 1).split('\r\n', 1)[0] ?? ''
}

function parseRequestLine(line: string): { method: string; target: string; version: string } {
  const match = requestLine.exec(line)
  if (match === null) throw new Fault(400, explainRequestLine(line))
  const [, method = '', target = '', version = ''] = match
  if (!version.startsWith('1.')) throw new Fault(400, explainVersion(line, version))
  const first = target[0]
  if (
    first !== '/' &&
    method !== 'CONNECT' &&
    target !== '*' &&
    !/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(target)
  ) {
    throw new Fault(
      400,
      `The request target ${excerpt(target)} does not begin with "/" and is no complete URL.`,
    )
  }
  return { method, target, version }
}

function explainVersion(line: string, version: string): string {
  if (line === 'PRI * HTTP/2.0') {
    return 'The sender speaks HTTP/2 without asking first ("prior knowledge"). Hookbench speaks HTTP/1.1: switch the sender to HTTP/1.1.'
  }
  return `The request line asks for HTTP/${version}. Hookbench speaks HTTP/1.0 and HTTP/1.1.`
}

function explainRequestLine(line: string): string {
  if (line.startsWith('HTTP/'))
    return 'An HTTP answer came where a request was expected. Are sender and receiver mixed up?'
  if (line.startsWith('PROXY ')) {
    return 'The connection begins with a PROXY protocol line. Switch "PROXY protocol" off in the proxy or tunnel in front of Hookbench.'
  }
  if (line.startsWith('SSH-')) return 'An SSH client connected to the port for webhooks.'
  const [method = '', target, version, ...rest] = line.split(' ')
  if (method === '' || !token.test(method))
    return `The request line ${excerpt(line)} does not begin with a method.`
  if (target === undefined || target === '')
    return `The request line ${excerpt(line)} names no target after the method.`
  if (version === undefined) {
    return `The request line ${excerpt(line)} ends without "HTTP/1.1": this is how HTTP/0.9 asked, which is not supported.`
  }
  if (version !== '' && rest.length > 0 && /^HTTP\/\d\.\d$/.test(rest.at(-1) ?? '')) {
    return `The request target in ${excerpt(line)} holds a space; it must be written as %20.`
  }
  if (version !== '' && !/^HTTP\/\d\.\d$/.test(version))
    return `The request line ${excerpt(line)} does not end with an HTTP version such as HTTP/1.1.`
  return `The request line ${excerpt(line)} is not "METHOD target HTTP/1.1" with single spaces.`
}

function readFields(text: string, start: number, pairs: HeaderPairs, gathered: Gathered | null): void {
  let at = start
  while (at < text.length) {
    let end = text.indexOf('\r\n', at)
    if (end < 0) end = text.length
    const colon = text.indexOf(':', at)
    if (colon < 0 || colon >= end) throw new Fault(400, explainField(text.slice(at, end)))
    const name = text.slice(at, colon)
    if (!token.test(name)) throw new Fault(400, explainField(text.slice(at, end)))
    let from = colon + 1
    let to = end
    while (from < to && isSpace(text.charCodeAt(from))) from++
    while (to > from && isSpace(text.charCodeAt(to - 1))) to--
    const value = text.slice(from, to)
    pairs.push([name, value])
    if (gathered !== null) gather(gathered, name, value)
    at = end + 2
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09
}

function explainField(line: string): string {
  if (line.startsWith(' ') || line.startsWith('\t')) {
    return `The header line ${excerpt(line)} begins with a space: folded header lines are not allowed any more (RFC 9112, section 5.2).`
  }
  const colon = line.indexOf(':')
  if (colon < 0) return `The header line ${excerpt(line)} has no colon.`
  if (colon === 0) return `The header line ${excerpt(line)} has no name before the colon.`
  if (/[ \t]$/.test(line.slice(0, colon)))
    return `The header line ${excerpt(line)} has a space before the colon.`
  return `The header name ${excerpt(line.slice(0, colon))} holds characters that a name may not hold.`
}

/** Picks out the few headers that matter here; by length first, because this runs for every header of every request. */
function gather(into: Gathered, name: string, value: string): void {
  switch (name.length) {
    case 4:
      if (name.toLowerCase() === 'host') {
        into.hosts++
        into.host = value
      }
      break
    case 6:
      if (name.toLowerCase() === 'expect') into.expect = value.toLowerCase()
      break
    case 10:
      if (name.toLowerCase() === 'connection') {
        into.connection = into.connection === null ? value : `${into.connection},${value}`
      }
      break
    case 14:
      if (name.toLowerCase() === 'content-length') (into.lengths ??= []).push(value)
      break
    case 17:
      if (name.toLowerCase() === 'transfer-encoding') {
        into.codings = into.codings === null ? value : `${into.codings},${value}`
      }
      break
  }
}

/** RFC 9112, section 3.2: a server must refuse HTTP/1.1 requests without Host, with several, or with an invalid one. */
function checkHost(gathered: Gathered, old: boolean): void {
  if (gathered.hosts === 0 && !old)
    throw new Fault(400, 'The request has no Host header, which HTTP/1.1 demands.')
  if (gathered.hosts > 1)
    throw new Fault(400, `The request has ${gathered.hosts} Host headers; it must have one.`)
  if (!hostValue.test(gathered.host))
    throw new Fault(400, `The Host header ${excerpt(gathered.host)} is no host and port.`)
}

function readLength(lengths: string[]): number {
  const [value = ''] = lengths
  if (lengths.length > 1)
    throw new Fault(400, `The request has ${lengths.length} Content-Length headers; it must have one.`)
  if (!/^\d+$/.test(value)) throw new Fault(400, `The Content-Length ${excerpt(value)} is not a number.`)
  const length = Number(value)
  if (!Number.isSafeInteger(length))
    throw new Fault(413, `The Content-Length ${excerpt(value)} is larger than anything can be.`)
  return length
}

/** RFC 9112, section 6.1. True: the body comes in chunks. */
function readCodings(gathered: Gathered, old: boolean): boolean {
  const codings = gathered.codings ?? ''
  if (gathered.lengths !== null) {
    throw new Fault(
      400,
      'The request has both Content-Length and Transfer-Encoding, so that its end is ambiguous.',
    )
  }
  if (old)
    throw new Fault(400, 'The request is HTTP/1.0 but has Transfer-Encoding, which came with HTTP/1.1.')
  // Empty elements of a list are to be ignored (RFC 9110, section 5.6.1.2).
  const list = codings
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '')
  if (list.length === 1 && list[0] === 'chunked') return true
  if (list.at(-1) !== 'chunked') {
    throw new Fault(
      400,
      `The Transfer-Encoding ${excerpt(codings)} does not end with "chunked", so that the end of the body can't be told.`,
    )
  }
  if (list.indexOf('chunked') < list.length - 1)
    throw new Fault(400, `The Transfer-Encoding ${excerpt(codings)} names "chunked" twice.`)
  throw new Fault(501, `The transfer coding ${excerpt(codings)} is not supported; use "chunked" alone.`)
}

function hasOption(connection: string, option: string): boolean {
  return connection
    .toLowerCase()
    .split(',')
    .some((part) => part.trim() === option)
}
