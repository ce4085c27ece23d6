import type { BodyCandidate, Step } from '../finding.ts'

const lf = Buffer.from('\n')
const crlf = Buffer.from('\r\n')
const bom = Buffer.from([0xef, 0xbb, 0xbf])

function candidate(bytes: Buffer, code: Step['code'], text: string): BodyCandidate {
  return { bytes, steps: () => [{ code, text }] }
}

/** Line breaks at the end, line endings and byte order mark: changes that keep the rest byte for byte. */
export function* simpleEdits(body: Buffer): Generator<BodyCandidate> {
  yield* endings(body)
  yield* marks(body)
  yield* lineEndings(body)
}

function* endings(body: Buffer): Generator<BodyCandidate> {
  const end = trimmedEnd(body)
  const removed = 'was not part of the signed text'
  if (body.length > 0 && body.at(-1) === 10) {
    const cut = body.at(-2) === 13 ? 2 : 1
    const name = cut === 2 ? 'CRLF' : 'LF'
    yield candidate(
      body.subarray(0, -cut),
      'trailing-newline',
      `The line break (${name}) at the end of the body that was received ${removed}.`,
    )
  }
  if (body.length > 0) {
    const lacks = 'which the body that was received lacks'
    yield candidate(
      Buffer.concat([body, lf]),
      'trailing-newline',
      `The signed text ends with a line break (LF), ${lacks}.`,
    )
    yield candidate(
      Buffer.concat([body, crlf]),
      'trailing-newline',
      `The signed text ends with a line break (CRLF), ${lacks}.`,
    )
  }
  if (end < body.length) {
    yield candidate(
      body.subarray(0, end),
      'trailing-newline',
      `The blanks or line breaks at the end of the body that was received were not part of the signed text.`,
    )
    const core = body.subarray(0, end)
    yield candidate(
      Buffer.concat([core, crlf]),
      'trailing-newline',
      'The signed text ends with CRLF, the body that was received with something else.',
    )
    yield candidate(
      Buffer.concat([core, lf]),
      'trailing-newline',
      'The signed text ends with LF, the body that was received with something else.',
    )
  }
  const start = trimmedStart(body, end)
  if (start > 0) {
    yield candidate(
      body.subarray(start),
      'trailing-newline',
      'The blanks or line breaks in front of the body that was received were not part of the signed text.',
    )
    yield candidate(
      body.subarray(start, end),
      'trailing-newline',
      'The blanks or line breaks around the body that was received were not part of the signed text.',
    )
  }
  if (body.length > 0) {
    yield candidate(
      Buffer.concat([body, lf, lf]),
      'trailing-newline',
      'The signed text ends with two line breaks, which the body that was received lacks.',
    )
    yield candidate(
      Buffer.concat([body, Buffer.from(' ')]),
      'trailing-newline',
      'The signed text ends with a blank, which the body that was received lacks.',
    )
    yield candidate(
      Buffer.concat([lf, body]),
      'trailing-newline',
      'The signed text begins with a line break, which the body that was received lacks.',
    )
  }
}

function trimmedEnd(body: Buffer): number {
  let end = body.length
  while (end > 0 && isBlank(body[end - 1])) end--
  return end
}

function trimmedStart(body: Buffer, end: number): number {
  let start = 0
  while (start < end && isBlank(body[start])) start++
  return start
}

function isBlank(byte: number | undefined): boolean {
  return byte === 10 || byte === 13 || byte === 32 || byte === 9
}

function* marks(body: Buffer): Generator<BodyCandidate> {
  if (body.subarray(0, 3).equals(bom)) {
    yield candidate(
      body.subarray(3),
      'bom',
      'The body that was received begins with a byte order mark (EF BB BF), which was not part of the signed text.',
    )
    yield* endings(body.subarray(3))
  } else if (body.length > 0) {
    yield candidate(
      Buffer.concat([bom, body]),
      'bom',
      'The signed text begins with a byte order mark (EF BB BF), which the body that was received lacks: text decoders drop it silently.',
    )
  }
}

function* lineEndings(body: Buffer): Generator<BodyCandidate> {
  const text = body.toString('latin1')
  const back = (edited: string) => Buffer.from(edited, 'latin1')
  const hasLf = text.includes('\n')
  const hasCr = text.includes('\r')
  const unix = text.replace(/\r\n?/g, '\n')
  const forms: [string, string][] = []
  if (hasCr) forms.push([unix, 'The signed text has LF where the body that was received has CRLF.'])
  if (hasLf) {
    forms.push([
      unix.replaceAll('\n', '\r\n'),
      'The signed text has CRLF where the body that was received has LF.',
    ])
    forms.push([
      unix.replaceAll('\n', '\r'),
      'The signed text has CR where the body that was received has LF.',
    ])
  }
  for (const [edited, sentence] of forms) {
    if (edited === text) continue
    yield candidate(back(edited), 'line-endings', sentence)
    yield candidate(
      back(edited.replace(/[\r\n]+$/, '')),
      'line-endings',
      `${sentence} The line break at its end is missing too.`,
    )
    const end = edited.includes('\r\n') ? '\r\n' : '\n'
    yield candidate(back(edited + end), 'line-endings', `${sentence} It has one more line break at its end.`)
  }
  if (hasLf || hasCr) {
    const joined = text.replace(/[\r\n]+/g, '')
    if (joined !== text.trimEnd()) {
      yield candidate(
        back(joined),
        'line-endings',
        'The signed text has none of the line breaks of the body that was received, as curl -d @file sends it.',
      )
    }
    const blanks = text.replace(/\r?\n/g, ' ')
    yield candidate(
      back(blanks),
      'line-endings',
      'The signed text has blanks where the body that was received has line breaks.',
    )
  }
  yield* escapedLineEndings(text)
}

/** Line breaks inside JSON strings and form values. */
function* escapedLineEndings(text: string): Generator<BodyCandidate> {
  const inner: [RegExp, string, string][] = [
    [/\\r\\n/g, '\\n', 'LF where the values that were received have CRLF'],
    [/(?<!\\r)\\n/g, '\\r\\n', 'CRLF where the values that were received have LF'],
    [/%0D%0A/gi, '%0A', 'LF where the values that were received have CRLF'],
    [/(?<!%0D)%0A/gi, '%0D%0A', 'CRLF where the values that were received have LF'],
  ]
  for (const [pattern, replacement, what] of inner) {
    const edited = text.replace(pattern, replacement)
    if (edited !== text) {
      yield candidate(
        Buffer.from(edited, 'latin1'),
        'line-endings',
        `Inside its values the signed text has ${what}.`,
      )
    }
  }
}
