import { parse, stringify } from 'node:querystring'
import type { HeaderPairs } from '#shared/domain/answer.ts'
import { decodeField, decodePercent, splitForm } from '../../message/forms.ts'
import { firstHeader, headerValues } from '../../message/headers.ts'
import { joinUrl, splitUrl, type UrlPieces } from '../../message/urls.ts'
import { formStyles } from '../bodies/form-styles.ts'

/** How many addresses are tried at most. */
const limit = 900

/**
 * Addresses under which the sender may know this receiver: what proxies say in their headers, the public URLs that are
 * set, and the usual changes of scheme, host, port, path and query, alone, in pairs, and together with the host.
 */
export function urlCandidates(url: string, headers: HeaderPairs, publicUrls: readonly string[]): string[] {
  const pieces = splitUrl(url)
  if (pieces === null) return []
  const found = new Set<string>()
  for (const text of forwardedWhole(pieces, headers, publicUrls)) found.add(text)
  const scheme = schemes(pieces, headers)
  const host = hosts(pieces, headers, publicUrls)
  const port = ports(pieces, headers)
  const path = paths(pieces, headers)
  const query = queries(pieces)
  const user = pieces.user === '' ? [] : [{ user: '' }]
  const groups: Partial<UrlPieces>[][] = [scheme, host, port, path, query, user]
  for (const group of groups) for (const change of group) found.add(joinUrl({ ...pieces, ...change }))
  if (pieces.fragment !== '') found.add(joinUrl({ ...pieces, fragment: '' }))
  const pairs: [Partial<UrlPieces>[], Partial<UrlPieces>[]][] = [
    [scheme, port],
    [scheme, path],
    [scheme, query],
    [scheme, host],
    [host, port],
    [host, path],
    [path, query],
    [port, path],
    [host, query],
  ]
  for (const [first, second] of pairs) {
    for (const a of first.slice(0, 12)) {
      for (const b of second.slice(0, 24)) found.add(joinUrl({ ...pieces, ...a, ...b }))
      if (found.size > limit) break
    }
  }
  for (const a of scheme.slice(0, 2)) {
    for (const b of host.slice(0, 4)) {
      for (const c of port.slice(0, 3)) {
        for (const d of path.slice(0, 4)) found.add(joinUrl({ ...pieces, ...a, ...b, ...c, ...d }))
        found.add(joinUrl({ ...pieces, ...a, ...b, ...c }))
      }
    }
  }
  for (const text of partial(pieces)) found.add(text)
  found.delete(url)
  return [...found].slice(0, limit)
}

/** Everything a proxy reported put together: the likeliest address of all. */
function forwardedWhole(pieces: UrlPieces, headers: HeaderPairs, publicUrls: readonly string[]): string[] {
  const scheme = schemes(pieces, headers)[0]?.scheme ?? pieces.scheme
  const out: string[] = []
  const prefixes = ['', ...prefixesOf(headers)]
  const originals = originalTargets(headers)
  for (const host of reportedHosts(headers)) {
    for (const name of new Set([scheme, 'https', pieces.scheme])) {
      for (const prefix of prefixes) {
        out.push(joinUrl({ ...pieces, ...host, scheme: name, path: prefix + pieces.path }))
      }
      for (const target of originals) out.push(joinUrl({ ...pieces, ...host, ...target, scheme: name }))
    }
  }
  for (const text of publicUrls) {
    const known = splitUrl(text)
    if (known === null) continue
    out.push(text, joinUrl({ ...pieces, scheme: known.scheme, host: known.host, port: known.port }))
    const base = known.path.replace(/\/$/, '')
    out.push(joinUrl({ ...known, path: base + pieces.path, query: pieces.query }))
    out.push(joinUrl({ ...known, query: pieces.query }))
  }
  return out
}

function schemes(pieces: UrlPieces, headers: HeaderPairs): { scheme: string }[] {
  const reported = [
    ...listed(headers, 'x-forwarded-proto'),
    ...listed(headers, 'x-forwarded-protocol'),
    ...listed(headers, 'x-forwarded-scheme'),
    ...listed(headers, 'x-url-scheme'),
    ...forwarded(headers, 'proto'),
    /"scheme":"(https?)"/.exec(firstHeader(headers, ['cf-visitor'])?.value ?? '')?.[1] ?? '',
  ]
  const other = pieces.scheme.toLowerCase() === 'https' ? 'http' : 'https'
  const all = new Set([...reported.filter((text) => /^https?$/i.test(text)), other, 'https', 'http'])
  all.delete(pieces.scheme)
  return [...all].map((scheme) => ({ scheme }))
}

