import { charsetOf, decodeText } from '#shared/domain/charset.ts'
import { contentOf, type ContentKind } from '#shared/domain/content-kind.ts'
import { diffJson, type JsonDiff } from '#shared/domain/json-diff.ts'
import { diffQueries, type PairDiff } from '#shared/domain/pair-diff.ts'
import { prettyJsonText } from '../../../editor/document/json-pretty.ts'
import { prettyXml } from '../../../editor/document/xml-pretty.ts'
import { latin1 } from '#shared/domain/bytes.ts'

export interface ComparedBody {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly contentType: string | null
}

export type BodyComparison =
  | {
      readonly kind: 'text'
      readonly before: string
      readonly after: string
      /** As shown in the text comparison: laid out where that is possible on both sides. */
      readonly shownBefore: string
      readonly shownAfter: string
      readonly language: string
      /** Null when they are not both JSON. */
      readonly json: JsonDiff | null
      /** Null when they are not both forms. */
      readonly fields: readonly PairDiff[] | null
      readonly notes: readonly string[]
    }
  | {
      readonly kind: 'bytes'
      /** Why they are not compared as text. */
      readonly reason: string
      readonly sizes: readonly [number, number]
      readonly firstDifference: number | null
      /** Bytes that were looked at from the start. */
      readonly compared: number
    }

const textKinds: readonly ContentKind[] = ['json', 'xml', 'html', 'form', 'text', 'empty', 'multipart']

/** Compares two whole bodies. Pure; takes up to a second for megabytes, so large ones are done in a worker. */
export function compareBodies(before: ComparedBody, after: ComparedBody): BodyComparison {
  const here = contentOf(before.contentType, before.bytes)
  const there = contentOf(after.contentType, after.bytes)
  if (!textKinds.includes(here.kind) || !textKinds.includes(there.kind)) {
    return bytesComparison('At least one of them is not text.', before.bytes, after.bytes)
  }
  const left = textOf(before)
  const right = textOf(after)
  const both = (kind: ContentKind): boolean => here.kind === kind && there.kind === kind
  const json = both('json') ? diffJson(left, right) : null
  const [shownBefore, shownAfter] = layOut(
    left,
    right,
    both('json') ? prettyJsonText : both('xml') ? prettyXml : null,
  )
  return {
    kind: 'text',
    before: left,
    after: right,
    shownBefore,
    shownAfter,
    language: both('json') ? 'body-json' : both('xml') ? 'xml' : both('html') ? 'html' : 'plaintext',
    json,
    fields: both('form') ? diffQueries(`?${latin1(before.bytes)}`, `?${latin1(after.bytes)}`) : null,
    notes: [
      ...(json === null ? [] : json.ok ? json.notes : [json.reason]),
      ...kindNote(here.kind, there.kind),
    ],
  }
}

function kindNote(here: ContentKind, there: ContentKind): string[] {
  return here === there || here === 'empty' || there === 'empty'
    ? []
    : [`They are of different kinds (${here} and ${there}), so they are compared as text.`]
}

function textOf(body: ComparedBody): string {
  return decodeText(body.bytes, charsetOf(body.contentType, body.bytes).label)
}

/** Both laid out, or both as they are: one laid out beside one that is not would differ everywhere. */
function layOut(
  left: string,
  right: string,
  pretty: ((text: string) => string | null) | null,
): [string, string] {
  const prettyLeft = pretty?.(left) ?? null
  const prettyRight = prettyLeft === null ? null : (pretty?.(right) ?? null)
  return prettyLeft === null || prettyRight === null ? [left, right] : [prettyLeft, prettyRight]
}

export function bytesComparison(reason: string, before: Uint8Array, after: Uint8Array): BodyComparison {
  const shorter = Math.min(before.length, after.length)
  let at = 0
  while (at < shorter && before[at] === after[at]) at++
  return {
    kind: 'bytes',
    reason,
    sizes: [before.length, after.length],
    firstDifference: at < shorter ? at : null,
    compared: at < shorter ? at : shorter,
  }
}
