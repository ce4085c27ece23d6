import type { Output, ParsedInput } from '#shared/contract/contract.ts'
import type { ReadDb } from '../database/handles.ts'
import { summaryColumns, toSummary, type SummaryRow } from '../database/rows.ts'
import type { Finder } from './finder.ts'
import { firstUpTo } from './id-lists.ts'
import type { Matches } from './matches.ts'
import type { Scope, ScopeOf } from './scope.ts'

type ListInput = ParsedInput<'requests.list'>

/** Requests of an endpoint, or of all, that fit a filter. */
export interface Selected {
  readonly endpointId?: string | undefined
  readonly filter?: string | undefined
}

export interface Lists {
  readonly list: (input: ListInput, now: number, signal?: AbortSignal) => Promise<Output<'requests.list'>>
  /** All ids that a selection fits, newest first. */
  readonly select: (selection: Selected, now: number) => Promise<Float64Array>
}

export function createLists(db: ReadDb, finder: Finder, scopeOf: ScopeOf): Lists {
  const newestId = db.prepare<[], number>('SELECT coalesce(max(id), 0) FROM requests').pluck()
  const byIds = db.prepare<[string], SummaryRow>(`
    SELECT ${summaryColumns} FROM json_each(?) j CROSS JOIN requests r ON r.id = j.value
    JOIN endpoints e ON e.key = r.endpoint WHERE r.deletion IS NULL AND e.deletion IS NULL ORDER BY r.id DESC`)

  function summaries(ids: readonly number[]): ReturnType<typeof toSummary>[] {
    return byIds.all(JSON.stringify(ids)).map(toSummary)
  }

  async function list(input: ListInput, now: number, signal?: AbortSignal): Promise<Output<'requests.list'>> {
    const filter = finder.parse(input.filter)
    db.exec('BEGIN')
    let newest: number
    let scope: Scope
    try {
      newest = newestId.get() ?? 0
      scope = scopeOf(input.endpointId)
      if (filter === null) return plainList(input, scope, newest)
    } finally {
      db.exec('COMMIT')
    }
    const upTo = Math.min(input.upTo ?? newest, newest)
    const matches = finder.find(filter, input.filter?.trim() ?? '', scope, upTo, now)
    const page = await pageOf(matches, input, upTo, signal)
    if (!input.count) return { items: summaries(page), total: null, newest }
    await matches.until(() => false, signal)
    return { items: summaries(page), total: matches.ids.length - firstUpTo(matches.ids, upTo), newest }
  }

  /** Ids of a page; looks no further than it has to. */
  async function pageOf(
    matches: Matches,
    input: ListInput,
    upTo: number,
    signal?: AbortSignal,
  ): Promise<number[]> {
    const highest = Math.min(upTo, input.before === undefined ? Infinity : input.before - 1)
    const lowest = (input.after ?? 0) + 1
    const { ids } = matches
    const enough = (): boolean => {
      if (ids.length === 0) return false
      const last = ids.at(-1) ?? 0
      return (
        last < lowest ||
        (last <= highest && ids.length - firstUpTo(ids, highest) >= input.offset + input.limit)
      )
    }
    await matches.until(enough, signal)
    const start = firstUpTo(ids, highest)
    const end = firstUpTo(ids, lowest - 1)
    return ids.slice(start, end).slice(input.offset, input.offset + input.limit)
  }

  /** Without a filter the indexes hold the very order that is wanted. */
  function plainList(input: ListInput, scope: Scope, newest: number): Output<'requests.list'> {
    const upTo = Math.min(input.upTo ?? newest, newest)
    const highest = Math.min(upTo, input.before === undefined ? upTo : input.before - 1)
    const ids = db
      .prepare<[number, number, number, number], number>(
        `SELECT r.id FROM requests r INDEXED BY ${scope.index}
         WHERE ${scope.sql} AND r.id <= ? AND r.id > ? ORDER BY r.id DESC LIMIT ? OFFSET ?`,
      )
      .pluck()
      .all(highest, input.after ?? 0, input.limit, input.offset)
    return { items: summaries(ids), total: input.count ? scope.count - newer(scope, upTo) : null, newest }
  }

  function newer(scope: Scope, than: number): number {
    return (
      db
        .prepare<[number], number>(
          `SELECT count(*) FROM requests r INDEXED BY ${scope.index} WHERE ${scope.sql} AND r.id > ?`,
        )
        .pluck()
        .get(than) ?? 0
    )
  }

  async function allIds(selection: Selected, now: number, signal?: AbortSignal): Promise<readonly number[]> {
    const filter = finder.parse(selection.filter) ?? { type: 'all' }
    const scope = scopeOf(selection.endpointId)
    const newest = newestId.get() ?? 0
    const matches = finder.find(filter, selection.filter?.trim() ?? '', scope, newest, now)
    await matches.until(() => false, signal)
    return matches.ids.slice(firstUpTo(matches.ids, newest))
  }

  return {
    list,
    async select(selection, now) {
      return Float64Array.from(await allIds(selection, now))
    },
  }
}
