/** The parts of a request target that are looked at; nothing is decoded. */
export interface TargetParts {
  /** From the first slash after the authority on, without query and fragment; `/` when there is none, `*` for `OPTIONS *`. */
  readonly path: string
  /** Without the question mark; empty when there is none. */
  readonly query: string
}

/** Splits an origin-form (`/a?b`) or absolute-form (`http://host/a?b`) target (RFC 9112, section 3.2). */
export function splitTarget(target: string): TargetParts {
  let start = 0
  if (target.charCodeAt(0) !== 0x2f) {
    const authority = target.indexOf('://')
    if (authority < 0) return { path: target, query: '' }
    start = authority + 3
    while (start < target.length && !'/?#'.includes(target[start] ?? '')) start++
  }
  const fragment = target.indexOf('#', start)
  const end = fragment < 0 ? target.length : fragment
  const mark = target.indexOf('?', start)
  if (mark < 0 || mark > end) return { path: target.slice(start, end) || '/', query: '' }
  return { path: target.slice(start, mark) || '/', query: target.slice(mark + 1, end) }
}

/** The first segment of a path as sent; empty for `/` and for paths that begin with two slashes. */
export function firstSegment(path: string): string {
  if (path.charCodeAt(0) !== 0x2f) return ''
  const end = path.indexOf('/', 1)
  return end < 0 ? path.slice(1) : path.slice(1, end)
}

/** Percent-decoding that leaves what can't be decoded as it is. */
export function decodeSegment(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    // Not valid percent-encoding: the text stands for itself.
    return text
  }
}
