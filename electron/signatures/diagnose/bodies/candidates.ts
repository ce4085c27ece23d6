import type { BodyCandidate, Step } from '../finding.ts'
import { charsetForms } from './charsets.ts'
import { recompressed } from './compression.ts'
import type { BodyContext } from './context.ts'
import { otherContentTypes } from './content-types.ts'
import { simpleEdits } from './edits.ts'
import { formBodies } from './form-bodies.ts'
import { jsonBodies } from './json-bodies.ts'
import { fromEnvelope, hashed, unwrapped, wrapped } from './wrappers.ts'

/** How many ways of writing a JSON text are tried, by its size: at 1 MB each costs about ten milliseconds. */
function styleLimit(size: number): number {
  if (size < 4_000) return 400
  if (size < 20_000) return 120
  if (size < 200_000) return 60
  return size < 2_000_000 ? 10 : 6
}

/**
 * Bodies that may have been signed instead of the one that was received, likelier ones first, lazily: a body is built
 * only when the search gets to it. No body comes twice.
 */
export function* bodyCandidates(body: Buffer, context: BodyContext): Generator<BodyCandidate> {
  const seen = new Seen(body)
  for (const candidate of all(body, context)) {
    if (seen.isNew(candidate.bytes)) yield candidate
  }
}

function* all(body: Buffer, context: BodyContext): Generator<BodyCandidate> {
  yield* simpleEdits(body)
  const inner = body.length < 64_000_000 ? unwrapped(body, context) : []
  for (const candidate of inner) {
    yield candidate
    yield* composed(candidate, simpleEdits(candidate.bytes))
    yield* composed(candidate, jsonBodies(candidate.bytes, context, { from: 0, to: 24 }))
  }
  yield* formBodies(body, context)
  const styles = styleLimit(body.length)
  yield* jsonBodies(body, context, { from: 0, to: Math.min(styles, 40) })
  yield* emptied(body)
  for (const candidate of body.length < 4_000_000 ? fromEnvelope(body) : []) {
    yield candidate
    yield* composed(candidate, endingsOf(candidate.bytes))
    yield* composed(candidate, jsonBodies(candidate.bytes, context, { from: 0, to: 4 }))
  }
  yield* charsetForms(body, context)
  const declared = context.contentEncoding !== null
  if (declared) yield* recompressed(body, context)
  if (context.budget.spend(body.length * 5)) yield* hashed(body)
  yield* otherContentTypes(body, context)
  yield* wrapped(body, context)
  yield* trimmedJson(body, context)
  if (styles > 40) yield* jsonBodies(body, context, { from: 40, to: styles })
  if (body.length < 200_000) {
    for (const candidate of charsetForms(body, context))
      yield* composed(candidate, endingsOf(candidate.bytes))
    for (const candidate of formBodies(body, context)) yield* composed(candidate, endingsOf(candidate.bytes))
  }
  if (!declared) yield* recompressed(body, context)
}

function* composed(outer: BodyCandidate, inner: Iterable<BodyCandidate>): Generator<BodyCandidate> {
  for (const candidate of inner) {
    yield { bytes: candidate.bytes, steps: () => [...outer.steps(), ...candidate.steps()] }
  }
}

function* endingsOf(body: Buffer): Generator<BodyCandidate> {
  for (const candidate of simpleEdits(body)) {
    if (Math.abs(candidate.bytes.length - body.length) <= 3) yield candidate
  }
}

/** Frameworks that trim every string, or turn empty ones into null, do so for JSON too. */
function* trimmedJson(body: Buffer, context: BodyContext): Generator<BodyCandidate> {
  if (body.length > 1_000_000 || !context.budget.spend(body.length * 10)) return
  const text = body.toString('utf8')
  const changes: [Step['code'], string, (value: unknown) => unknown][] = [
    [
      'params-trimmed',
      'In the signed JSON the blanks around its strings are cut off; the body that was received has them.',
      (value) => (typeof value === 'string' ? value.trim() : value),
    ],
    [
      'params-empty-dropped',
      'The signed JSON has null where the body that was received has empty strings.',
      (value) => (value === '' ? null : value),
    ],
    [
      'params-empty-dropped',
      'The signed JSON lacks the empty strings of the body that was received.',
      (value) => (value === '' ? undefined : value),
    ],
    [
      'params-empty-dropped',
      'The signed JSON has empty strings where the body that was received has null.',
      (value) => value ?? '',
    ],
  ]
  for (const [code, sentence, change] of changes) {
    let edited: unknown
    try {
      edited = JSON.parse(text, (_, value: unknown) => change(value))
    } catch {
      return
    }
    if (typeof edited !== 'object') return
    for (const indent of [0, 2]) {
      yield {
        bytes: Buffer.from(JSON.stringify(edited, null, indent)),
        steps: () => [{ code, text: sentence }],
      }
    }
  }
}

/** What code signs or checks when the body never got to it. */
function* emptied(body: Buffer): Generator<BodyCandidate> {
  const stand: [string, string][] = [
    ['', 'an empty body'],
    ['{}', 'an empty object ({})'],
    ['[object Object]', 'the text [object Object], an object turned into a string'],
    ['undefined', 'the text undefined'],
    ['null', 'the text null'],
    ['""', 'an empty JSON string'],
    ['[]', 'an empty list ([])'],
    ['None', 'the text None'],
    ['nil', 'the text nil'],
    ['Array', 'the text Array'],
    ["b''", "the text b''"],
    ['{ }', 'an empty object ({ })'],
    [' ', 'a single blank'],
    ['\n', 'a single line break'],
  ]
  for (const [text, what] of stand) {
    const bytes = Buffer.from(text)
    if (bytes.equals(body)) continue
    const received =
      body.length === 0 ? 'while an empty body was received' : 'not over the body that was received'
    yield {
      bytes,
      steps: () => [
        {
          code: 'body-missing',
          text: `The signature is over ${what}, ${received}: the body was not there when it was used.`,
        },
      ],
    }
  }
  if (body.length > 0 && body.length < 200_000) {
    const python = `b'${body.toString('latin1').replace(/'/g, "\\'")}'`
    yield {
      bytes: Buffer.from(python),
      steps: () => [
        {
          code: 'charset',
          text: "The signature is over Python's notation of the bytes (b'…'): bytes were turned into a string with str().",
        },
      ],
    }
  }
}

/** Larger bodies are not remembered: trying one twice costs less than keeping many. */
const keptLimit = 4_000_000

/** Remembers bodies by length and content. */
class Seen {
  private readonly byLength = new Map<number, Buffer[]>()

  constructor(first: Buffer) {
    this.byLength.set(first.length, [first])
  }

  isNew(bytes: Buffer): boolean {
    const same = this.byLength.get(bytes.length)
    if (same === undefined) {
      this.byLength.set(bytes.length, bytes.length < keptLimit ? [bytes] : [])
      return true
    }
    if (same.some((other) => other.equals(bytes))) return false
    if (bytes.length < keptLimit) same.push(bytes)
    return true
  }
}
