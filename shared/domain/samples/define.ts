import type { HeaderPairs } from '../answer.ts'
import type { SampleInfo } from '../sample.ts'
import { setInFields, setInJson, type JsonValue } from './apply-set.ts'
import type { Fresh, Sample, SampleValues } from './types.ts'

type Fields = readonly (readonly [name: string, value: string])[]

/** How a sample's body is written on the wire. */
type Content =
  /** `compact` as JSON.stringify does; `pretty` with two blanks (Stripe); `escaped`: non-ASCII and slashes as escapes (Meta). */
  { json: JsonValue; spelling?: 'compact' | 'pretty' | 'escaped' } | { form: Fields } | { multipart: Fields }

interface Definition extends SampleInfo {
  scheme: string | null
  method?: string
  path?: string
  /** All but Content-Type and Content-Length. */
  headers?: (fresh: Fresh) => HeaderPairs
  contentType?: string
  content: (fresh: Fresh) => Content
}

const encoder = new TextEncoder()

export function defineSample(definition: Definition): Sample {
  const { name, title, group, description, scheme, method = 'POST', path = '' } = definition
  return {
    name,
    title,
    group,
    description,
    scheme,
    build(values) {
      const fresh = freshValues(values)
      const content = definition.content(fresh)
      const { body, contentType } = writeBody(content, values.set, fresh)
      return {
        method,
        path,
        headers: [
          ...(definition.headers?.(fresh) ?? []),
          ['Content-Type', definition.contentType ?? contentType],
        ],
        body: encoder.encode(body),
      }
    },
  }
}

function writeBody(
  content: Content,
  set: Readonly<Record<string, string>>,
  fresh: Fresh,
): { body: string; contentType: string } {
  if ('json' in content) {
    return {
      body: writeJson(setInJson(content.json, set), content.spelling),
      contentType: 'application/json',
    }
  }
  if ('form' in content) {
    const body = new URLSearchParams(setInFields(content.form, set)).toString()
    return { body, contentType: 'application/x-www-form-urlencoded' }
  }
  const boundary = `------------------------${fresh.hex(16)}`
  return {
    body: writeMultipart(setInFields(content.multipart, set), boundary),
    contentType: `multipart/form-data; boundary=${boundary}`,
  }
}

function writeJson(value: JsonValue, spelling: 'compact' | 'pretty' | 'escaped' = 'compact'): string {
  if (spelling === 'pretty') return JSON.stringify(value, null, 2)
  const text = JSON.stringify(value)
  if (spelling === 'compact') return text
  return text
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function writeMultipart(fields: Fields, boundary: string): string {
  const parts = fields.map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name.replace(/["\r\n]/g, encodeURIComponent)}"\r\n\r\n${value}\r\n`,
  )
  return `${parts.join('')}--${boundary}--\r\n`
}

function freshValues({ now, id }: SampleValues): Fresh {
  const seconds = Math.floor(now / 1_000)
  /** Character codes of fresh letters and digits, as many as asked for. */
  const codes = (count: number): number[] => {
    let text = ''
    while (text.length < count) text += id('x').slice(2)
    return Array.from({ length: count }, (_, at) => text.charCodeAt(at))
  }
  const hex = (length: number): string =>
    codes(length)
      .map((code) => (code % 16).toString(16))
      .join('')
  return {
    now,
    seconds,
    id,
    letters: (length) => String.fromCharCode(...codes(length)),
    hex,
    digits: (length) =>
      codes(length)
        .map((code, at) => (at === 0 ? 1 + (code % 9) : code % 10))
        .join(''),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    iso: () => new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
  }
}
