import type { JsonPath } from '../json-path.ts'
import type { Provider, SignatureMark } from '../request.ts'

/**
 * The filter language, as a table. Everything compares without regard to case (JSON keys excepted); `*` stands for any
 * run of characters, the empty one included; a value in quotes is taken literally, `*` too.
 *
 * | written                         | fits requests whose ...                                                        |
 * | ------------------------------- | ------------------------------------------------------------------------------ |
 * | `lead` `"lead form"` `le*d`     | method, target, header line, body text, event, summary, provider or note holds it |
 * | `method:POST,PUT`               | method is one of them                                                          |
 * | `path:/stripe`                  | path is `/stripe` or begins with `/stripe/` ¹                                  |
 * | `path:/stripe*` `path:*\/hooks` | whole path fits the pattern ¹                                                  |
 * | `path:stripe`                   | path holds `stripe` anywhere ¹                                                 |
 * | `header.x-event:lead`           | a header of that name holds the text (`*`: is present)                         |
 * | `query.page:2`                  | a query parameter of that name, decoded, holds the text                        |
 * | `status:404` `4xx` `>=400` `none` | our answer had that status; `none`: nothing was sent                         |
 * | `signature:invalid`             | signature was judged so; `none`: not judged                                    |
 * | `provider:stripe`               | sender was recognised as that provider                                         |
 * | `event:payment*`                | event's name holds the text                                                    |
 * | `body:"lead.captured"`          | body, read as text, holds it; a `*` inside stands for any run ⁴                |
 * | `json.data.email:*@acme.com`    | body is JSON and the value there fits ²                                        |
 * | `json.amount:>100`              | value there is a number (or text that is one) greater than 100                 |
 * | `size:>10kb` `1kb..2kb`         | body has that many bytes (kB = 1000, KiB = 1024) ³                             |
 * | `after:1h` `after:2026-11-01`   | arrived at that moment or later; `1h` means an hour ago                        |
 * | `before:...`                    | arrived earlier than that moment                                               |
 * | `ip:10.0.`                      | sender's address begins so                                                     |
 * | `note:todo`                     | note holds the text                                                            |
 * | `is:pinned`                     | request is pinned, noted, incomplete, malformed, refused, handshake            |
 *
 * `field:=value` demands equality wherever text is compared. Terms side by side must all fit; `OR` between terms,
 * parentheses, and `-` or `NOT` in front do what they say; `AND` may be written and changes nothing.
 * `method`, `status`, `signature`, `provider` and `is` take several values with commas, any of which may fit.
 *
 * ¹ Compared with the path as it was sent and with the part below the endpoint's own address (the path without its first
 *   segment): see `pathsOfTarget`. One of the two must fit.
 * ² Strings as they are; numbers, booleans and null in JSON spelling; objects and arrays as compact JSON. A value that
 *   is a number, true, false or null must be equal; other text must be contained.
 * ³ Without a comparison: a plain number is exact, one with a unit may be off by half of its last digit
 *   (`10kb`: 9,500 to 10,499 bytes).
 * ⁴ Of a body the first 256 kB are searched, content-encoding undone, as they are and with JSON's `\uXXXX` and `\/`
 *   escapes undone. The same goes for plain words.
 */
export type Filter =
  /** The empty filter: everything fits. */
  | { type: 'all' }
  /** Two items at least, none of them an `and`. */
  | { type: 'and'; items: Filter[] }
  /** Two items at least, none of them an `or`. */
  | { type: 'or'; items: Filter[] }
  /** Never around another `not`. */
  | { type: 'not'; item: Filter }
  | FilterTerm

export type FilterTerm =
  /** Plain words: contained anywhere in a request. */
  | { type: 'text'; match: SearchMatch }
  | { type: 'method'; match: TextMatch }
  | { type: 'path'; match: PathMatch }
  /** `name` in lower case. */
  | { type: 'header'; name: string; match: TextMatch }
  /** `name` in lower case, decoded. */
  | { type: 'query'; name: string; match: TextMatch }
  /** Inclusive bounds; `none`: no status was sent. */
  | { type: 'status'; range: NumberRange | 'none' }
  | { type: 'signature'; mark: SignatureMark | 'none' }
  | { type: 'provider'; provider: Provider }
  | { type: 'event'; match: TextMatch }
  | { type: 'body'; match: SearchMatch }
  /** Keys of the path in the case they were written in: JSON keys are compared exactly. */
  | { type: 'json'; path: JsonPath; match: JsonMatch }
  /** Bytes, inclusive bounds. */
  | { type: 'size'; range: NumberRange }
  /** `after`: receivedAt >= moment; `before`: receivedAt < moment. Resolve it with `resolveMoment(moment, now)`. */
  | { type: 'time'; side: 'after' | 'before'; moment: Moment }
  | { type: 'ip'; match: TextMatch }
  | { type: 'note'; match: TextMatch }
  | { type: 'is'; flag: FilterFlag }

/** All values are in lower case; compare with the lower-cased subject. */
export type TextMatch =
  /** There is a value, whatever it is. */
  | { mode: 'any' }
  | { mode: 'exact'; value: string }
  | { mode: 'prefix'; value: string }
  | { mode: 'contains'; value: string }
  /** The whole subject is the parts in this order with any run of characters between them; an empty first or last part leaves that end open. */
  | { mode: 'wildcard'; parts: string[] }

/** `under`: equal to the value, or beginning with the value and a slash. */
export type PathMatch = TextMatch | { mode: 'under'; value: string }

/** Found anywhere in the subject: one text, or parts in this order with any run of characters between (none is empty). */
export type SearchMatch = { mode: 'contains'; value: string } | { mode: 'sequence'; parts: string[] }

export type JsonMatch =
  | TextMatch
  /** The value is a number, or text that is one, and compares so. */
  | { mode: 'compare'; operator: '>' | '>=' | '<' | '<='; value: number }
  | { mode: 'between'; min: number; max: number }

/** Inclusive whole numbers; null where there is no bound. */
export interface NumberRange {
  min: number | null
  max: number | null
}

/** A moment in time, left open until a request for data is made. */
export type Moment =
  /** Milliseconds before now. */
  | { kind: 'ago'; ms: number }
  /** Epoch milliseconds: a time that was written with its zone. */
  | { kind: 'epoch'; ms: number }
  /** Clock time in the zone of whoever resolves it; month 1 to 12. */
  | {
      kind: 'local'
      year: number
      month: number
      day: number
      hour: number
      minute: number
      second: number
      ms: number
    }
  /** So many minutes after midnight, local zone, today (0) or yesterday (1). */
  | { kind: 'day'; daysAgo: 0 | 1; minute: number }

/**
 * `refused`: we turned it down (unknown address, malformed, too large, …). `handshake`: answered as a provider's handshake.
 * `incomplete`: broke off or was cut.
 */
export const filterFlags = ['pinned', 'noted', 'incomplete', 'malformed', 'refused', 'handshake'] as const
export type FilterFlag = (typeof filterFlags)[number]

export const signatureValues = [
  'valid',
  'invalid',
  'missing',
  'stale',
  'error',
  'none',
] as const satisfies readonly (SignatureMark | 'none')[]

/** The two paths a `path:` term looks at: as sent, and below the endpoint's address; both without the query. */
export function pathsOfTarget(target: string): [string, string] {
  const end = target.search(/[?#]/)
  const path = end < 0 ? target : target.slice(0, end)
  const second = path.indexOf('/', 1)
  return [path, second < 0 ? '/' : path.slice(second)]
}
