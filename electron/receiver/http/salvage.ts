import type { HeaderPairs } from '#shared/domain/answer.ts'

/** What can be read from the beginning of bytes that are no request. */
export interface Salvaged {
  /** Empty when there is nothing that looks like one. */
  readonly method: string
  readonly target: string
  readonly version: string
  readonly headers: HeaderPairs
}

const longestHead = 65_536
const nothing: Salvaged = { method: '', target: '', version: '', headers: [] }

/** Makes as much as possible of a malformed head, so that it is filed under the endpoint it was meant for. Never throws. */
export function salvageHead(raw: Buffer): Salvaged {
  const text = raw.toString('latin1', 0, Math.min(raw.length, longestHead))
  const end = /\r?\n\r?\n/.exec(text)
  const lines = (end === null ? text : text.slice(0, end.index)).split(/\r?\n/)
  const match = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)[ \t]+([\x21-\x7e\x80-\xff]+)(.*)$/.exec(lines[0] ?? '')
  if (match === null) return nothing
  const [, method = '', target = '', rest = ''] = match
  const version = /HTTP\/(\d+(?:\.\d+)?)\s*$/.exec(rest)?.[1] ?? ''
  const headers: HeaderPairs = []
  for (const line of lines.slice(1)) {
    const field = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(line)
    if (field !== null)
      headers.push([field[1] ?? '', (field[2] ?? '').replace(/[\x00-\x08\x0a-\x1f\x7f]/g, ' ')])
  }
  return { method, target, version, headers }
}
