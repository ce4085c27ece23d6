import type { HeaderPairs } from './answer.ts'
import { parseQuery } from './form.ts'

/** One line of a comparison of headers or of query parameters. */
export interface PairDiff {
  /** As written on the second side, or on the first where the second has none. */
  name: string
  kind: 'same' | 'changed' | 'added' | 'removed'
  before: string | null
  after: string | null
  /** A difference that means nothing to HTTP but may matter to a reader: spelling of the name or of the escapes. */
  note: string | null
}

interface Entry {
  key: string
  name: string
  value: string
  /** How it is written, where that can differ while the meaning is the same. */
  written: string
}

/**
 * Compares headers: their order and the case of names do not count, the order of equal names does. Lines come in the
 * order of the first side, then what only the second has.
 */
export function diffHeaders(before: HeaderPairs, after: HeaderPairs): PairDiff[] {
  const entries = (headers: HeaderPairs): Entry[] =>
    headers.map(([name, value]) => ({ key: name.toLowerCase(), name, value, written: name }))
  return diffEntries(entries(before), entries(after))
}

/** Compares the queries of two request targets by decoded names and values; the order of unequal names does not count. */
export function diffQueries(beforeTarget: string, afterTarget: string): PairDiff[] {
  const entries = (target: string): Entry[] =>
    parseQuery(target).fields.map(({ name, value, rawName, rawValue, hasValue }) => ({
      key: name,
      name,
      value,
      written: hasValue ? `${rawName}=${rawValue}` : rawName,
    }))
  return diffEntries(entries(beforeTarget), entries(afterTarget))
}

function diffEntries(before: readonly Entry[], after: readonly Entry[]): PairDiff[] {
  const there = groups(after)
  const here = groups(before)
  return [...new Set([...here.keys(), ...there.keys()])].flatMap((key) =>
    diffGroup(here.get(key) ?? [], there.get(key) ?? []),
  )
}

function groups(entries: readonly Entry[]): Map<string, Entry[]> {
  const found = new Map<string, Entry[]>()
  for (const entry of entries) {
    const group = found.get(entry.key)
    if (group) group.push(entry)
    else found.set(entry.key, [entry])
  }
  return found
}

/** All values of one name: equal ones belong together, the rest in order. */
function diffGroup(before: readonly Entry[], after: readonly Entry[]): PairDiff[] {
  const open = [...after]
  const pairs = before.map((entry): { entry: Entry; partner: Entry | null } => {
    const at = open.findIndex(({ value }) => value === entry.value)
    return { entry, partner: at < 0 ? null : (open.splice(at, 1)[0] ?? null) }
  })
  const lines = pairs.map(({ entry, partner }): PairDiff => {
    if (partner) return line('same', entry, partner)
    const next = open.shift()
    return next ? line('changed', entry, next) : line('removed', entry, null)
  })
  return [...lines, ...open.map((entry) => line('added', null, entry))]
}

function line(kind: PairDiff['kind'], before: Entry | null, after: Entry | null): PairDiff {
  const spelt = kind === 'same' && before && after && before.written !== after.written
  return {
    name: (after ?? before)?.name ?? '',
    kind,
    before: before?.value ?? null,
    after: after?.value ?? null,
    note: spelt ? `Written “${before.written}” first, then “${after.written}”.` : null,
  }
}