/** Values of a header, each split at commas. */
function listed(headers: HeaderPairs, name: string): string[] {
  return headerValues(headers, name).flatMap((value) => value.split(',').map((item) => item.trim()))
}

/** A parameter of the standard header Forwarded (RFC 7239). */
function forwarded(headers: HeaderPairs, name: string): string[] {
  const pattern = new RegExp(`(?:^|[;,\\s])${name}="?([^";,\\s]+)"?`, 'gi')
  return headerValues(headers, 'forwarded').flatMap((value) =>
    [...value.matchAll(pattern)].map((match) => match[1] ?? ''),
  )
}

type Authority = Pick<UrlPieces, 'host' | 'port'>

function authority(text: string): Authority | null {
  const match = /^(\[[0-9a-f:.]+\]|[A-Za-z0-9._-]+)(?::(\d{1,5}))?$/i.exec(text)
  return match?.[1] === undefined ? null : { host: match[1], port: match[2] ?? null }
}

function reportedHosts(headers: HeaderPairs): Authority[] {
  const names = [
    'x-forwarded-host',
    'x-original-host',
    'x-host',
    'x-forwarded-server',
    'disguised-host',
    'ngrok-host',
  ]
  const texts = [
    ...names.flatMap((name) => listed(headers, name)),
    ...forwarded(headers, 'host'),
    ...listed(headers, 'host'),
    ...listed(headers, ':authority'),
  ]
  const port = listed(headers, 'x-forwarded-port')[0]
  return [...new Set(texts)].flatMap((text) => {
    const found = authority(text)
    if (found === null) return []
    return port === undefined || found.port !== null ? [found] : [found, { ...found, port }]
  })
}

function hosts(pieces: UrlPieces, headers: HeaderPairs, publicUrls: readonly string[]): Partial<UrlPieces>[] {
  const { host } = pieces
  const out: Partial<UrlPieces>[] = [...reportedHosts(headers)]
  for (const text of publicUrls) {
    const known = splitUrl(text)
    if (known !== null) out.push({ host: known.host, port: known.port })
  }
  out.push({ host: host.startsWith('www.') ? host.slice(4) : `www.${host}` })
  if (host !== host.toLowerCase()) out.push({ host: host.toLowerCase() })
  if (host.endsWith('.')) out.push({ host: host.slice(0, -1) })
  if (host === 'localhost') out.push({ host: '127.0.0.1' })
  if (host === '127.0.0.1') out.push({ host: 'localhost' })
  out.push({ host: host.toUpperCase() })
  return out.filter((change) => change.host !== host || (change.port ?? null) !== pieces.port)
}

function ports(pieces: UrlPieces, headers: HeaderPairs): { port: string | null }[] {
  const reported = [
    ...listed(headers, 'x-forwarded-port'),
    ...listed(headers, 'x-forwarded-host').map((text) => authority(text)?.port ?? ''),
    ...listed(headers, 'host').map((text) => authority(text)?.port ?? ''),
  ].filter((text) => /^\d{1,5}$/.test(text))
  const usual = [
    '443',
    '80',
    '8443',
    '8080',
    '3000',
    '8000',
    '5000',
    '4000',
    '4600',
    '1234',
    '9000',
    '3001',
    '4567',
    '8888',
  ]
  const all: (string | null)[] = [null, ...reported, ...usual]
  return [...new Set(all)].filter((port) => port !== pieces.port).map((port) => ({ port }))
}

function prefixesOf(headers: HeaderPairs): string[] {
  const names = [
    'x-forwarded-prefix',
    'x-forwarded-path',
    'x-script-name',
    'x-base-path',
    'x-forwarded-context',
  ]
  return names
    .flatMap((name) => listed(headers, name))
    .filter((text) => text.startsWith('/'))
    .map((text) => text.replace(/\/+$/, ''))
}

/** Paths, or whole URLs, as they were before a proxy rewrote them. */
function originalTargets(headers: HeaderPairs): Partial<UrlPieces>[] {
  const names = [
    'x-original-url',
    'x-original-uri',
    'x-rewrite-url',
    'x-forwarded-uri',
    'x-envoy-original-path',
    'x-replaced-path',
    'x-forwarded-url',
    'x-request-uri',
    'x-waws-unencoded-url',
  ]
  return names.flatMap((name): Partial<UrlPieces>[] => {
    const value = firstHeader(headers, [name])?.value
    if (value === undefined) return []
    const whole = splitUrl(value)
    if (whole !== null) return [whole]
    if (!value.startsWith('/')) return []
    const at = value.indexOf('?')
    return at < 0
      ? [{ path: value }, { path: value, query: null }]
      : [{ path: value.slice(0, at), query: value.slice(at + 1) }]
  })
}

