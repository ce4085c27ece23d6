import type { Filter } from '#shared/domain/filter/ast.ts'
import { parseFilter } from '#shared/domain/filter/parse.ts'
import type { ReadDb } from '../database/handles.ts'
import { meansDamage, StoreFailure } from '../failure.ts'
import { compileFilter, type CompiledFilter } from '../filter-sql.ts'
import { planFilter, type Plan } from '../search/plan.ts'
import type { FilterFunctions } from './filter-functions.ts'
import { firstUpTo, intersect, type Ids } from './id-lists.ts'
import { createMatches, type Matches } from './matches.ts'
import type { Scope } from './scope.ts'
import type { SearchAccess } from './search-access.ts'

/** Results are kept this long, in milliseconds: what retention removes meanwhile is noticed when a page is read. */
const keepMs = 10_000
/** What depends on the time, or on what is noted after a request came, is kept only this long. */
const keepVolatileMs = 1_000
const keepCount = 12
/** One piece of work should take about this long, in milliseconds. */
const pieceMs = 8
/** Ids that are gathered at once. */
const listStep = 50_000
/** Up to so many candidates are looked up one by one. */
const fewIds = 4_000

export interface Finder {
  /** Null when the filter is empty, which is to say that everything fits. Throws `filter.invalid`. */
  readonly parse: (text: string | undefined) => Filter | null
  /** Those that fit, of all up to `snapshot`; the list may begin above it when a newer one is at hand. */
  readonly find: (filter: Filter, text: string, scope: Scope, snapshot: number, now: number) => Matches
  /** Deleted, restored, noted or pinned since: nothing that was found before holds. */
  readonly forget: () => void
}

interface Kept {
  readonly snapshot: number
  readonly changes: number
  readonly since: number
  readonly matches: Matches
}

