import { filterFlags, signatureValues } from './ast.ts'
import { providers } from '../providers.ts'

/** A field of the filter language, for messages and completion. */
export interface FilterField {
  readonly name: string
  /** Takes a name after a dot: `header.x-event:`. */
  readonly named: boolean
  readonly example: string
  /** One sentence for the completion list. */
  readonly help: string
  /** Closed set of values, where there is one. */
  readonly values?: readonly string[]
}

/** Methods that are offered; any other may be written. */
const commonMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const

export const filterFields = [
  {
    name: 'method',
    named: false,
    example: 'method:POST',
    help: 'HTTP method; several with commas.',
    values: commonMethods,
  },
  {
    name: 'path',
    named: false,
    example: 'path:/stripe*',
    help: 'Path below the endpoint; * stands for anything.',
  },
  {
    name: 'header',
    named: true,
    example: 'header.x-event:lead',
    help: 'A header holds this text; * if it is present at all.',
  },
  { name: 'query', named: true, example: 'query.page:2', help: 'A query parameter holds this text.' },
  {
    name: 'status',
    named: false,
    example: 'status:4xx',
    help: 'Status that was answered: 404, 4xx, >=400, none.',
  },
  {
    name: 'signature',
    named: false,
    example: 'signature:invalid',
    help: 'How the signature was judged.',
    values: signatureValues,
  },
  {
    name: 'provider',
    named: false,
    example: 'provider:stripe',
    help: 'Who sent it, judged by headers and shape.',
    values: providers,
  },
  { name: 'event', named: false, example: 'event:payment*', help: "The event's name, e.g. lead.submit." },
  {
    name: 'body',
    named: false,
    example: 'body:"lead.captured"',
    help: 'The body, read as text, holds this.',
  },
  {
    name: 'json',
    named: true,
    example: 'json.data.email:*@acme.com',
    help: 'A value of a JSON body, by its path; > and < for numbers.',
  },
  { name: 'size', named: false, example: 'size:>10kb', help: 'Size of the body: >10kb, 1kb..2kb, 0.' },
  {
    name: 'after',
    named: false,
    example: 'after:1h',
    help: 'Arrived since then: 30s, 5m, 1h, 2d ago, or a date.',
  },
  {
    name: 'before',
    named: false,
    example: 'before:2026-11-01',
    help: 'Arrived earlier than that: 1h ago, or a date.',
  },
  { name: 'ip', named: false, example: 'ip:10.0.', help: "The sender's address begins with this." },
  { name: 'note', named: false, example: 'note:todo', help: 'The note holds this text.' },
  { name: 'is', named: false, example: 'is:pinned', help: 'A state of the request.', values: filterFlags },
] as const satisfies readonly FilterField[]

export type FilterFieldName = (typeof filterFields)[number]['name']

export function findFilterField(name: string): (FilterField & { name: FilterFieldName }) | undefined {
  return filterFields.find((field) => field.name === name)
}

/** The candidate nearest to what was written, when it is near enough to be meant. Expects lower case. */
export function nearest(written: string, candidates: readonly string[]): string | null {
  let best: string | null = null
  let least = Math.min(3, Math.ceil(written.length / 2)) + 1
  for (const candidate of candidates) {
    const distance =
      written.length > 1 && candidate.startsWith(written) ? 1 : editDistance(written, candidate)
    if (distance < least) {
      best = candidate
      least = distance
    }
  }
  return best
}

/** Optimal string alignment distance: insert, delete, replace, swap neighbours. Both texts are short. */
function editDistance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 4) return 99
  let before: number[] = []
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1]
      let cost = Math.min(
        (previous[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (previous[column - 1] ?? 0) + (same ? 0 : 1),
      )
      if (
        row > 1 &&
        column > 1 &&
        left[row - 1] === right[column - 2] &&
        left[row - 2] === right[column - 1]
      ) {
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1)
      }
      current.push(cost)
    }
    before = previous
    previous = current
  }
  return previous[right.length] ?? 99
}
