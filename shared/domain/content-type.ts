/** A Content-Type taken apart (RFC 9110, section 8.3.1). */
export interface ContentType {
  /** `type/subtype` in lower case; empty when it is missing. */
  essence: string
  /** By lower-case name; the first one where a name repeats. */
  parameters: ReadonlyMap<string, string>
}

const parameter = /;[ \t]*([^\s=;"]+)[ \t]*=[ \t]*(?:"((?:[^"\\]|\\.)*)"?|([^;"]*))/g

/** Reads a Content-Type tolerantly: blanks around `=` and a missing end quote are let pass. */
export function parseContentType(value: string | null | undefined): ContentType {
  const text = (value ?? '').slice(0, 2_000)
  const end = text.indexOf(';')
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, bare] of end < 0 ? [] : text.slice(end).matchAll(parameter)) {
    const key = name.toLowerCase()
    const found = quoted === undefined ? (bare ?? '').trim() : quoted.replace(/\\(["\\])/g, '$1')
    if (!parameters.has(key)) parameters.set(key, found)
  }
  return { essence: (end < 0 ? text : text.slice(0, end)).trim().toLowerCase(), parameters }
}