export function createFinder(
  db: ReadDb,
  functions: FilterFunctions,
  search: SearchAccess,
  onIndexLost: (error: unknown) => void,
): Finder {
  const changesNow = db.prepare<[], number>("SELECT value FROM meta WHERE name = 'changes'").pluck()
  const kept = new Map<string, Kept>()
  const lists = new Map<string, { snapshot: number; changes: number; since: number; ids: Ids }>()

  function parse(text: string | undefined): Filter | null {
    if (text === undefined || text.trim() === '') return null
    const parsed = parseFilter(text)
    if (!parsed.ok)
      throw new StoreFailure('filter.invalid', parsed.message, { from: parsed.from, to: parsed.to })
    return parsed.filter.type === 'all' ? null : parsed.filter
  }

  function fresh(entry: { changes: number; since: number }, changes: number, forMs: number): boolean {
    return entry.changes === changes && performance.now() - entry.since < forMs
  }

  /** Keeps the newest few. */
  function keep<T>(map: Map<string, T>, key: string, value: T): void {
    map.delete(key)
    map.set(key, value)
    for (const oldest of map.keys()) {
      if (map.size <= keepCount) break
      map.delete(oldest)
    }
  }

  /** Ids of a scope, newest first, gathered in steps: yields nothing, but lets others have a turn. */
  function* everything(scope: Scope, upTo: number): Generator<Ids, Ids> {
    const changes = changesNow.get() ?? 0
    const known = lists.get(scope.name)
    const usable = known !== undefined && fresh(known, changes, keepMs) ? known : null
    if (usable !== null && usable.snapshot >= upTo) return usable.ids.slice(firstUpTo(usable.ids, upTo))
    const next = db
      .prepare<[number, number], number>(
        `SELECT r.id FROM requests r INDEXED BY ${scope.index}
         WHERE ${scope.sql} AND r.id > ? AND r.id <= ? ORDER BY r.id DESC LIMIT ${listStep}`,
      )
      .pluck()
    const since = usable?.since ?? performance.now()
    let ids: number[] = []
    for (let high = upTo; ; high = (ids.at(-1) ?? 1) - 1) {
      const some = next.all(usable?.snapshot ?? 0, high)
      ids = ids.concat(some)
      if (some.length < listStep) break
      yield []
    }
    if (usable !== null) ids = ids.concat(usable.ids)
    keep(lists, scope.name, { snapshot: upTo, changes, since, ids })
    return ids
  }

  function find(filter: Filter, text: string, scope: Scope, snapshot: number, now: number): Matches {
    const key = `${scope.name}\n${text}`
    const changes = changesNow.get() ?? 0
    const entry = kept.get(key)
    const keptFor = isVolatile(filter) ? keepVolatileMs : keepMs
    const usable =
      entry !== undefined && fresh(entry, changes, keptFor) && !entry.matches.failed ? entry : null
    if (usable !== null && usable.snapshot >= snapshot) return usable.matches
    const compiled = compileFilter(filter, now)
    // Only what is new since the last time has to be looked at.
    const known = usable?.matches.done === true ? usable : null
    const matches = createMatches(pieces(compiled, planFilter(filter), scope, snapshot, known))
    keep(kept, key, { snapshot, changes, since: known?.since ?? performance.now(), matches })
    return matches
  }

  function* pieces(
    compiled: CompiledFilter,
    plan: Plan | null,
    scope: Scope,
    snapshot: number,
    known: Kept | null,
  ): Generator<Ids, void> {
    const floor = known?.snapshot ?? 0
    const candidates = plan === null ? null : yield* lookUp(plan, scope, snapshot, floor)
    yield* scan(compiled, scope, snapshot, Math.max(floor, candidates?.upTo ?? 0))
    if (candidates !== null) {
      if (plan?.exact === true) yield candidates.ids
      else yield* verify(compiled, candidates.ids)
    }
    if (known !== null) yield known.matches.ids
  }

  /** Candidates from the index, as far as it goes: between `floor` and its newest request. Null when it can't be used. */
  function* lookUp(
    plan: Plan,
    scope: Scope,
    snapshot: number,
    floor: number,
  ): Generator<Ids, { ids: Ids; upTo: number } | null> {
    const all = search.needsEverything(plan.set) ? yield* everything(scope, snapshot) : null
    const found = askIndex(plan, snapshot, floor, all ?? [])
    if (found === null) return null
    const { ids, upTo } = found
    if (all === null && ids.length <= fewIds) return { ids: living(ids, scope), upTo }
    return { ids: intersect(ids, all ?? (yield* everything(scope, snapshot))), upTo }
  }

  function askIndex(
    plan: Plan,
    snapshot: number,
    floor: number,
    all: Ids,
  ): { ids: Ids; upTo: number } | null {
    try {
      // One transaction, so that index and its extent are of one moment.
      db.exec('BEGIN')
      try {
        const upTo = Math.min(snapshot, search.indexedUpTo())
        if (upTo <= floor) return null
        const ids = search.resolve(plan.set, all)
        return { ids: ids.slice(firstUpTo(ids, upTo), firstUpTo(ids, floor)), upTo }
      } finally {
        db.exec('COMMIT')
      }
    } catch (error) {
      if (!meansDamage(error)) throw error
      onIndexLost(error)
      return null
    }
  }

  /** Those that are in a scope and not deleted: for few, quicker than going through the scope. */
  function living(ids: Ids, scope: Scope): Ids {
    const rows = db
      .prepare<[string], number>(
        `SELECT r.id FROM json_each(?) j CROSS JOIN requests r ON r.id = j.value WHERE ${scope.sql}`,
      )
      .pluck()
      .all(JSON.stringify(ids))
    return rows.sort((a, b) => b - a)
  }

  /** Looks at every request of a scope with an id in (floor, from], newest first. */
  function* scan(compiled: CompiledFilter, scope: Scope, from: number, floor: number): Generator<Ids, void> {
    const lowEnd = db
      .prepare<[number, number, number], number>(
        `SELECT r.id FROM requests r INDEXED BY ${scope.index}
         WHERE ${scope.sql} AND r.id <= ? AND r.id > ? ORDER BY r.id DESC LIMIT 1 OFFSET ?`,
      )
      .pluck()
    const select = db
      .prepare<unknown[], number>(
        `SELECT r.id FROM requests r ${scope.scan} ${withDetails(compiled)}
         WHERE ${scope.sql} AND r.id BETWEEN ? AND ? AND ${compiled.sql} ORDER BY r.id DESC`,
      )
      .pluck()
    let size = 256
    for (let high = from; high > floor;) {
      const started = performance.now()
      const low = lowEnd.get(high, floor, size - 1) ?? floor + 1
      functions.use(compiled.tests)
      yield select.all(low, high, ...compiled.values)
      high = low - 1
      size = nextSize(size, performance.now() - started)
    }
  }

  /** Looks at the candidates one by one. */
  function* verify(compiled: CompiledFilter, candidates: Ids): Generator<Ids, void> {
    const select = db
      .prepare<unknown[], number>(
        `SELECT r.id FROM json_each(?) j CROSS JOIN requests r ON r.id = j.value ${withDetails(compiled)}
         WHERE ${compiled.sql}`,
      )
      .pluck()
    let size = 256
    for (let at = 0; at < candidates.length;) {
      const started = performance.now()
      const piece = candidates.slice(at, at + size)
      functions.use(compiled.tests)
      yield select.all(JSON.stringify(piece), ...compiled.values).sort((a, b) => b - a)
      at += size
      size = nextSize(size, performance.now() - started)
    }
  }

  return {
    parse,
    find,
    forget() {
      kept.clear()
      lists.clear()
    },
  }
}

function isVolatile(filter: Filter): boolean {
  switch (filter.type) {
    case 'and':
    case 'or':
      return filter.items.some(isVolatile)
    case 'not':
      return isVolatile(filter.item)
    default:
      return filter.type === 'time' || filter.type === 'status' || filter.type === 'signature'
  }
}

function withDetails(compiled: CompiledFilter): string {
  return compiled.needsDetails ? 'CROSS JOIN details d ON d.id = r.id' : ''
}

/** The size that should take `pieceMs`, by how long the last piece took; grows in steps, because rows differ. */
function nextSize(size: number, tookMs: number): number {
  const fitting = Math.round((size * pieceMs) / Math.max(tookMs, 0.1))
  return Math.max(64, Math.min(fitting, size * 2, 32_768))
}
