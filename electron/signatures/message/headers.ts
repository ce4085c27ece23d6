import type { HeaderPairs } from '#shared/domain/answer.ts'

/** All values of a header as captured, names compared without regard to case, in order of arrival. */
export function headerValues(headers: HeaderPairs, name: string): string[] {
  const wanted = name.toLowerCase()
  const values: string[] = []
  for (const [key, value] of headers) if (key.toLowerCase() === wanted) values.push(value)
  return values
}

/** The first value, freed of blanks around it, of the first of the names that is there and not empty. */
export function firstHeader(
  headers: HeaderPairs,
  names: readonly string[],
): { name: string; value: string } | null {
  for (const name of names) {
    const value = headerValues(headers, name).find((candidate) => candidate.trim() !== '')
    if (value !== undefined) return { name, value: value.trim() }
  }
  return null
}

export function contentType(headers: HeaderPairs): string | null {
  return firstHeader(headers, ['content-type'])?.value ?? null
}

/** The media type alone, lower case, without parameters; `''` when there is none. */
export function mediaType(type: string | null): string {
  return (type ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}

export function typeParameter(type: string | null, name: string): string | null {
  const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(type ?? '')
  return match?.[1] ?? match?.[2] ?? null
}
