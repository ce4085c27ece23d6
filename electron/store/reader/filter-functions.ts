import type { HeaderPairs } from '#shared/domain/answer.ts'
import type { ReadDb } from '../database/handles.ts'
import type { BodyReader, FilterTest } from '../filter-sql.ts'
import { bodyText, unescaped } from '../search/search-text.ts'

/** The tests that statements call by number; set them before a statement runs. */
export interface FilterFunctions {
  use(tests: readonly FilterTest[]): void
}

/** Adds what compiled filters call to a connection. */
export function addFilterFunctions(db: ReadDb, folder: string): FilterFunctions {
  let tests: readonly FilterTest[] = []
  let seen: { id: number; reader: BodyReader } = { id: 0, reader: lazyBody(() => '') }
  let lines: { json: string; pairs: HeaderPairs } = { json: '[]', pairs: [] }

  function pairsOf(json: string): HeaderPairs {
    if (lines.json !== json) lines = { json, pairs: JSON.parse(json) as HeaderPairs }
    return lines.pairs
  }

  db.function('fits_text', { directOnly: true }, (place: number, text: string) => {
    const test = tests[place]
    return test?.over === 'text' && test.test(text) ? 1 : 0
  })
  db.function('fits_headers', { directOnly: true }, (place: number, headers: string) => {
    const test = tests[place]
    return test?.over === 'headers' && test.test(pairsOf(headers)) ? 1 : 0
  })
  db.function(
    'fits_body',
    { directOnly: true },
    (place: number, id: number, headers: string, body: Buffer | null, file: string | null) => {
      const test = tests[place]
      // Several terms of a filter often look at the same body.
      if (seen.id !== id)
        seen = { id, reader: lazyBody(() => bodyText(folder, pairsOf(headers), { body, body_file: file })) }
      return test?.over === 'body' && test.test(seen.reader) ? 1 : 0
    },
  )
  return {
    use(next) {
      tests = next
    },
  }
}

function lazyBody(read: () => string): BodyReader {
  let text: string | undefined
  let plain: string | null | undefined
  let parsed: { value: unknown } | undefined
  const reader: BodyReader = {
    text: () => (text ??= read()),
    unescaped: () => (plain === undefined ? (plain = unescaped(reader.text())) : plain),
    json: () => (parsed ??= { value: parse(reader.text()) }).value,
  }
  return reader
}

function parse(text: string): unknown {
  // Most bodies that are not JSON are told by their first character, without the cost of an exception.
  if (!/^\s*[[{"\-\dtfn]/.test(text)) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