function paths(pieces: UrlPieces, headers: HeaderPairs): Partial<UrlPieces>[] {
  const { path } = pieces
  const segments = path.split('/')
  const texts: string[] = [path.endsWith('/') ? path.slice(0, -1) : `${path}/`]
  for (const prefix of prefixesOf(headers)) {
    texts.push(prefix + path)
    if (path.startsWith(`${prefix}/`)) texts.push(path.slice(prefix.length))
  }
  // A proxy may have put a segment in front, or the inspector's own token stands there.
  for (let count = 2; count <= Math.min(segments.length - 1, 4); count++)
    texts.push(`/${segments.slice(count).join('/')}`)
  texts.push(
    path.replace(/\/{2,}/g, '/'),
    path.replace(/\/+$/, ''),
    decodePercent(path),
    encodeURI(decodePercent(path)),
  )
  texts.push(path.replaceAll('+', '%20'), path.replaceAll('%20', '+'), path.toLowerCase(), swapDigits(path))
  for (const prefix of [
    '/api',
    '/v1',
    '/api/v1',
    '/webhooks',
    '/webhook',
    '/prod',
    '/dev',
    '/stage',
    '/production',
    '/default',
    '/staging',
    '/app',
    '/public',
    '/index.php',
    '/hooks',
  ]) {
    texts.push(prefix + path)
    if (path.startsWith(`${prefix}/`)) texts.push(path.slice(prefix.length))
  }
  texts.push(
    `/${path}`,
    path.replace(/\/index\.(?:php|html)$/, '/'),
    path.replace(/\.php$/, ''),
    path === '' ? '/' : path,
  )
  const changes: Partial<UrlPieces>[] = originalTargets(headers)
  for (const text of new Set(texts)) if (text !== path) changes.push({ path: text })
  return changes
}

function swapDigits(text: string): string {
  const lower = text.replace(/%[0-9A-F]{2}/g, (found) => found.toLowerCase())
  return lower === text ? text.replace(/%[0-9a-f]{2}/g, (found) => found.toUpperCase()) : lower
}

function queries(pieces: UrlPieces): { query: string | null }[] {
  const { query } = pieces
  if (query === null) return [{ query: '' }]
  const pairs = splitForm(query)
  const write = (list: [string, string | null][]) =>
    list.map(([name, value]) => (value === null ? name : `${name}=${value}`)).join('&')
  const out: (string | null)[] = [null]
  const sorted = [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  out.push(write(sorted), write([...pairs].reverse()))
  out.push(
    query.replaceAll('+', '%20'),
    query.replaceAll('%20', '+'),
    decodePercent(query),
    decodeField(query),
    swapDigits(query),
  )
  out.push(query.replaceAll("'", '%27'), query.replaceAll('%27', "'"), stringify(parse(query)))
  for (const style of formStyles) {
    const encoded = pairs.map(
      ([name, value]) =>
        [style.encode(decodeField(name)), value === null ? null : style.encode(decodeField(value))] as [
          string,
          string | null,
        ],
    )
    out.push(write(encoded), write([...encoded].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))))
  }
  out.push(
    query.replaceAll('&amp;', '&'),
    query.replace(/[&=]$/, ''),
    write(pairs.map(([name, value]) => [name, value ?? ''])),
  )
  if (pairs.length <= 12)
    for (const at of pairs.keys()) out.push(write(pairs.filter((_, index) => index !== at)) || null)
  const filled = pairs.filter(([, value]) => value !== '' && value !== null)
  out.push(write(filled) || null, query.toLowerCase(), '')
  if (pairs.length === 2 || pairs.length === 3) out.push(...permutations(pairs).map(write))
  return [...new Set(out)].filter((text) => text !== query).map((text) => ({ query: text }))
}

function permutations<T>(items: T[]): T[][] {
  if (items.length <= 1) return [items]
  return items.flatMap((item, at) =>
    permutations(items.filter((_, index) => index !== at)).map((rest) => [item, ...rest]),
  )
}

/** Only a piece of the URL, as code that takes the wrong property of a request signs it. */
function partial(pieces: UrlPieces): string[] {
  const query = pieces.query === null ? '' : `?${pieces.query}`
  return [
    pieces.path + query,
    pieces.path,
    `${pieces.host}${pieces.path}${query}`,
    `//${pieces.host}${pieces.path}${query}`,
  ]
}
