export interface UrlPieces {
  /** `https` */
  scheme: string
  /** `user:password@` or empty */
  user: string
  host: string
  /** Digits, or null when the URL names no port. */
  port: string | null
  /** From the first slash to the query; may be empty. */
  path: string
  /** Without the question mark; null when there is none. */
  query: string | null
  fragment: string
}

/** Takes a URL apart without normalising anything; null when it is not absolute. */
export function splitUrl(url: string): UrlPieces | null {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(url)
  if (match === null) return null
  const [, scheme = '', authority = '', path = '', query, fragment = ''] = match
  const at = authority.lastIndexOf('@')
  const hostAndPort = authority.slice(at + 1)
  const colon = hostAndPort.indexOf(':', hostAndPort.lastIndexOf(']') + 1)
  return {
    scheme,
    user: authority.slice(0, at + 1),
    host: colon < 0 ? hostAndPort : hostAndPort.slice(0, colon),
    port: colon < 0 ? null : hostAndPort.slice(colon + 1),
    path,
    query: query ?? null,
    fragment,
  }
}

export function joinUrl(pieces: UrlPieces): string {
  const port = pieces.port === null ? '' : `:${pieces.port}`
  const query = pieces.query === null ? '' : `?${pieces.query}`
  return `${pieces.scheme}://${pieces.user}${pieces.host}${port}${pieces.path}${query}${pieces.fragment}`
}

/** Path without the query; of a text that is no absolute URL, all before the question mark. */
export function pathOf(url: string): string {
  return splitUrl(url)?.path ?? url.split('?', 1)[0] ?? ''
}

/** Path and query as they stand in the URL. */
export function targetOf(url: string): string {
  const pieces = splitUrl(url)
  if (pieces === null) return url
  return pieces.query === null ? pieces.path : `${pieces.path}?${pieces.query}`
}

export function standardPort(scheme: string): string {
  return scheme.toLowerCase() === 'https' ? '443' : '80'
}
