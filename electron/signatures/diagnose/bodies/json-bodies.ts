import { isUtf8 } from 'node:buffer'
import { classifyJson } from '../../json/classify.ts'
import { rawEscapeEdits } from '../../json/escapes.ts'
import { jsonStyles } from '../../json/styles.ts'
import { parseTree, type JsonNode } from '../../json/tree.ts'
import { writeTree, type JsonStyle } from '../../json/write.ts'
import type { BodyCandidate, Step } from '../finding.ts'
import type { BodyContext } from './context.ts'

const brokenBytes: Step = {
  code: 'charset',
  text: 'The body that was received is not valid UTF-8; the signature is over the text with its broken bytes replaced (U+FFFD).',
}
const unchanged = { escapes: 'same', order: 'same', numbers: 'same' } as const
/** Python's blanks, the one frequent layout that JSON.stringify can't write. */
const python: JsonStyle = {
  ...unchanged,
  blanks: { indent: null, colon: ': ', comma: ', ', newline: '\n' },
}
const byteOrderMark: Step = {
  code: 'bom',
  text: 'The body that was received begins with a byte order mark (EF BB BF), which was not part of the signed text.',
}

/** Ways in which the JSON of a body may have been written before (or after) something parsed it and wrote it again. */
export function* jsonBodies(
  body: Buffer,
  context: BodyContext,
  styles: { from: number; to: number },
): Generator<BodyCandidate> {
  if (!looksLikeJson(body) || !context.budget.spend(body.length * 45)) return
  const received = body.toString('utf8')
  const make = (text: string): BodyCandidate => ({
    bytes: Buffer.from(text, 'utf8'),
    steps: () => [
      ...(isUtf8(body) ? [] : [brokenBytes]),
      ...(received.startsWith('\uFEFF') ? [byteOrderMark] : []),
      ...classifyJson(received.replace(/^\uFEFF/, ''), text),
    ],
  })
  if (styles.from === 0) yield* fastForms(received, make, context)
  const tree = parseTree(received.replace(/^\uFEFF/, ''))
  if (tree === null) return
  if (styles.from === 0) {
    if (received.length > 200_000) yield make(writeTree(tree, python))
    yield* escapeForms(received, make, context)
    yield* eventArrays(tree, make)
  }
  for (const { style, ending } of jsonStyles(tree, styles.to).slice(styles.from)) {
    if (!context.budget.spend(received.length * 25 + 10_000)) return
    yield make(writeTree(tree, style) + ending)
  }
}

function* escapeForms(
  received: string,
  make: (text: string) => BodyCandidate,
  context: BodyContext,
): Generator<BodyCandidate> {
  for (const edit of rawEscapeEdits) {
    if (!context.budget.spend(received.length * 2)) return
    const edited = edit(received)
    if (edited === received) continue
    if (!context.budget.spend(received.length * 4)) return
    yield make(edited)
    if (received.length < 100_000) yield* withEnding(edited, make)
  }
}

function* withEnding(text: string, make: (text: string) => BodyCandidate): Generator<BodyCandidate> {
  const end = text.trimEnd()
  if (end !== text) yield make(end)
  else yield make(`${text}\n`)
}

function looksLikeJson(body: Buffer): boolean {
  for (let at = 0; at < Math.min(body.length, 64); at++) {
    const byte = body[at]
    if (byte === 123 || byte === 91 || byte === 34) return true
    if (
      byte !== 32 &&
      byte !== 10 &&
      byte !== 13 &&
      byte !== 9 &&
      byte !== 0xef &&
      byte !== 0xbb &&
      byte !== 0xbf
    ) {
      return false
    }
  }
  return false
}

/** What JavaScript's own functions give, by far the most frequent and the fastest to try. */
function* fastForms(
  received: string,
  make: (text: string) => BodyCandidate,
  context: BodyContext,
): Generator<BodyCandidate> {
  if (received.length > 50_000_000 || !context.budget.spend(received.length * 16)) return
  let value: unknown
  try {
    value = JSON.parse(received.replace(/^\uFEFF/, ''))
  } catch {
    return
  }
  const compact = JSON.stringify(value)
  yield make(compact)
  yield make(JSON.stringify(value, null, 2))
  if (received.length > 200_000) {
    yield make(`${JSON.stringify(value, null, 2)}\n`)
    yield make(JSON.stringify(value, null, 4))
    yield make(JSON.stringify(value, null, '\t'))
    yield make(`${compact}\n`)
  }
}

/** SendGrid's shape: one event a line, CRLF between and behind. */
function* eventArrays(tree: JsonNode, make: (text: string) => BodyCandidate): Generator<BodyCandidate> {
  if (tree.kind !== 'array' || tree.items.length === 0) return
  const blanks = { indent: null, colon: ':', comma: ',', newline: '\n' }
  const items = tree.items.map((item) => writeTree(item, { ...unchanged, blanks }))
  for (const line of ['\r\n', '\n']) {
    const text = `[${items.join(`,${line}`)}]`
    yield make(text + line)
    yield make(text)
    yield make(`[${line}${items.join(`,${line}`)}${line}]`)
    yield make(`[${line}${items.join(`,${line}`)}${line}]${line}`)
  }
}
